/**
 * Records packed one after another for a memory that is put together from their bytes. Pointers are relative and
 * padding is counted from a record's own start (docs/format.md 9), so the bytes are the same wherever they come to lie.
 */
import type { StructCodec } from '../../schema/struct-codec.js';
import type { CodecTable, VariableCodec } from '../../values/base/codec.js';
import { Packer } from '../../values/base/packer.js';
import type { Sharing } from '../../values/base/sharing.js';

/** Largest unit in which tables count the places of records, in bytes (docs/format.md 10). */
const LARGEST_UNIT = 8;

/** What the places of a schema's records are multiples of, counted from the array's start, and tables count in. */
export function recordUnit(codec: StructCodec): number {
  // The records start at a multiple of 8, and their lengths are multiples of the alignment, which need not be a power of two.
  const { alignment } = codec.schema.layout;
  let unit = LARGEST_UNIT;
  while (alignment % unit !== 0) unit /= 2;
  return unit;
}

/** What packing takes besides the codec. */
export interface RecordForm {
  readonly table: CodecTable;
  /** Bytes that lengths are padded to. */
  readonly alignment: number;
}

function formOf({ schema }: StructCodec): RecordForm {
  return { table: schema.registry, alignment: schema.layout.alignment };
}

export class RecordPacker {
  readonly #codec: VariableCodec;
  readonly #packer: Packer;
  readonly #shares: boolean;
  readonly #alignment: number;
  /** Bytes of the records kept. */
  #kept = 0;

  /**
   * With `sharing`, records point to values of earlier ones; without, each has its own bytes. Values of other types than
   * structs have a `form` of their own.
   */
  constructor(codec: StructCodec, sharing: Sharing | undefined);
  constructor(codec: VariableCodec, sharing: Sharing | undefined, form: RecordForm);
  constructor(codec: VariableCodec, sharing: Sharing | undefined, form = formOf(codec as StructCodec)) {
    this.#codec = codec;
    this.#packer = new Packer(form.table);
    this.#shares = sharing !== undefined;
    if (sharing !== undefined) this.#packer.sharing = sharing;
    this.#alignment = form.alignment;
  }

  /** Number of bytes that the last record adds: none when it was written before, whole. */
  get length(): number {
    return this.#packer.end - this.#kept;
  }

  /** What the last record adds. Valid until the next is packed. */
  get bytes(): Uint8Array {
    return this.#packer.bytes.subarray(this.#kept, this.#packer.end);
  }

  /** Number of bytes in the records kept. */
  get kept(): number {
    return this.#kept;
  }

  /**
   * Packs a record whose bytes will lie at `position`, and returns where it is: there, or before when it was shared.
   * Throws `PackError`; the sharing is then empty, for what it had noted on the way is nowhere.
   */
  pack(value: unknown, position: number): number {
    const packer = this.#packer;
    const start = this.#kept;
    packer.startAt(start);
    packer.implicitOffset = position - start;
    let place: number;
    try {
      place = packer.implicitOffset + packer.place(this.#codec, value);
    } catch (error) {
      packer.sharing.clear();
      throw error;
    }
    packer.align(this.#alignment);
    if (this.#shares) packer.sharing.next();
    else packer.sharing.clear();
    return place;
  }

  /** Keeps the last record in the buffer: the next is packed behind it. This spares a copy of each. */
  keep(): void {
    this.#kept = this.#packer.end;
  }

  /** The records kept, which are so no longer. Valid until the next is packed. */
  takeKept(): Uint8Array {
    const kept = this.#packer.bytes.subarray(0, this.#kept);
    this.#kept = 0;
    return kept;
  }
}
