/**
 * Packing records from columns, a column at a time, for structs of numbers and text: the bytes are those of packing them one by one
 * (docs/format.md 9), without an object for each and a look at what each value is.
 */

import { COMPRESS_ABOVE } from '../../bytes/text/string-form.js';
import { SharedBuffersError } from '../../errors.js';
import { schemaBytes } from '../../schema/stored/embedded-schema.js';
import type { StructCodec } from '../../schema/struct-codec.js';
import { FixedCodec } from '../../values/base/codec.js';
import { text } from '../../values/text/text-and-bytes.js';
import { type Cells, putNumbers } from './number-column.js';
import type { PackedChunk } from './relocatable-chunk.js';
import { addBodies, putTexts, repeatsOf, TextColumn } from './text-column.js';

/** Values by row, undefined where there is none; text as bytes. */
export type PackableColumn = ArrayLike<unknown> | TextColumn;

/** More bytes are not packed at once. */
const MAX_BYTES = 2 ** 30;

interface Slot {
  /** Number of its field in the order of declaration. */
  readonly field: number;
  readonly optional: boolean;
  /** Where its bit is in a bitmap. */
  readonly byte: number;
  readonly mask: number;
  readonly size: number;
  /** Undefined for text. */
  readonly codec: FixedCodec | undefined;
}

/** A slot of all records. */
interface Part {
  readonly slot: Slot;
  readonly values: PackableColumn;
  /** 1 where there is a value; undefined where there always is. */
  readonly present: Uint8Array | undefined;
}

export class ColumnPacker {
  readonly #codec: StructCodec;
  /** In stored order. */
  readonly #slots: readonly Slot[];

  private constructor(codec: StructCodec, slots: readonly Slot[]) {
    this.#codec = codec;
    this.#slots = slots;
  }

  /** Undefined for a struct that has other fields than numbers and text. */
  static of(codec: StructCodec): ColumnPacker | undefined {
    const { fields, layout } = codec.schema;
    const slots = layout.slots.flatMap(({ name, size }, index): Slot[] => {
      const field = fields.findIndex((each) => each.name === name);
      const type = fields[field]?.type;
      if (type === undefined || !(type.codec === text || type.codec instanceof FixedCodec)) return [];
      const fixed = type.codec instanceof FixedCodec ? type.codec : undefined;
      return [
        { field, optional: type.optional, byte: index >> 3, mask: 1 << (index & 7), size, codec: fixed },
      ];
    });
    return slots.length === layout.slots.length ? new ColumnPacker(codec, slots) : undefined;
  }

  /** Numbers of the fields that hold text, in the order of declaration. */
  get texts(): readonly number[] {
    return this.#slots.flatMap(({ codec, field }) => (codec === undefined ? [field] : []));
  }

  /**
   * The chunk of `rows` records, none of which has values in common with another. `columns`: one a field, in the order of declaration.
   * Undefined where a value is missing that must not be, is null, does not fit, or is so long that it may be compressed: packed
   * one by one, the records tell what is wrong, or are packed.
   */
  pack(columns: readonly PackableColumn[], rows: number): PackedChunk | undefined {
    const parts = this.#parts(columns, rows);
    if (parts === undefined) return undefined;
    const { alignment, header } = this.#codec.schema.layout;
    const ends = new Int32Array(rows).fill(header);
    for (const { slot, present } of parts) addSizes(ends, slot.size, present);
    for (let row = 0; row < rows; row += 1) ends[row] = Math.ceil(ends[row]! / alignment) * alignment;
    const bodies = ends.slice();
    const texts = parts.flatMap(({ values }) => (values instanceof TextColumn ? [values] : []));
    const repeats = texts.map((column, at) => repeatsOf(column, texts.slice(0, at), rows));
    for (const [at, column] of texts.entries()) addBodies(column, repeats[at], ends, alignment);
    const offsets = new Float64Array(rows);
    let total = 0;
    for (let row = 0; row < rows; row += 1) {
      offsets[row] = total;
      total += ends[row]!;
    }
    if (total > MAX_BYTES) return undefined;
    const bytes = new Uint8Array(total);
    const starts = Int32Array.from(offsets);
    const cells: Cells = { bytes, view: new DataView(bytes.buffer), starts, places: ends.fill(header) };
    const pointers: Int32Array[] = [];
    try {
      setBits(bytes, starts, parts);
      for (const { slot, values, present } of parts) {
        if (values instanceof TextColumn) {
          putTexts(values, cells, { bodies, alignment, pointers, repeats: repeats[pointers.length] });
        } else putNumbers(slot.codec!, values, cells, present);
      }
    } catch (error) {
      if (error instanceof SharedBuffersError) return undefined;
      throw error;
    }
    return { bytes, offsets, schema: schemaBytes(this.#codec.schema, false), shared: false };
  }

  #parts(columns: readonly PackableColumn[], rows: number): Part[] | undefined {
    const parts: Part[] = [];
    for (const slot of this.#slots) {
      const values = columns[slot.field]!;
      if (values instanceof TextColumn !== (slot.codec === undefined)) return undefined;
      if (values instanceof TextColumn && values.longest > COMPRESS_ABOVE) return undefined;
      const present = presence(values, rows);
      if (present === 'null' || (present !== undefined && !slot.optional)) return undefined;
      parts.push({ slot, values, present });
    }
    return parts;
  }
}

/** Where there are values; undefined where there always is one. */
function presence(values: PackableColumn, rows: number): Uint8Array | undefined | 'null' {
  if (ArrayBuffer.isView(values)) return undefined;
  const isThere = new Uint8Array(rows);
  let there = 0;
  if (values instanceof TextColumn) {
    const { lengths } = values;
    for (let row = 0; row < rows; row += 1) if (lengths[row]! >= 0) there += isThere[row] = 1;
  } else {
    for (let row = 0; row < rows; row += 1) {
      const value = values[row];
      if (value === null) return 'null';
      if (value !== undefined) there += isThere[row] = 1;
    }
  }
  return there === rows ? undefined : isThere;
}

function addSizes(ends: Int32Array, size: number, present: Uint8Array | undefined): void {
  const rows = ends.length;
  for (let row = 0; row < rows; row += 1) ends[row]! += present === undefined ? size : size * present[row]!;
}

/** Notes which slots have a value: those that all records have at once. */
function setBits(bytes: Uint8Array, starts: Int32Array, parts: readonly Part[]): void {
  const rows = starts.length;
  const always = new Map<number, number>();
  for (const { slot, present } of parts) {
    const { byte, mask } = slot;
    if (present === undefined) always.set(byte, (always.get(byte) ?? 0) | mask);
    else for (let row = 0; row < rows; row += 1) if (present[row] === 1) bytes[starts[row]! + byte]! |= mask;
  }
  for (const [byte, mask] of always) {
    for (let row = 0; row < rows; row += 1) bytes[starts[row]! + byte]! |= mask;
  }
}
