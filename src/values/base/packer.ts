/** One packing: the output, what has been shared so far, and how deep the values nest. */
import { Writer } from '../../bytes/byte-writer.js';
import { writeBytes, writeText } from '../../bytes/text/string-writer.js';
import { PackError } from '../../errors.js';
import { type Codec, type CodecTable, type FixedCodec, MAX_DEPTH, type VariableCodec } from './codec.js';
import { Readings } from './readings.js';
import { Sharing } from './sharing.js';
import { contentOf, Tagged } from './tagged-value.js';

export class Packer extends Writer {
  readonly table: CodecTable;
  sharing: Sharing = new Sharing();
  /** Where position 0 of this buffer will lie in the larger whole. */
  implicitOffset = 0;
  /** What structs under way have put off, and how much of it: a stack, since structs nest. */
  readonly waiting: unknown[] = [];
  waits = 0;
  /** The members of a set being sorted. */
  readonly members: number[] = [];
  #depth = 0;
  #readings: Readings | undefined;

  constructor(table: CodecTable, capacity?: number) {
    super(capacity);
    this.table = table;
  }

  /** Starts the next packing in the same buffer. Its bytes will lie at `phase` of what padding is counted in. */
  restart(phase = 0): void {
    this.startAt(0);
    this.phase = phase;
  }

  /** What records and views that are packed are read within: each packing has a budget. */
  get readings(): Readings {
    this.#readings ??= new Readings(
      () =>
        new PackError(
          'what is read in place holds more values than its memory is worth: copy it in parts, and pack these',
        ),
      true,
    );
    return this.#readings;
  }

  /** Starts the next packing at `position`, behind what stays in the buffer; padding is counted from there. */
  startAt(position: number): void {
    this.end = position;
    this.origin = position;
    this.phase = 0;
    this.waits = 0;
    this.#depth = 0;
    this.#readings = undefined;
  }

  /** How many values around and including the one being written: 1 for the outermost. */
  get depth(): number {
    return this.#depth;
  }

  /** A packer for what is packed as if into a buffer of its own, at the same depth (docs/format.md 7). */
  apart(): Packer {
    const packer = new Packer(this.table, 256);
    packer.#depth = this.#depth;
    packer.#readings = this.readings;
    return packer;
  }

  enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new PackError(`values nest deeper than ${MAX_DEPTH} levels; flatten them`);
    }
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** Position, in this buffer, of a value: where it was written before, or now at the end. */
  place(codec: VariableCodec, value: unknown): number {
    return codec.place(this, value);
  }

  writeText(value: string): void {
    writeText(this, value);
  }

  writeBytes(value: Uint8Array): void {
    writeBytes(this, value);
  }

  /** The same of a value that may be tagged. */
  placeContent(codec: VariableCodec, value: unknown): number {
    if (value instanceof Tagged) return codec.ofTag(value.codec).place(this, value.value);
    return this.placeBare(codec, value);
  }

  /** Position of the RTTI form of a value that may be tagged, not below `lowest`. */
  placeTaggedContent(codec: VariableCodec, value: unknown, lowest: number): number {
    if (value instanceof Tagged) return codec.ofTag(value.codec).placeTagged(this, value.value, lowest);
    return this.placeTagged(codec, codec.shareKey(value, this), value, lowest);
  }

  /** The same of a number. */
  placeNumber(codec: FixedCodec, value: unknown, lowest: number): number {
    return this.placeTagged(codec, undefined, contentOf(value), lowest);
  }

  /** Position of the bare form of a value. */
  placeBare(codec: VariableCodec, value: unknown): number {
    const key = codec.shareKey(value, this);
    const start = this.end;
    if (key !== undefined) {
      const { sharing } = this;
      let known = sharing.find(codec.bareKind, key);
      if (known < 0) {
        const plain = codec.plainKinds(value)?.bare;
        if (plain !== undefined) known = sharing.find(plain, key);
        // Under its own kind once it is met again, where it is found without a look at all that it holds. And known before
        // it is written, so that what it holds can point back to it (cycles).
        if (known >= 0) sharing.add(codec.bareKind, key, known);
        else sharing.add(plain ?? codec.bareKind, key, this.implicitOffset + start);
      }
      if (known >= 0) return known - this.implicitOffset;
    }
    this.enter();
    codec.write(this, value);
    this.leave();
    return start;
  }

  /** Appends the RTTI form of a number (docs/format.md 6): zero-padded to a multiple of 8 of its own size. */
  tagFixed(codec: FixedCodec, value: unknown): void {
    const length = codec.size === 8 ? 16 : 8;
    const start = this.zeros(length);
    this.bytes[start] = codec.code;
    codec.put(this.view, start + 1, value);
  }

  /** Appends the RTTI form of a variable value: code, 7 bytes of padding, the bare form. */
  tagVariable(codec: VariableCodec, value: unknown): void {
    if (codec.code === 0) throw new PackError(`${codec.name} has no type code, so it cannot stand in an any`);
    const start = this.zeros(8);
    this.bytes[start] = codec.code;
    if (codec.sharesBody) {
      const key = codec.shareKey(value, this);
      if (key !== undefined) this.sharing.add(codec.bareKind, key, this.implicitOffset + start + 8);
    }
    this.enter();
    codec.write(this, value);
    this.leave();
  }

  /**
   * Position of the RTTI form of a value whose sharing key is `key` (`undefined`: it is written each time). A place
   * below `lowest`, which the pointer to be written cannot span, does not do.
   */
  placeTagged(codec: Codec, key: unknown, value: unknown, lowest: number): number {
    const start = this.end;
    if (key !== undefined) {
      const { sharing } = this;
      const least = lowest + this.implicitOffset;
      let known = sharing.find(codec.taggedKind, key);
      if (known < 0 || known < least) {
        const plain = codec.plainKinds(value)?.tagged;
        known = plain === undefined ? -1 : sharing.find(plain, key);
        if (known < least) known = -1;
        if (known >= 0) sharing.add(codec.taggedKind, key, known);
        else sharing.add(plain ?? codec.taggedKind, key, this.implicitOffset + start);
      }
      if (known >= 0) return known - this.implicitOffset;
    }
    codec.writeTagged(this, value);
    return start;
  }
}
