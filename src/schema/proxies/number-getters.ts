/** Getters of numbers, written out per kind. */
import type { Codec } from '../../values/base/codec.js';
import * as numbers from '../../values/numbers/number-types.js';
import { type FastGetter, full } from './fast-getter.js';

const fastInt64: FastGetter = (at, end, mask, slow) =>
  function () {
    const window = this['\ud800window'];
    const offset = this['\ud800offset'];
    return full(window, offset, end, mask) ? numbers.getInt64(window.view, offset + at) : slow(this);
  };

const fastFloat64: FastGetter = (at, end, mask, slow) =>
  function () {
    const window = this['\ud800window'];
    const offset = this['\ud800offset'];
    return full(window, offset, end, mask) ? window.view.getFloat64(offset + at, true) : slow(this);
  };

export const FAST_NUMBERS: ReadonlyMap<Codec, FastGetter> = new Map<Codec, FastGetter>([
  [
    numbers.uint8,
    (at, end, mask, slow) =>
      function () {
        const window = this['\ud800window'];
        const offset = this['\ud800offset'];
        return full(window, offset, end, mask) ? window.view.getUint8(offset + at) : slow(this);
      },
  ],
  [
    numbers.int8,
    (at, end, mask, slow) =>
      function () {
        const window = this['\ud800window'];
        const offset = this['\ud800offset'];
        return full(window, offset, end, mask) ? window.view.getInt8(offset + at) : slow(this);
      },
  ],
  [
    numbers.uint16,
    (at, end, mask, slow) =>
      function () {
        const window = this['\ud800window'];
        const offset = this['\ud800offset'];
        return full(window, offset, end, mask) ? window.view.getUint16(offset + at, true) : slow(this);
      },
  ],
  [
    numbers.int16,
    (at, end, mask, slow) =>
      function () {
        const window = this['\ud800window'];
        const offset = this['\ud800offset'];
        return full(window, offset, end, mask) ? window.view.getInt16(offset + at, true) : slow(this);
      },
  ],
  [
    numbers.uint32,
    (at, end, mask, slow) =>
      function () {
        const window = this['\ud800window'];
        const offset = this['\ud800offset'];
        return full(window, offset, end, mask) ? window.view.getUint32(offset + at, true) : slow(this);
      },
  ],
  [
    numbers.int32,
    (at, end, mask, slow) =>
      function () {
        const window = this['\ud800window'];
        const offset = this['\ud800offset'];
        return full(window, offset, end, mask) ? window.view.getInt32(offset + at, true) : slow(this);
      },
  ],
  [
    numbers.float32,
    (at, end, mask, slow) =>
      function () {
        const window = this['\ud800window'];
        const offset = this['\ud800offset'];
        return full(window, offset, end, mask) ? window.view.getFloat32(offset + at, true) : slow(this);
      },
  ],
  [numbers.float64, fastFloat64],
  [numbers.float, fastFloat64],
  [
    numbers.uint64,
    (at, end, mask, slow) =>
      function () {
        const window = this['\ud800window'];
        const offset = this['\ud800offset'];
        return full(window, offset, end, mask) ? numbers.getUint64(window.view, offset + at) : slow(this);
      },
  ],
  [numbers.int64, fastInt64],
  [numbers.int, fastInt64],
  [
    numbers.bool,
    (at, end, mask, slow) =>
      function () {
        const window = this['\ud800window'];
        const offset = this['\ud800offset'];
        return full(window, offset, end, mask) ? window.view.getUint8(offset + at) !== 0 : slow(this);
      },
  ],
]);
