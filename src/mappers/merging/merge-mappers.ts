/**
 * Merging id mappers into one (docs/format.md 11), front to back: their indexes are sorted, so the result's is written as
 * they are read, and key data is copied as it lies. Nothing is loaded, hashed or sorted again.
 */
import { padSink, type Sink } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { NOTHING } from '../../bytes/window.js';
import { SchemaError } from '../../errors.js';
import type { TrailerFacts } from '../../trailer/trailer-info.js';
import type { Sealable } from '../../trailer/write-trailer.js';
import { ApproxMapper } from '../approx-mapper.js';
import { type DiscardOptions, type DiscardRule, discardRule } from '../building/discard.js';
import { EntryWriter } from '../building/entry-writer.js';
import { mapperFacts } from '../building/mapper-facts.js';
import type { IdMapper, Key } from '../id-mapper.js';
import { hasKeyData, type KeySpec } from '../key-kind.js';
import { MAPPER_ALIGNMENT, MAPPER_HEADER } from '../mapper-header.js';
import { NumericMapper } from '../numeric-mapper.js';
import { ObjectMapper } from '../object-mapper.js';
import { StringMapper } from '../string-mapper.js';
import { MergeCursor, mergeCursors } from './merge-cursor.js';

const CHUNK_BYTES = 2 ** 20;
/** An index starts at a multiple of this. */
const INDEX_ALIGNMENT = 8;
/** Entries between pauses when they are only counted. */
const PAUSE_ENTRIES = 2 ** 14;

function mapperClass(spec: KeySpec): abstract new (...args: never) => IdMapper<Key> {
  if (spec.kind === 'object') return ObjectMapper;
  if (hasKeyData(spec)) return StringMapper;
  return spec.approximate ? ApproxMapper : NumericMapper;
}

/** Throws `SchemaError` unless a source holds keys of this kind. Hashes of different widths are different hashes. */
function checkSource(spec: KeySpec, source: IdMapper<Key>, number: number): void {
  const kind = mapperClass(spec);
  const hashed = kind !== NumericMapper;
  if (source instanceof kind && (!hashed || source.parts.width === spec.width)) return;
  throw new SchemaError(
    `mapper ${number} of those to merge does not have the ${spec.width * 8}-bit ` +
      `${spec.approximate ? 'approximate ' : ''}keys of type ${spec.type} that are declared`,
  );
}

/** Merges mappers of one kind; of entries with one key, those of earlier sources come first, or the smaller values. */
export class MapperMerger implements Sealable {
  readonly #spec: KeySpec;
  readonly #sources: readonly IdMapper<Key>[];
  readonly #discard: DiscardRule;
  #facts: TrailerFacts = { kind: 'idMapper', parts: {} };

  constructor(spec: KeySpec, sources: readonly IdMapper<Key>[], options: DiscardOptions = {}) {
    sources.forEach((source, number) => {
      checkSource(spec, source, number);
    });
    this.#spec = spec;
    this.#sources = sources;
    this.#discard = discardRule(spec, options);
  }

  /** Writes the mapper, at the sink's position 0; yields between batches. */
  *write(sink: Sink): Generator<void> {
    const keyed = hasKeyData(this.#spec);
    let keyBytes = 0;
    for (const { parts } of keyed ? this.#sources : []) keyBytes += parts.keyBytes;
    const past = (MAPPER_HEADER + keyBytes) % INDEX_ALIGNMENT;
    const header = new Writer(MAPPER_HEADER);
    header.take(MAPPER_HEADER);
    const kept = yield* this.#count();
    const indexOffset = MAPPER_HEADER + keyBytes + (past === 0 ? 0 : INDEX_ALIGNMENT - past);
    header.setLength(0, kept);
    header.setLength(8, indexOffset);
    sink.write(header.bytes);
    if (keyed) for (const source of this.#sources) yield* copyKeys(source, sink);
    padSink(sink, INDEX_ALIGNMENT);
    const entries = new EntryWriter(sink, keyed ? 3 : 2, this.#spec.width);
    const filter = this.#discard?.();
    for (const words of this.#merged()) {
      if (filter?.keeps(words, 0) === false) continue;
      if (entries.add(words, 0)) yield;
    }
    entries.flush();
    this.#facts = mapperFacts(this.#spec, kept, keyBytes, indexOffset, sink.position);
    padSink(sink, MAPPER_ALIGNMENT);
  }

  facts(): TrailerFacts {
    return this.#facts;
  }

  get schema(): Uint8Array {
    return NOTHING;
  }

  footer(): Uint8Array {
    return NOTHING;
  }

  /** Nothing is held but the sources, which are their owners' to close. */
  discard(): void {}

  #merged(): Generator<Uint32Array> {
    const keyed = hasKeyData(this.#spec);
    let shift = 0;
    const cursors = this.#sources.map((source) => {
      const cursor = new MergeCursor(source, shift);
      shift += source.parts.keyBytes;
      return cursor;
    });
    // String entries are sorted by hash alone; those of one hash keep their order.
    return mergeCursors(cursors, keyed ? 2 : 4);
  }

  /** Number of entries that the result has, which stands in front of them. */
  *#count(): Generator<void, number> {
    const filter = this.#discard?.();
    if (filter === undefined) return this.#sources.reduce((sum, { size }) => sum + size, 0);
    let [count, seen] = [0, 0];
    for (const words of this.#merged()) {
      if (filter.keeps(words, 0)) count += 1;
      seen += 1;
      if (seen % PAUSE_ENTRIES === 0) yield;
    }
    return count;
  }
}

function* copyKeys({ parts }: IdMapper<Key>, sink: Sink): Generator<void> {
  const { memory, start, keyBytes } = parts;
  const end = start + MAPPER_HEADER + keyBytes;
  for (let position = start + MAPPER_HEADER; position < end; ) {
    const window = memory.windowAt(position);
    const offset = position - window.base;
    const length = Math.min(CHUNK_BYTES, end - position);
    window.need(offset, length);
    sink.write(window.bytes.subarray(offset, offset + length));
    position += length;
    yield;
  }
}
