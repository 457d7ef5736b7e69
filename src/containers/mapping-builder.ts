/** Writing typed mappings (FORMAT.md 11): mapper, extension sections, array, footer. */
import { padSink, type Sink, type Storage } from '../bytes/storage.js';
import { Writer } from '../bytes/writer.js';
import type { DiscardOptions } from '../index/discard.js';
import type { KeySpec } from '../index/key-spec.js';
import { MapperBuilder } from '../index/mapper-builder.js';
import { SectionKind, sectionHeader } from '../index/sections.js';
import type { StructCodec } from '../schema/struct-codec.js';
import { aboutBytes } from './about.js';
import { ArrayBuilder, type ArrayBuildOptions } from './array-builder.js';

export interface MappingBuildOptions extends ArrayBuildOptions, Pick<DiscardOptions, 'discardDuplicateKeys'> {
  /**
   * Whether to write extension sections: what the mapping is, so that it opens without a declaration, and a hash
   * table for faster look-ups. Python passes them by. Default true.
   */
  readonly sections?: boolean | undefined;
}

const SECTION_ALIGNMENT = 32;
/** The first record lies at a multiple of this and of no larger power of two (FORMAT.md 10). */
const LARGEST_UNIT = 8;

export class MappingBuilder {
  readonly #spec: KeySpec;
  readonly #array: ArrayBuilder;
  readonly #mapper: MapperBuilder;
  readonly #unit: number;
  readonly #sections: boolean;

  constructor(spec: KeySpec, codec: StructCodec, storage: Storage, options: MappingBuildOptions) {
    this.#spec = spec;
    this.#sections = options.sections ?? true;
    this.#unit = Math.min(LARGEST_UNIT, codec.schema.layout.alignment);
    this.#array = new ArrayBuilder(codec, storage, options);
    this.#mapper = new MapperBuilder(spec, storage, this.#sections, options);
  }

  /** Entries added. */
  get size(): number {
    return this.#mapper.size;
  }

  /** Bytes the records take so far. */
  get bytes(): number {
    return this.#array.bytes;
  }

  /** Adds an entry. Throws `PackError` with the entry's number for a key or value that does not fit. */
  add(key: unknown, value: unknown): void {
    const entry = this.#mapper.size;
    const offset = this.#array.add(value);
    this.#mapper.add(key, entry, offset / this.#unit);
  }

  /** Writes the mapping where the sink is, at its position 0; yields between chunks. */
  *finish(sink: Sink): Generator<void> {
    yield* this.#mapper.finish(sink);
    if (this.#sections) yield* this.#writeSections(sink);
    const array = sink.position;
    yield* this.#array.finish(sink);
    const footer = new Writer(8);
    footer.setLength(footer.take(8), array);
    sink.write(footer.bytes);
    this.discard();
  }

  *#writeSections(sink: Sink): Generator<void> {
    const about = aboutBytes(this.#spec);
    sink.write(sectionHeader(SectionKind.about, about.length));
    sink.write(about);
    padSink(sink, SECTION_ALIGNMENT);
    const table = this.#mapper.table(this.#unit);
    if (table === undefined) return;
    sink.write(sectionHeader(table.kind, table.length));
    yield* table.write(sink);
    padSink(sink, SECTION_ALIGNMENT);
  }

  discard(): void {
    this.#array.discard();
    this.#mapper.discard();
  }
}
