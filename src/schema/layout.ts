/**
 * Where the slots of a struct lie (docs/format.md 9): a bitmap of slots set, one of slots that are None, then the slots
 * that are set and not None, packed without gaps. Records of one schema may so differ in shape.
 */
import type { Window } from '../bytes/window.js';
import { SchemaError } from '../errors.js';
import { MAX_ALIGNMENT } from './pickle/schema-model.js';
import { RESERVED } from './proxies/proxy.js';

export const MAX_SLOTS = 64;
/** Bytes of both bitmaps, at most. */
export const MAX_HEADER = 16;
/** What records are padded to, in bytes: a whole number from 1 to `MAX_ALIGNMENT`, a power of two or not. */
export type Alignment = number;

export function isAlignment(value: unknown): value is Alignment {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_ALIGNMENT;
}

/** Instead of a slot's place: it is not set. */
export const MISSING = -1;
/** Instead of a slot's place: it is set to None. */
export const NONE = -2;

/** A slot in stored order. */
export interface Slot {
  readonly name: string;
  /** Bytes in the record: the number's own size, 8 for a pointer. */
  readonly size: number;
}

/** Slots of one size that lie before a given one, as bits. */
interface Group {
  readonly size: number;
  readonly low: number;
  readonly high: number;
}

function popcount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Stored order of slots: by size, biggest first, then by name (code points). */
export function slotOrder(slots: readonly Slot[]): Slot[] {
  return [...slots].sort((a, b) => b.size - a.size || compareCodePoints(a.name, b.name));
}

/** UTF-16 order differs from code point order where surrogates meet U+E000..U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = left[index]!.codePointAt(0)! - right[index]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Bytes of each of the two bitmaps. Version 1 ignores the alignment. */
function bitmapBytes(slots: number, alignment: number, version: number): 1 | 2 | 4 | 8 {
  const free = version < 2;
  if (slots <= 8 && (free || alignment <= 2)) return 1;
  if (slots <= 16 && (free || alignment <= 4)) return 2;
  if (slots <= 32 && (free || alignment <= 8)) return 4;
  return 8;
}

export class Layout {
  readonly slots: readonly Slot[];
  readonly alignment: Alignment;
  readonly version: number;
  /** Bytes of each bitmap: 1, 2, 4 or 8. */
  readonly bitmap: number;
  /** Bytes of both bitmaps. */
  readonly header: number;
  readonly #index = new Map<string, number>();
  readonly #before: readonly (readonly Group[])[];

  /** `slots` in stored order. Throws `SchemaError` for more than 64, or for two of one name. */
  constructor(slots: readonly Slot[], alignment: Alignment, version: number) {
    if (slots.length > MAX_SLOTS) {
      throw new SchemaError(
        `${slots.length} fields are too many: a struct has at most ${MAX_SLOTS}; nest some`,
      );
    }
    this.slots = slots;
    this.alignment = alignment;
    this.version = version;
    this.bitmap = bitmapBytes(slots.length, alignment, version);
    this.header = 2 * this.bitmap;
    slots.forEach(({ name }, index) => {
      if (RESERVED.has(name)) {
        throw new SchemaError(`no field can be called ${JSON.stringify(name)}: records use that name`);
      }
      if (this.#index.has(name)) throw new SchemaError(`the schema has two fields called ${name}`);
      this.#index.set(name, index);
    });
    this.#before = slots.map((_, index) => groupsBefore(slots, index));
  }

  /** Index of a slot in stored order; −1 if there is none of that name. */
  indexOf(name: string): number {
    return this.#index.get(name) ?? -1;
  }

  /** Offset of a slot from the record's start when every slot before it is present. */
  placeWhenFull(index: number): number {
    return this.slots.slice(0, index).reduce((sum, { size }) => sum + size, this.header);
  }

  /** Where slot `index` of the record at `offset` lies, checked to be in the window; else `MISSING` or `NONE`. */
  locate(window: Window, offset: number, index: number): number {
    window.need(offset, this.header);
    const has = this.#bits(window.view, offset, index >> 5);
    const bit = 1 << (index & 31);
    if ((has & bit) === 0) return MISSING;
    const noneAt = offset + this.bitmap;
    if (this.#bits(window.view, noneAt, index >> 5) & bit) return NONE;
    const low = this.#bits(window.view, offset, 0) & ~this.#bits(window.view, noneAt, 0);
    const high = this.#bits(window.view, offset, 1) & ~this.#bits(window.view, noneAt, 1);
    let place = offset + this.header;
    for (const group of this.#before[index]!) {
      place += group.size * (popcount(low & group.low) + popcount(high & group.high));
    }
    window.need(place, this.slots[index]!.size);
    return place;
  }

  /** Word `word` (of 32 bits) of the bitmap at an offset. */
  #bits(view: DataView, at: number, word: number): number {
    switch (this.bitmap) {
      case 1:
        return word === 0 ? view.getUint8(at) : 0;
      case 2:
        return word === 0 ? view.getUint16(at, true) : 0;
      case 4:
        return word === 0 ? view.getUint32(at, true) : 0;
      default:
        return view.getUint32(at + 4 * word, true);
    }
  }
}

function groupsBefore(slots: readonly Slot[], index: number): Group[] {
  const groups = new Map<number, { size: number; low: number; high: number }>();
  for (let before = 0; before < index; before += 1) {
    const { size } = slots[before]!;
    const group = groups.get(size) ?? { size, low: 0, high: 0 };
    if (before < 32) group.low |= 1 << before;
    else group.high |= 1 << (before - 32);
    groups.set(size, group);
  }
  return [...groups.values()];
}

/** Whether records of two layouts have the same slots at the same places. */
export function sameLayout(a: Layout, b: Layout): boolean {
  return (
    a.bitmap === b.bitmap &&
    a.alignment === b.alignment &&
    a.slots.length === b.slots.length &&
    a.slots.every(({ name, size }, index) => name === b.slots[index]!.name && size === b.slots[index]!.size)
  );
}
