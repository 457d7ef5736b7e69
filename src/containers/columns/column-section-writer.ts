/** Writing stored columns while records are written, one by one, from the bytes that these have become. */

import { padSink, type Sink, type Storage } from '../../bytes/build-storage.js';
import { Memory } from '../../bytes/memory.js';
import { ArgumentError, IntegerRangeError, PackError } from '../../errors.js';
import { Batch } from '../../mappers/tables/section-writer.js';
import { SectionKind, sectionHeader } from '../../mappers/tables/sections.js';
import type { StructCodec } from '../../schema/struct-codec.js';
import type { Field } from '../../schema/struct-schema.js';
import { describe, type FixedCodec } from '../../values/base/codec.js';
import { alignPart, directoryHead, PART_ALIGNMENT } from '../section-directory.js';
import { type ColumnKind, columnKind } from './column-kinds.js';
import type { ColumnDirectory } from './column-section-reader.js';

interface Target {
  readonly name: string;
  /** Of the records' layout. */
  readonly slot: number;
  readonly codec: FixedCodec;
  readonly kind: ColumnKind;
  readonly batch: Batch;
}

/** What a field can be stored as a column of; `undefined` for one that is no number or not always there. */
function storable({ type }: Field): ColumnKind | undefined {
  return type.optional || type.nullable ? undefined : columnKind(type.codec);
}

export class ColumnBuilder {
  readonly #codec: StructCodec;
  readonly #targets: readonly Target[];
  #memory = Memory.over(new Uint8Array(0));
  #buffer: ArrayBufferLike | undefined;
  #rows = 0;

  /** Throws `ArgumentError` for a name of what can be no column. */
  constructor(codec: StructCodec, names: readonly string[], storage: Storage) {
    this.#codec = codec;
    const { fields, layout } = codec.schema;
    if (!Array.isArray(names)) {
      throw new ArgumentError(`columns are a list of names of fields, not ${describe(names)}`);
    }
    this.#targets = names.map((name, index): Target => {
      const field = fields.find((candidate) => candidate.name === name);
      const kind = field && storable(field);
      if (field === undefined || kind === undefined || names.indexOf(name) !== index) {
        const possible = fields.filter(storable).map((candidate) => candidate.name);
        throw new ArgumentError(
          `${describe(name)} cannot be a column${index === names.indexOf(name) ? '' : ' twice'}: columns are number ` +
            `fields that are neither optional nor nullable, here ${possible.join(', ') || 'none'}`,
        );
      }
      const slot = layout.indexOf(name);
      return { name, slot, codec: field.type.codec as FixedCodec, kind, batch: new Batch(storage) };
    });
    directoryHead(this.#directory(), 'columns');
  }

  /** Adds the record at `offset` of the bytes. Throws `PackError` for an integer that no float64 holds. */
  add(bytes: Uint8Array, offset: number): void {
    // One buffer takes record after record; a memory for each would cost more than the rest.
    if (bytes.buffer !== this.#buffer) {
      this.#buffer = bytes.buffer;
      this.#memory = Memory.over(bytes.buffer);
    }
    const position = bytes.byteOffset + offset;
    const window = this.#memory.windowAt(position);
    const { layout } = this.#codec.schema;
    for (const { name, slot, codec, kind, batch } of this.#targets) {
      const place = layout.locate(window, position - window.base, slot);
      if (place < 0) throw new PackError('is missing in the bytes of the record', name).within(this.#rows);
      const at = batch.take(kind.element.size);
      try {
        kind.element.put(batch.writer.view, at, codec.get(window.view, place));
      } catch (error) {
        if (!(error instanceof IntegerRangeError)) throw error;
        throw new PackError(error.message, name).within(this.#rows);
      }
    }
    this.#rows += 1;
  }

  /** Writes the section; yields between chunks. */
  *write(sink: Sink): Generator<void> {
    const head = directoryHead(this.#directory(), 'columns');
    for (const { batch } of this.#targets) batch.flush();
    // Where the payload starts, behind a header of the section whose length does not depend on what it says.
    const start = sink.position + sectionHeader(SectionKind.columns, 0).length;
    const first = alignPart(start + head.length);
    sink.write(sectionHeader(SectionKind.columns, first + this.#bytes() - start));
    sink.write(head);
    for (const { batch } of this.#targets) {
      padSink(sink, PART_ALIGNMENT);
      for (const chunk of batch.spool.chunks()) {
        sink.write(chunk);
        yield;
      }
    }
    padSink(sink, PART_ALIGNMENT);
  }

  discard(): void {
    for (const { batch } of this.#targets) batch.spool.discard();
  }

  /** Bytes of all columns, each padded. */
  #bytes(): number {
    return this.#targets.reduce((sum, { kind }) => sum + alignPart(this.#rows * kind.element.size), 0);
  }

  #directory(): ColumnDirectory {
    let at = 0;
    const columns = this.#targets.map(({ name, kind }) => {
      const entry = { name, type: kind.type, at };
      at += alignPart(this.#rows * kind.element.size);
      return entry;
    });
    return { rows: this.#rows, columns };
  }
}
