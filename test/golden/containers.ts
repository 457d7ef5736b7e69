/** Golden typed arrays, id mappers and mappings: how the manifest lists them, and how they are declared here. */
import type { Key } from 'sharedbuffers';
import { ProxyBase } from '../../src/schema/proxies/proxy.js';
import { bytesOf, Decoder, isNode } from './decode.js';
import { canonical, encode } from './encode.js';
import { type GoldenCase, type GoldenSchema, type Json, type JsonNode, manifest } from './manifest.js';

export interface Lookups {
  /** `[key, value]`, or `[key, values]` in multi mappers. */
  readonly hits: readonly (readonly [Json, Json])[];
  /** `[key, what get gave, what "in" gave or raised]`. */
  readonly misses?: readonly (readonly [Json, Json, Json])[];
}

export interface ContainerCase extends GoldenCase {
  readonly kind: 'array' | 'idmapper' | 'mapping';
  readonly call: string;
  readonly class?: string;
  readonly id_mapper?: string;
  readonly schema?: GoldenSchema;
  readonly header?: Readonly<Record<string, number>>;
  readonly layout?: { readonly values_pos: number; readonly footer_pos: number };
  readonly rows?: readonly (readonly [number, Json])[];
  readonly index_head?: readonly Json[];
  readonly length?: number;
  readonly items?: readonly (readonly [Json, Json])[];
  readonly items_formula?: string;
  readonly n_items?: number;
  readonly len?: number;
  readonly iteritems?: readonly (readonly [Json, Json])[];
  readonly lookups?: Lookups;
  readonly note?: string;
}

export const containers: readonly ContainerCase[] = manifest.cases.filter(
  ({ kind }) => kind === 'array' || kind === 'idmapper' || kind === 'mapping',
) as readonly GoldenCase[] as readonly ContainerCase[];

export function named(cases: readonly ContainerCase[]): [string, ContainerCase][] {
  return cases.map((each) => [each.id, each]);
}

/** Integers within 2^53 as numbers, whatever type they were read by. */
function narrow(json: Json): Json {
  if (Array.isArray(json)) return json.map(narrow);
  if (!isNode(json)) return json;
  if ('$int' in json) {
    const value = Number(json.$int);
    return Number.isSafeInteger(value) ? value : json;
  }
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, narrow(value)]));
}

/** What was read, comparable with `expectedJson`. */
export function readJson(value: unknown): Json {
  return narrow(encode(value));
}

/** What Python read; it reads bool slots as numbers, so none of these schemas has any. */
export function expectedJson(json: Json): Json {
  if (isNode(json) && '$obj' in json) return narrow(canonical({ ...json, $obj: 'proxy' }));
  return narrow(canonical(json));
}

/** A key of the manifest, as it is looked up here. */
export function keyOf(json: Json): unknown {
  if (!isNode(json)) return json;
  if ('$int' in json) return BigInt(String(json.$int));
  if ('$f' in json) return Number(json.$f);
  if ('$s_repeat' in json) {
    const [text, times] = json.$s_repeat as [string, number];
    return text.repeat(times);
  }
  if ('$tuple' in json) return (json.$tuple as Json[]).map(keyOf);
  if ('$set' in json) return new Set((json.$set as Json[]).map(keyOf));
  const bytes = bytesOf(json);
  if (bytes === undefined) throw new Error(`no key yet for ${JSON.stringify(json)}`);
  return bytes;
}

/** Keys made before: Python shares short bytes by value, this library by identity. */
const objectKeys = new Map<string, Key>();

/** The same for packing: in string mappers always bytes, since one declaration takes one kind; else tagged where needed. */
export function packedKey(json: Json, name: string): Key {
  if (name === 'ObjectIdMapper') {
    const made = objectKeys.get(JSON.stringify(json)) ?? (new Decoder().untyped(json) as Key);
    objectKeys.set(JSON.stringify(json), made);
    return made;
  }
  const key = keyOf(json) as Key;
  return typeof key === 'string' ? new TextEncoder().encode(key) : key;
}

/** A key as iteration gives it. */
export function readKey(json: Json, name: string): Json {
  return readJson(name === 'ObjectIdMapper' ? keyAsRead(json) : packedKey(json, name));
}

/** Tuples come frozen. */
function keyAsRead(json: Json): unknown {
  if (!isNode(json)) return json;
  if ('$tuple' in json) return Object.freeze((json.$tuple as Json[]).map(keyAsRead));
  return keyOf(json);
}

const hex = (text: string): Json => ({ $b: Buffer.from(text, 'latin1').toString('hex') });

/** Keys of the formulas. */
function formulaKey(numeric: boolean, i: number): Json {
  if (numeric) return Number((BigInt(i) * 2654435761n) % 2n ** 31n);
  if (i % 8 === 0) return hex(`\xffbin${i}`);
  return i % 4 === 0 ? `\u00fcser\u20ac${i}` : `user:${i}`;
}

export function isNumeric(name: string): boolean {
  return name.startsWith('Numeric');
}

/** Whether a mapper of this class keeps its keys; the entries of others are sorted by value too. */
export function hasKeys(name: string): boolean {
  return /^(String|Object)/.test(name);
}

/** Entries of an id mapper that the manifest gives by a formula. */
function mapperFormula(name: string): [Json, Json][] {
  const key = (i: number): Json => formulaKey(isNumeric(name), i);
  return [
    ...Array.from({ length: 3000 }, (_, i): [Json, Json] => [key(i), i]),
    ...Array.from({ length: 100 }, (_, i): [Json, Json] => [key(i * 10), 100_000 + i]),
  ];
}

export function mapperItems({ class: name, items }: ContainerCase): readonly (readonly [Json, Json])[] {
  return items ?? mapperFormula(name!);
}

const record = (attrs: JsonNode): JsonNode => ({ $obj: 'proxy', attrs });
const value = (i: number): JsonNode => record({ id: i, name: `n${i}`, score: { $f: i / 4 } });

function tagged(i: number): { [name: string]: Json } {
  const tags = [...new Set([i % 7, i % 50, (i * 3) % 119])];
  return { id: i, name: `name-${i}`, score: { $f: i / 8 }, tags: { $set: tags }, age: i % 200 };
}

/** Rows of which fields are left out or None, here and there. */
function gappy(i: number): JsonNode {
  const row = tagged(i);
  if (i % 2 === 0) delete row.name;
  if (i % 3 === 0) row.score = null;
  if (i % 5 === 0) delete row.tags;
  if (i % 7 === 0) row.age = null;
  if (i % 11 === 0) row.id = { $int: (2n ** 64n - 1n - BigInt(i)).toString() };
  return record(row);
}

/** Entries of a mapping. */
export function mappingItems(each: ContainerCase): readonly (readonly [Json, Json])[] {
  const { id, items, id_mapper: name = '', n_items: length = 0 } = each;
  if (items !== undefined) return items;
  if (id === 'map_StringIdMapper_rows1000') {
    return Array.from({ length }, (_, i): [Json, Json] => [`user:${i}`, gappy(i)]);
  }
  const key = (i: number): Json => formulaKey(isNumeric(name), i);
  return [
    ...Array.from({ length: length - 50 }, (_, i): [Json, Json] => [key(i), value(i)]),
    ...Array.from({ length: 50 }, (_, i): [Json, Json] => [key(i * 10), value(50_000 + i)]),
  ];
}

const CITIES = ['Buenos Aires, Argentina', 'Montevideo, Uruguay', 'Sao Paulo, Brasil'];

/** All rows of an array, in order. */
export function arrayRows({ id, length = 0, rows = [], items_formula: formula }: ContainerCase): Json[] {
  if (formula === undefined) {
    if (rows.length !== length) throw new Error(`${id} lists ${rows.length} of its ${length} rows`);
    return rows.map(([, row]) => row);
  }
  return Array.from({ length }, (_, i): Json => {
    if (id !== 'array_100_idmap') return record(tagged(i));
    const city = CITIES[i % 3]!;
    return record({ city, n: i, l: ['x', city] });
  });
}

/** A sample record with the widest integers of any, by which `structFor` takes bigint fields where needed. */
export function widest(rows: readonly Json[]): JsonNode {
  const sample: { [name: string]: Json } = {};
  for (const row of rows) {
    for (const [name, item] of Object.entries((row as JsonNode).attrs as JsonNode)) {
      if (isNode(item) && '$int' in item) sample[name] = item;
    }
  }
  return sample;
}

/** Where entry rows of an id mapper lie, and what they hold, read without the library. */
export function entriesOf(
  bytes: Uint8Array,
  columns: 2 | 3,
  width: 4 | 8,
): { count: number; index: number; end: number; rows: bigint[][] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Number(view.getBigUint64(0, true));
  const index = Number(view.getBigUint64(8, true));
  const at = (row: number, column: number): bigint => {
    const place = index + (row * columns + column) * width;
    return width === 8 ? view.getBigUint64(place, true) : BigInt(view.getUint32(place, true));
  };
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from({ length: columns }, (_column, column) => at(row, column)),
  );
  return { count, index, end: index + count * columns * width, rows };
}

/** Entries with those of one hash in a fixed order, which is free in the format. */
export function byHash(rows: readonly bigint[][]): bigint[][] {
  return [...rows].sort((a, b) => {
    const column = a.findIndex((item, index) => item !== b[index]);
    return column < 0 ? 0 : a[column]! < b[column]! ? -1 : 1;
  });
}

export function isProxy(value: unknown): value is ProxyBase {
  return value instanceof ProxyBase;
}
