/**
 * The loops that fill columns of numbers, written out for each kind: one shared body that called a reader of numbers
 * would compile well for none of them.
 */
import { getInt64, getUint64 } from '../../values/numbers/number-types.js';
import { placeOf, type Stretch } from './column-stretch.js';

/**
 * Fills a column from record `from` of each of the stretch's streams on, until one is not to be read at its place.
 * Returns which: `stretch.stream` for none.
 */
export type Copy<C> = (stretch: Stretch, column: C, from: number) => number;

export const copyUint8: Copy<Uint8Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = view.getUint8(a);
    column[row + at + stream] = view.getUint8(b);
    column[row + at + 2 * stream] = view.getUint8(c);
    column[row + at + 3 * stream] = view.getUint8(d);
  }
  return stream;
};

export const copyInt8: Copy<Int8Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = view.getInt8(a);
    column[row + at + stream] = view.getInt8(b);
    column[row + at + 2 * stream] = view.getInt8(c);
    column[row + at + 3 * stream] = view.getInt8(d);
  }
  return stream;
};

export const copyUint16: Copy<Uint16Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = view.getUint16(a, true);
    column[row + at + stream] = view.getUint16(b, true);
    column[row + at + 2 * stream] = view.getUint16(c, true);
    column[row + at + 3 * stream] = view.getUint16(d, true);
  }
  return stream;
};

export const copyInt16: Copy<Int16Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = view.getInt16(a, true);
    column[row + at + stream] = view.getInt16(b, true);
    column[row + at + 2 * stream] = view.getInt16(c, true);
    column[row + at + 3 * stream] = view.getInt16(d, true);
  }
  return stream;
};

export const copyUint32: Copy<Uint32Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = view.getUint32(a, true);
    column[row + at + stream] = view.getUint32(b, true);
    column[row + at + 2 * stream] = view.getUint32(c, true);
    column[row + at + 3 * stream] = view.getUint32(d, true);
  }
  return stream;
};

export const copyInt32: Copy<Int32Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = view.getInt32(a, true);
    column[row + at + stream] = view.getInt32(b, true);
    column[row + at + 2 * stream] = view.getInt32(c, true);
    column[row + at + 3 * stream] = view.getInt32(d, true);
  }
  return stream;
};

export const copyFloat32: Copy<Float32Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = view.getFloat32(a, true);
    column[row + at + stream] = view.getFloat32(b, true);
    column[row + at + 2 * stream] = view.getFloat32(c, true);
    column[row + at + 3 * stream] = view.getFloat32(d, true);
  }
  return stream;
};

export const copyFloat64: Copy<Float64Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = view.getFloat64(a, true);
    column[row + at + stream] = view.getFloat64(b, true);
    column[row + at + 2 * stream] = view.getFloat64(c, true);
    column[row + at + 3 * stream] = view.getFloat64(d, true);
  }
  return stream;
};

export const copyUint64: Copy<Float64Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = getUint64(view, a);
    column[row + at + stream] = getUint64(view, b);
    column[row + at + 2 * stream] = getUint64(view, c);
    column[row + at + 3 * stream] = getUint64(view, d);
  }
  return stream;
};

export const copyInt64: Copy<Float64Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = getInt64(view, a);
    column[row + at + stream] = getInt64(view, b);
    column[row + at + 2 * stream] = getInt64(view, c);
    column[row + at + 3 * stream] = getInt64(view, d);
  }
  return stream;
};

export const copyBigUint64: Copy<BigUint64Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = view.getBigUint64(a, true);
    column[row + at + stream] = view.getBigUint64(b, true);
    column[row + at + 2 * stream] = view.getBigUint64(c, true);
    column[row + at + 3 * stream] = view.getBigUint64(d, true);
  }
  return stream;
};

export const copyBigInt64: Copy<BigInt64Array> = (stretch, column, from) => {
  const { view, row, stream } = stretch;
  for (let at = from; at < stream; at += 1) {
    const a = placeOf(stretch, at);
    const b = placeOf(stretch, at + stream);
    const c = placeOf(stretch, at + 2 * stream);
    const d = placeOf(stretch, at + 3 * stream);
    if ((a | b | c | d) < 0) return at;
    column[row + at] = view.getBigInt64(a, true);
    column[row + at + stream] = view.getBigInt64(b, true);
    column[row + at + 2 * stream] = view.getBigInt64(c, true);
    column[row + at + 3 * stream] = view.getBigInt64(d, true);
  }
  return stream;
};
