/** Writing the section of secondary indexes; stored-indexes.ts has the layout. */
import { padSink, type Sink, type Spool, type Storage } from '../../bytes/build-storage.js';
import { Memory } from '../../bytes/memory.js';
import { ArgumentError, PackError } from '../../errors.js';
import type { IndexKind } from '../../mappers/building/index-option.js';
import { SectionKind, sectionHeader } from '../../mappers/tables/sections.js';
import type { StructCodec } from '../../schema/struct-codec.js';
import type { PlacedChunk } from '../building/placed-chunk.js';
import type { PackedChunk, PackedEntries } from '../building/relocatable-chunk.js';
import { alignPart, directoryHead, PART_ALIGNMENT } from '../section-directory.js';
import { IndexBuilder } from './index-builder.js';
import { type IndexPlan, planIndexes } from './index-plan.js';
import type { IndexOption } from './index-types.js';
import { chunkKeys, eachKey, givenKeys } from './row-keys.js';
import type { IndexDirectory, IndexEntry } from './stored-indexes.js';

const ALIGNMENT = 32;

class SpoolSink implements Sink {
  readonly #spool: Spool;

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  get position(): number {
    return this.#spool.length;
  }

  write(bytes: Uint8Array): void {
    this.#spool.append(bytes);
  }
}

/** What a build says of them. */
interface IndexOptions {
  readonly indexes?: readonly IndexOption[] | undefined;
  readonly sections?: boolean | undefined;
  readonly index?: IndexKind | undefined;
}

/** What builds the indexes that are asked for, if any. Throws `ArgumentError` for those that cannot be. */
export function secondaryBuilder(
  codec: StructCodec,
  storage: Storage,
  { indexes, sections, index = 'table' }: IndexOptions,
): SecondaryBuilder | undefined {
  if (indexes === undefined || indexes.length === 0) return undefined;
  if (sections !== false) return new SecondaryBuilder(codec, planIndexes(codec, indexes), storage, index);
  throw new ArgumentError('indexes are stored in a section: leave out sections: false, or indexes');
}

export class SecondaryBuilder {
  readonly #codec: StructCodec;
  readonly #storage: Storage;
  readonly #indexes: readonly { readonly plan: IndexPlan; readonly builder: IndexBuilder }[];

  constructor(codec: StructCodec, plans: readonly IndexPlan[], storage: Storage, index: IndexKind) {
    this.#codec = codec;
    this.#storage = storage;
    this.#indexes = plans.map((plan) => ({ plan, builder: new IndexBuilder(storage, index, plan) }));
    // Names that take too much are told before hours of work.
    directoryHead({ indexes: plans.map(({ name, field }) => ({ name, field })) }, 'indexes');
  }

  /** Adds the keys of row number `row`, of which `record` was made. Throws `PackError` that names row and index. */
  add(value: unknown, record: number, row: number): void {
    for (const { plan, builder } of this.#indexes) {
      this.#take(plan, builder, () => givenKeys(plan, value), record, row);
    }
  }

  /** The same for the records of a chunk, of rows from `row` on: fields are read from their bytes. */
  addChunk(
    { offsets, bytes, indexKeys }: PackedChunk & Pick<Partial<PackedEntries<unknown>>, 'indexKeys'>,
    placed: PlacedChunk,
    row: number,
  ): void {
    const memory = Memory.over(bytes);
    for (const { plan, builder } of this.#indexes) {
      const keys = plan.field === undefined ? chunkKeys(plan, indexKeys, offsets.length) : undefined;
      for (let at = 0; at < offsets.length; at += 1) {
        const given = () =>
          keys?.[at] ?? givenKeys(plan, this.#codec.make(memory.windowAt(offsets[at]!), offsets[at]!));
        this.#take(plan, builder, given, placed.item(at), row + at);
      }
    }
  }

  #take(plan: IndexPlan, builder: IndexBuilder, given: () => unknown, record: number, row: number): void {
    try {
      eachKey(plan.several, given(), (key) => builder.add(key, record));
    } catch (error) {
      throw error instanceof PackError ? error.within(`index ${plan.name}`).within(row) : error;
    }
  }

  /** Writes the section; yields between chunks. */
  *write(sink: Sink): Generator<void> {
    const spool = this.#storage.spool();
    try {
      const directory: IndexDirectory = { indexes: yield* this.#entries(new SpoolSink(spool)) };
      const head = directoryHead(directory, 'indexes');
      const start = sink.position + sectionHeader(SectionKind.secondary, 0).length;
      const first = alignPart(start + head.length);
      sink.write(sectionHeader(SectionKind.secondary, first + spool.length - start));
      sink.write(head);
      padSink(sink, PART_ALIGNMENT);
      for (const chunk of spool.chunks()) {
        sink.write(chunk);
        yield;
      }
      padSink(sink, ALIGNMENT);
    } finally {
      spool.discard();
    }
  }

  *#entries(sink: Sink): Generator<void, IndexEntry[]> {
    const written: IndexEntry[] = [];
    for (const { plan, builder } of this.#indexes) {
      const at = sink.position;
      const { spec, entries } = yield* builder.write(sink);
      const { name, field } = plan;
      written.push({
        name,
        field,
        key: spec.kind as IndexEntry['key'],
        type: spec.form?.name,
        entries,
        at,
        bytes: sink.position - at,
      });
      padSink(sink, PART_ALIGNMENT);
    }
    return written;
  }

  discard(): void {
    for (const { builder } of this.#indexes) builder.discard();
  }
}
