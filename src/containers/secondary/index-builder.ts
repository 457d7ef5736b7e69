/**
 * Building one index: (key, record) pairs are sorted, so that a key's records stand together; those of several go into
 * lists, and each key once, with its code, into a mapper.
 *
 * ```
 * add -> pairs by key, then record --> lists; codes --> keys as they were added --> mapper, table
 * ```
 * Texts are known by 128 bits: their hash in mappers, by which they are sorted anyway, and two more hashes with multipliers that
 * nobody knew when the keys were chosen.
 */
import { type EntrySorter, padSink, type Sink, type Storage } from '../../bytes/build-storage.js';
import { ChunkReader } from '../../bytes/chunk-reader.js';
import { PackError } from '../../errors.js';
import { keyHasher } from '../../hash/key-hasher.js';
import { hashBytes, type Multipliers } from '../../hash/table-hash.js';
import type { IndexKind } from '../../mappers/building/index-option.js';
import { MapperBuilder } from '../../mappers/building/mapper-builder.js';
import { takeKey } from '../../mappers/building/take-key.js';
import { splitHigh, splitKey, splitLow } from '../../mappers/integer-key.js';
import { hasTextKeys, type KeySpec, keySpec } from '../../mappers/key-kind.js';
import { Batch } from '../../mappers/tables/section-writer.js';
import { sectionHeader } from '../../mappers/tables/sections.js';
import { t } from '../../schema/t.js';
import type { IndexPlan } from './index-plan.js';
import { ListWriter } from './list-writer.js';
import { specByKey } from './row-keys.js';

const TWO_32 = 2 ** 32;
const WORD = 4;
/** Words of a pair that its key is: of an integer; of a text, hash and two more. */
const INTEGER_WORDS = 2;
const TEXT_WORDS = 4;
/** Bytes that are passed over at once. */
const SKIP = 2 ** 16;
const BATCH_BYTES = 2 ** 16;
const ALIGNMENT = 32;

/** What was built. */
export interface IndexCounts {
  readonly spec: KeySpec;
  readonly entries: number;
}

export class IndexBuilder {
  readonly #storage: Storage;
  readonly #index: IndexKind;
  readonly #ordered: boolean;
  #spec: KeySpec | undefined;
  /** Words of a pair: key, record; of texts also where the key is (2). */
  #pairs: EntrySorter | undefined;
  #pair = new Uint32Array(0);
  #keyWords = 0;
  /** Texts, each behind its length as u32. */
  #texts: Batch | undefined;
  #textBytes = 0;
  readonly #secret: readonly [Multipliers, Multipliers];

  constructor(storage: Storage, index: IndexKind, { spec, ordered }: Pick<IndexPlan, 'spec' | 'ordered'>) {
    this.#ordered = ordered;
    this.#storage = storage;
    this.#index = index;
    this.#spec = spec;
    const [a, b, c, d] = crypto.getRandomValues(new Int32Array(4)) as unknown as [
      number,
      number,
      number,
      number,
    ];
    this.#secret = [
      { first: a | 1, second: b | 1 },
      { first: c | 1, second: d | 1 },
    ];
  }

  /** Adds a key of a record. Throws `PackError` for a key of another type than the others. */
  add(key: unknown, record: number): void {
    this.#spec ??= specByKey(key);
    this.#spec.check(key);
    if (record >= TWO_32) throw new PackError('an index leads to 2^32 records at most');
    const pairs = this.#pairs ?? this.#start(this.#spec);
    const pair = this.#pair;
    if (this.#texts === undefined) {
      // The check of a form has split it.
      if (this.#spec.form === undefined) splitKey(key);
      pair[0] = splitHigh;
      pair[1] = splitLow;
    } else {
      this.#addText(key, this.#texts);
    }
    pair[this.#keyWords] = record;
    pairs.push(pair);
  }

  #start(spec: KeySpec): EntrySorter {
    const text = hasTextKeys(spec);
    this.#keyWords = text ? TEXT_WORDS : INTEGER_WORDS;
    this.#texts = text ? new Batch(this.#storage) : undefined;
    const words = this.#keyWords + (text ? 3 : 1);
    this.#pair = new Uint32Array(words);
    this.#pairs = this.#storage.sorter(words, this.#keyWords + 1);
    return this.#pairs;
  }

  #addText(key: unknown, texts: Batch): void {
    takeKey(key);
    const { bytes, length, view } = keyHasher;
    const pair = this.#pair;
    keyHasher.hash64();
    pair[0] = keyHasher.high;
    pair[1] = keyHasher.low;
    const seen = view ?? new DataView(bytes.buffer, bytes.byteOffset, length);
    pair[2] = hashBytes(seen, length, this.#secret[0]);
    pair[3] = hashBytes(seen, length, this.#secret[1]);
    pair[5] = this.#textBytes / TWO_32;
    pair[6] = this.#textBytes;
    texts.writer.view.setUint32(texts.take(WORD), length, true);
    if (length > BATCH_BYTES) {
      texts.flush();
      texts.spool.append(bytes, 0, length);
    } else {
      texts.writer.bytes.set(bytes.subarray(0, length), texts.take(length));
    }
    this.#textBytes += WORD + length;
  }

  /** Writes the index at a multiple of 64 of the sink; yields between batches. */
  *write(sink: Sink): Generator<void, IndexCounts> {
    const spec = this.#spec ?? keySpec({ key: t.string });
    const text = hasTextKeys(spec);
    const keys = keySpec({ key: text ? t.bytes : t.biguint64 });
    const mapper = new MapperBuilder(keys, this.#storage, this.#index, { ordered: this.#ordered });
    const lists = new ListWriter(this.#storage);
    const codes = this.#texts && this.#storage.sorter(4, 2);
    try {
      yield* this.#group(mapper, lists, codes);
      if (codes !== undefined) yield* this.#addTexts(mapper, codes);
      yield* mapper.write(sink);
      // Tables count in codes.
      const sections = [mapper.table(1), mapper.order()];
      for (const section of sections) {
        if (section === undefined) continue;
        sink.write(sectionHeader(section.kind, section.length, section.version));
        yield* section.write(sink);
        padSink(sink, ALIGNMENT);
      }
      yield* lists.write(sink);
      return { spec, entries: lists.entries };
    } finally {
      mapper.discard();
      lists.discard();
      codes?.discard();
      this.discard();
    }
  }

  /** Goes through the pairs: integers are added to the mapper, of texts the codes noted. */
  *#group(mapper: MapperBuilder, lists: ListWriter, codes: EntrySorter | undefined): Generator<void> {
    const words = this.#pair.length;
    const keyWords = this.#keyWords;
    const last = new Uint32Array(words);
    const code = new Uint32Array(4);
    const end = () => {
      const value = lists.end();
      if (value === 0) return;
      if (codes === undefined) {
        const [high, low] = last as unknown as [number, number];
        mapper.add((BigInt(high) << 32n) | BigInt(low), value, value);
        return;
      }
      code[0] = last[5]!;
      code[1] = last[6]!;
      code[2] = value / TWO_32;
      code[3] = value;
      codes.push(code);
    };
    let seen = 0;
    for (const pairs of this.#pairs?.sorted() ?? []) {
      for (let at = 0; at < pairs.length; at += words) {
        let same = true;
        for (let word = 0; word < keyWords && same; word += 1) same = pairs[at + word] === last[word];
        if (!same || lists.entries === 0) {
          end();
          for (let word = 0; word < words; word += 1) last[word] = pairs[at + word]!;
        }
        lists.add(pairs[at + keyWords]!);
      }
      seen += pairs.length;
      if (seen < SKIP) continue;
      seen = 0;
      yield;
    }
    end();
    this.#pairs?.discard();
  }

  /** Adds each text that has a code to the mapper, in the order in which they were added here. */
  *#addTexts(mapper: MapperBuilder, codes: EntrySorter): Generator<void> {
    const texts = this.#texts!;
    texts.flush();
    const reader = new ChunkReader(texts.spool.chunks());
    let position = 0;
    let seen = 0;
    for (const batch of codes.sorted()) {
      for (let at = 0; at < batch.length; at += 4) {
        const place = batch[at]! * TWO_32 + batch[at + 1]!;
        while (position < place) position += reader.take(Math.min(SKIP, place - position)).length;
        const length = new DataView(reader.take(WORD).slice().buffer).getUint32(0, true);
        const code = batch[at + 2]! * TWO_32 + batch[at + 3]!;
        mapper.add(reader.take(length), code, code);
        position += WORD + length;
      }
      seen += batch.length;
      if (seen < SKIP) continue;
      seen = 0;
      yield;
    }
  }

  discard(): void {
    this.#pairs?.discard();
    this.#texts?.spool.discard();
  }
}
