/**
 * Mappings as most are: keys of text, bytes or integers in a table of buckets, and records of fields. What reads other files, and
 * all else that mappings can do, is code several times as large, which is loaded when a file or a call asks for it.
 */
import type { Source } from '../bytes/container-source.js';
import { readLength } from '../bytes/structural-integers.js';
import type { Window } from '../bytes/window.js';
import { readAbout } from '../containers/about-section.js';
import { readArrayHeader } from '../containers/array-header.js';
import { arrayPosition, findSections } from '../containers/part-positions.js';
import { RecordPlaces } from '../containers/record-places.js';
import { ArgumentError } from '../errors.js';
import type { Key } from '../mappers/id-mapper.js';
import { MAPPER_HEADER } from '../mappers/mapper-header.js';
import { BucketTable } from '../mappers/tables/bucket-table.js';
import { readBuckets } from '../mappers/tables/buckets.js';
import { DirectTable } from '../mappers/tables/direct-table.js';
import { IntegerKeys } from '../mappers/tables/integer-keys.js';
import type { Hashes, RecordTable } from '../mappers/tables/record-table.js';
import { type Section, SectionKind } from '../mappers/tables/sections.js';
import { TextKeys } from '../mappers/tables/text-keys.js';
import type { ProxyMaker } from '../schema/proxies/proxy-maker.js';
import { readOwnSchema } from '../schema/stored/own-schema.js';
import { PLAIN_CODECS } from '../schema/stored/plain-type-names.js';
import { type CodecOf, type StructParts, UndeclaredStructs } from '../schema/stored/undeclared-structs.js';
import { Struct, typeOf } from '../schema/struct-class.js';
import type { StructCodec } from '../schema/struct-codec.js';
import { StructSchema } from '../schema/struct-schema.js';
import type { CodecTable } from '../values/base/codec.js';
import type { KeyedRecords, PlacedRecords } from './keyed-records.js';

/** Kinds of fields beyond numbers, text and bytes. */
export interface FieldKinds {
  readonly codecOf: CodecOf;
  /** Codes of values that carry their type. */
  readonly table: CodecTable;
}

/** No struct has a code, and nothing that is read has one. */
const NO_CODES: CodecTable = {
  codecOf: () => undefined,
  codecFor: () => undefined,
  unknownCode: (code) => `type code ${code} is none of a plain record`,
  readAny: () => undefined,
};

/** What records are made of that are only read. */
const READING: StructParts = {
  Base: Struct,
  Schema: StructSchema,
  makeSetter:
    ({ name }) =>
    () => {
      throw new ArgumentError(`${name} cannot be assigned: records of files far away are only read`);
    },
};

class PlainRecords<V extends object> implements PlacedRecords<V> {
  readonly schema: StructSchema;
  readonly places: RecordPlaces;
  readonly #make: ProxyMaker;

  constructor(schema: StructSchema, places: RecordPlaces, make: ProxyMaker) {
    this.schema = schema;
    this.places = places;
    this.#make = make;
  }

  get length(): number {
    return this.places.length;
  }

  recordIn(window: Window, offset: number): V {
    return this.#make(window, offset) as object as V;
  }
}

export class PlainMapping<K extends Key, V extends object> implements KeyedRecords<K, V> {
  readonly kind = 'mapping';
  readonly size: number;
  readonly array: PlacedRecords<V>;
  readonly filterSection: Section | undefined;
  readonly #table: RecordTable;

  constructor(size: number, array: PlacedRecords<V>, table: RecordTable, filter: Section | undefined) {
    this.size = size;
    this.array = array;
    this.#table = table;
    this.filterSection = filter;
  }

  offsetOf(key: K): number {
    return this.#table.find(key);
  }

  offsetsOf(key: K): readonly number[] | undefined {
    return this.#table.findAll?.(key);
  }

  lacks(key: K, filter: Hashes): boolean {
    return this.#table.lacks?.(key, filter) === true;
  }

  likelyPlaces(key: K): readonly number[] {
    return this.#table.likelyPlaces?.(key) ?? [];
  }
}

/** A file that is no plain mapping, or one whose fields take `FieldKinds`, which were not given. */
export type NotPlain = 'other' | 'kinds';

/** The mapping of a source. Reads nothing but what `Mapping` reads, and takes nothing that it does not take. */
export function plainMapping<K extends Key, V extends object>(
  source: Source,
  kinds: FieldKinds | undefined,
): PlainMapping<K, V> | NotPlain {
  const { memory } = source;
  const start = arrayPosition(memory);
  const sections = findSections(source, start);
  const about = sections.get(SectionKind.about);
  if (about === undefined) return 'other';
  const header = memory.peek(0, MAPPER_HEADER, 'an id mapper');
  const [size, indexAt] = [readLength(header, 0), readLength(header, 8)];
  const table = tableOf(source, sections, start, size, indexAt);
  if (table === undefined) return 'other';
  const array = readArrayHeader(memory, start);
  const { bytes } = memory.peek(start + array.schemaOffset, array.schemaSize, 'an embedded schema');
  const stored = readOwnSchema(bytes);
  if (stored === undefined) return 'other';
  const known = stored.slots.every(({ type }) => type.kind === 'builtin' && PLAIN_CODECS.has(type.name));
  if (!known && kinds === undefined) return 'kinds';
  const codecOf: CodecOf = (name) => PLAIN_CODECS.get(name) ?? kinds!.codecOf(name);
  const made = new UndeclaredStructs(kinds?.table ?? NO_CODES, codecOf, READING).struct(stored, 'struct');
  const { make, schema } = typeOf(made).codec as StructCodec;
  const places = new RecordPlaces(memory, start, array, schema.layout.header);
  return new PlainMapping(
    size,
    new PlainRecords<V>(schema, places, make),
    table,
    sections.get(SectionKind.filter),
  );
}

/** The table of keys that are stored as they are; undefined for other keys, and where there is no such table. */
function tableOf(
  { memory }: Source,
  sections: ReadonlyMap<number, Section>,
  records: number,
  length: number,
  indexAt: number,
): RecordTable | undefined {
  const { key, width, approximate, type } = readAbout(memory, sections.get(SectionKind.about)!);
  if (approximate || type !== undefined || key === 'object' || indexAt < MAPPER_HEADER) return undefined;
  const text = key === 'string' || key === 'bytes';
  const buckets = sections.get(SectionKind.bucketTable);
  const direct = sections.get(SectionKind.directTable);
  if (buckets === undefined)
    return text || direct === undefined ? undefined : new DirectTable(memory, direct);
  const head = readBuckets(memory, buckets);
  const parts = {
    memory,
    start: 0,
    keyBytes: indexAt - MAPPER_HEADER,
    columns: 2,
    width: width === 32 ? 4 : 8,
    index: { length },
  } as const;
  const keys = text ? new TextKeys(parts, head.multipliers) : new IntegerKeys(parts, head.multipliers);
  return new BucketTable(memory, head, keys, records);
}
