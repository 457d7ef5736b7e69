/**
 * One getter per field, made as closures: as fast on V8 as generated code, and allowed under a CSP.
 *
 * Each has a fast path for the usual record (`fast-getter.ts`); anything else counts bits (`Layout.locate`). The fast paths
 * are written out per kind: one shared body calling a per-field reader would not be inlined.
 */
import type { Window } from '../../bytes/window.js';
import { type Codec, type CodecTable, FixedCodec, type VariableCodec } from '../../values/base/codec.js';
import { Decoding } from '../../values/base/decoding.js';
import type { Readings } from '../../values/base/readings.js';
import { readText, shortLength, text } from '../../values/text/text-and-bytes.js';
import { type Layout, MAX_HEADER, MISSING } from '../layout.js';
import { StructCodec } from '../struct-codec.js';
import type { Descriptor } from '../type.js';
import { type FastGetter, full, type Getter, type Slow } from './fast-getter.js';
import { absent } from './missing-field.js';
import { FAST_NUMBERS } from './number-getters.js';
import type { ProxyBase } from './proxy.js';

/** A field as it is read: its declared type, and where the stored layout has it. */
export interface FieldPlace {
  readonly name: string;
  readonly type: Descriptor;
  readonly layout: Layout;
  /** Slot in the layout; −1 when the file's records have no such slot. */
  readonly index: number;
  readonly table: CodecTable;
}

/** Reads a field within the readings of a call. */
export type FieldReader = (proxy: ProxyBase, readings: Readings) => unknown;

/** How the fields behind pointers that these getters give are read within the readings of a call. */
const READERS = new WeakMap<Getter, FieldReader>();

/** What reads a field by its getter; within the readings of a call where it is one of ours, and not a subclass's own. */
export function readerOf(getter: Getter): FieldReader {
  return READERS.get(getter) ?? ((proxy) => getter.call(proxy));
}

function pointerAt(window: Window, at: number): number {
  return window.view.getInt32(at + 4, true) * 2 ** 32 + window.view.getUint32(at, true);
}

/** Checks every byte it takes. */
function slowRead(field: FieldPlace): Slow {
  const { layout, index, type, table } = field;
  const codec: Codec = type.codec;
  if (index < 0) return (proxy) => absent(proxy, field, MISSING);
  return (proxy, readings) => {
    const window = proxy['\ud800window'];
    const offset = proxy['\ud800offset'];
    const place = layout.locate(window, offset, index);
    if (place < 0) return absent(proxy, field, place);
    if (codec instanceof FixedCodec) return codec.get(window.view, place);
    const reader = readings === undefined ? new Decoding(table) : readings.of(window, table);
    return reader.follow(window, offset, pointerAt(window, place), codec);
  };
}

/** Where a pointer at a place in the window leads, from the record's start; −1 where that is not within the window's reach. */
function nearTarget(window: Window, offset: number, place: number): number {
  const { view } = window;
  const low = view.getInt32(place, true);
  // Integers of 32 bits throughout, as nearly all pointers are.
  if (view.getInt32(place + 4, true) !== low >> 31) return -1;
  const target = offset + low;
  return target < window.reach ? target : -1;
}

/** A pointer within the window's reach costs no more than two reads; others go through the memory. */
function fastText(at: number, end: number, mask: number, slow: Slow): Getter {
  return function () {
    const window = this['\ud800window'];
    const offset = this['\ud800offset'];
    if (!full(window, offset, end, mask)) return slow(this);
    const target = nearTarget(window, offset, offset + at);
    return target >= 0 ? readText(window, target) : slow(this);
  };
}

/** A struct in a field: a proxy over what the pointer leads to, where its bitmaps lie in the window whatever their size. */
function fastStruct({ make }: StructCodec): FastGetter {
  return (at, end, mask, slow) =>
    function () {
      const window = this['\ud800window'];
      const offset = this['\ud800offset'];
      if (!full(window, offset, end, mask)) return slow(this);
      const target = nearTarget(window, offset, offset + at);
      return target >= 0 && target <= window.size - MAX_HEADER ? make(window, target) : slow(this);
    };
}

/** What takes any other room: decoded alone, as each read of a field is. */
function fastVariable(codec: VariableCodec, table: CodecTable): FastGetter {
  return (at, end, mask, slow) =>
    function () {
      const window = this['\ud800window'];
      const offset = this['\ud800offset'];
      if (!full(window, offset, end, mask)) return slow(this);
      const target = nearTarget(window, offset, offset + at);
      return target >= 0 ? codec.read(window, target, new Decoding(table)) : slow(this);
    };
}

/** What mostly is small, as sets are that hold a few small integers. */
function fastFew(codec: VariableCodec, table: CodecTable): FastGetter {
  return (at, end, mask, slow) =>
    function () {
      const window = this['\ud800window'];
      const offset = this['\ud800offset'];
      if (!full(window, offset, end, mask)) return slow(this);
      const target = nearTarget(window, offset, offset + at);
      if (target < 0) return slow(this);
      return codec.readFew!(window, target) ?? codec.read(window, target, new Decoding(table));
    };
}

/** `fastText` within the readings of a call, for text that is short, and so not remembered. */
function fastTextReader(at: number, end: number, mask: number, slow: Slow): FieldReader {
  return (proxy, readings) => {
    const window = proxy['\ud800window'];
    const offset = proxy['\ud800offset'];
    if (!full(window, offset, end, mask)) return slow(proxy, readings);
    const target = nearTarget(window, offset, offset + at);
    const length = target >= 0 ? shortLength(window, target) : -1;
    if (length < 0) return slow(proxy, readings);
    readings.budget.spend(window, target, length);
    return readText(window, target);
  };
}

function fastGetter(codec: Codec, table: CodecTable): FastGetter | undefined {
  if (codec instanceof FixedCodec) return FAST_NUMBERS.get(codec);
  if (codec === text) return fastText;
  if (codec.readFew !== undefined) return fastFew(codec, table);
  return codec instanceof StructCodec ? fastStruct(codec) : fastVariable(codec, table);
}

/** The getter of a field. */
export function makeGetter(field: FieldPlace): Getter {
  const slow = slowRead(field);
  const { layout, index, type } = field;
  const fast = fastGetter(type.codec, field.table);
  let getter: Getter = function () {
    return slow(this);
  };
  let reader: FieldReader = slow;
  if (fast !== undefined && index >= 0 && layout.bitmap === 4) {
    const at = layout.placeWhenFull(index);
    const end = at + layout.slots[index]!.size;
    const mask = index === 31 ? -1 : (1 << (index + 1)) - 1;
    getter = fast(at, end, mask, slow);
    if (type.codec === text) reader = fastTextReader(at, end, mask, slow);
  }
  // Numbers cost no more than their getter does.
  if (!(type.codec instanceof FixedCodec)) READERS.set(getter, reader);
  return getter;
}
