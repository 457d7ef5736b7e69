/**
 * Writes records of plain fields without values in between, as `StructSchema.pack` writes them (docs/format.md 9): bitmaps, slots in
 * stored order, then texts and times, each padded; texts of one record that are alike are written once.
 */
import type { Writer } from '../../bytes/byte-writer.js';
import { COMPRESS_ABOVE } from '../../bytes/text/string-form.js';
import { Kind, type StraightFields } from './straight-fields.js';
import { State, type StraightRow } from './straight-row.js';
import { Tally } from './tallies.js';

/** Longest text that is written here, in bytes: longer ones may be compressed. */
export const LONGEST_TEXT: number = COMPRESS_ABOVE;
/** Texts up to so many bytes are copied here: a call takes as long from there on. */
const SHORT = 40;

export class StraightWriter {
  readonly #kinds: Uint8Array;
  readonly #sizes: Uint8Array;
  readonly #count: number;
  readonly #header: number;
  readonly #bitmap: number;
  readonly #alignment: number;
  /** Bytes that a record takes at most. */
  readonly #most: number;
  /** Where the pointers of a record's texts and times are. */
  readonly #pointers: Int32Array;
  /** Where its texts were written. */
  readonly #places: Int32Array;
  #tallies: Tally[] = [];
  readonly #fields: StraightFields['fields'];

  constructor({ fields, layout }: StraightFields) {
    this.#fields = fields;
    this.#count = fields.length;
    this.#kinds = Uint8Array.from(fields, ({ kind }) => kind);
    this.#sizes = Uint8Array.from(fields, ({ size }) => size);
    this.#header = layout.header;
    this.#bitmap = layout.bitmap;
    this.#alignment = layout.alignment;
    const value = 8 + 2 + LONGEST_TEXT + layout.alignment;
    this.#most = layout.header + layout.alignment + fields.length * value;
    this.#pointers = new Int32Array(fields.length);
    this.#places = new Int32Array(fields.length);
    this.takeTallies();
  }

  /** What the records showed that were written since this was asked for last. */
  takeTallies(): readonly Tally[] {
    const taken = this.#tallies;
    this.#tallies = this.#fields.map((field) => new Tally(field));
    return taken;
  }

  /** Appends a record, whose texts are not longer than `LONGEST_TEXT`. */
  write(writer: Writer, row: StraightRow): void {
    writer.reserve(this.#most);
    const { bytes, view, end: start } = writer;
    const { states, numbers } = row;
    const slots = start + this.#header;
    for (let at = start; at < slots; at += 1) bytes[at] = 0;
    let at = slots;
    for (let field = 0; field < this.#count; field += 1) {
      const state = states[field];
      if (state === State.absent) continue;
      const tally = this.#tallies[field]!;
      tally.count += 1;
      const bits = start + (field >> 3);
      const mask = 1 << (field & 7);
      bytes[bits]! |= mask;
      if (state === State.none) {
        bytes[bits + this.#bitmap]! |= mask;
        tally.nulls += 1;
        continue;
      }
      const value = numbers[field]!;
      switch (this.#kinds[field]) {
        case Kind.integer:
          tally.addInteger(value);
          putInteger(view, at, this.#sizes[field]!, value);
          break;
        case Kind.float:
          if (state === State.fraction) tally.fractions = true;
          else tally.addInteger(value);
          view.setFloat64(at, value, true);
          break;
        case Kind.bool:
          bytes[at] = value;
          break;
        default:
          this.#pointers[field] = at;
      }
      at += this.#sizes[field]!;
    }
    writer.end = this.#values(writer, row, start, this.#padded(bytes, start, at));
  }

  /** Writes what lies behind the slots; gives where it ends. */
  #values({ bytes, view }: Writer, row: StraightRow, start: number, from: number): number {
    const { states, numbers } = row;
    let at = from;
    for (let field = 0; field < this.#count; field += 1) {
      const kind = this.#kinds[field]!;
      if (states[field] !== State.value || (kind !== Kind.text && kind < Kind.date)) continue;
      const known = kind === Kind.text ? this.#alike(row, field) : -1;
      const place = known < 0 ? at : this.#places[known]!;
      this.#places[field] = place;
      putInteger(view, this.#pointers[field]!, 8, place - start);
      if (known >= 0) continue;
      if (kind === Kind.text) at = putText(bytes, at, row, field);
      else {
        if (kind === Kind.date) putInteger(view, at, 8, numbers[field]!);
        else putSeconds(view, at, numbers[field]!);
        at += 8;
      }
      at = this.#padded(bytes, start, at);
    }
    return at;
  }

  #padded(bytes: Uint8Array, start: number, from: number): number {
    let at = from;
    const past = (at - start) % this.#alignment;
    if (past === 0) return at;
    for (const end = at + this.#alignment - past; at < end; at += 1) bytes[at] = 0;
    return at;
  }

  /** The first field with the same text as a later one; −1 where there is none. */
  #alike({ states, starts, ends, bytes }: StraightRow, field: number): number {
    const start = starts[field]!;
    const length = ends[field]! - start;
    for (let earlier = 0; earlier < field; earlier += 1) {
      if (states[earlier] !== State.value || this.#kinds[earlier] !== Kind.text) continue;
      const other = starts[earlier]!;
      if (ends[earlier]! - other !== length) continue;
      let unit = 0;
      while (unit < length && bytes[start + unit] === bytes[other + unit]) unit += 1;
      if (unit === length) return earlier;
    }
    return -1;
  }
}

function putInteger(view: DataView, at: number, size: number, value: number): void {
  if (size === 8) {
    view.setUint32(at, value, true);
    view.setInt32(at + 4, Math.floor(value / 2 ** 32), true);
  } else if (size === 4) view.setInt32(at, value, true);
  else if (size === 2) view.setInt16(at, value, true);
  else view.setInt8(at, value);
}

/** A moment without a fraction of a second (docs/format.md 7). */
function putSeconds(view: DataView, at: number, seconds: number): void {
  view.setUint32(at, seconds << 20, true);
  view.setInt32(at + 4, Math.floor(seconds / 2 ** 12), true);
}

function putText(into: Uint8Array, at: number, { bytes, starts, ends }: StraightRow, field: number): number {
  const start = starts[field]!;
  const end = ends[field]!;
  const length = end - start;
  into[at] = length;
  into[at + 1] = length >> 8;
  const first = at + 2;
  if (length > SHORT) into.set(bytes.subarray(start, end), first);
  else for (let unit = 0; unit < length; unit += 1) into[first + unit] = bytes[start + unit]!;
  return first + length;
}
