/** Values in the manifest's JSON encoding: made at random, brought to one form, written and read by this library. */
import fc from 'fast-check';
import { Memory } from '../../src/bytes/memory.js';
import { packInto } from '../../src/schema/pack.js';
import { any } from '../../src/values/any/any.js';
import type { VariableCodec } from '../../src/values/base/codec.js';
import { Decoding } from '../../src/values/base/decoding.js';
import { Decoder, isNode } from '../golden/decode.js';
import { canonical, encode } from '../golden/encode.js';
import type { Json } from '../golden/manifest.js';
import { registry, typeNamed } from '../golden/schemas.js';
import { canonicalDatetime } from '../golden/times.js';
import { codecOf } from '../golden/types.js';

export function integer(value: bigint): Json {
  return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : { $int: value.toString() };
}

export function float(value: number): Json {
  if (Number.isNaN(value)) return { $f: 'nan' };
  if (Object.is(value, -0)) return { $f: '-0.0' };
  return { $f: Number.isFinite(value) ? value : value > 0 ? 'inf' : '-inf' };
}

/** Integers around the limits of every width, within [min, max]. */
export function integers(min: bigint, max: bigint): fc.Arbitrary<Json> {
  const limits = [0n, 7n, 8n, 15n, 16n, 31n, 32n, 53n, 63n, 64n]
    .flatMap((bits) => [2n ** bits, -(2n ** bits)])
    .flatMap((limit) => [limit - 1n, limit, limit + 1n])
    .filter((limit) => limit >= min && limit <= max);
  return fc.oneof(fc.bigInt(min, max), fc.constantFrom(...limits)).map(integer);
}

export const floats: fc.Arbitrary<Json> = fc.double().map(float);
export const texts: fc.Arbitrary<string> = fc.string({ unit: 'binary', maxLength: 24 });
/** No byte string here is UTF-8, which a text could hash like, in an order that the format leaves open. */
export const byteStrings: fc.Arbitrary<Json> = fc
  .uint8Array({ maxLength: 24 })
  .map((bytes) => ({ $b: `ff${Buffer.from(bytes).toString('hex')}` }));

/** Without 0 and 1: where those meet `False` and `True`, Python takes one for the other (docs/format.md 4). */
const countable = fc.oneof(integers(2n, 2n ** 64n - 1n), integers(-(2n ** 63n), -1n));
export const leaves: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  countable,
  floats,
  texts,
  byteStrings,
);

/** But for integers that have no form together (docs/format.md 4). */
export function lists(of: fc.Arbitrary<Json>, maxLength = 12): fc.Arbitrary<readonly Json[]> {
  return fc.array(of, { maxLength }).filter(hasForm);
}

function hasForm(items: readonly Json[]): boolean {
  const integers = items.map((item) => (isNode(item) && '$int' in item ? BigInt(String(item.$int)) : item));
  const numbers = integers.every((item) => typeof item === 'number' || typeof item === 'bigint');
  return !numbers || !integers.some((item) => item! < 0) || !integers.some((item) => item! >= 2n ** 63n);
}

const key = (json: Json): string => JSON.stringify(json);

function sets(of: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.uniqueArray(of, { maxLength: 12, selector: key }).map(($set) => ({ $set }));
}

/** What no other member equals or hashes like: the order among those is open. `None`, `False`, 0 and 1 hash alike. */
const members = fc.oneof(
  integers(2n, 2n ** 62n),
  // Hashes of floats keep 48 bits of the fraction: neighbours hash alike.
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => float(value + 0.375)),
  texts,
  byteStrings,
  fc.array(fc.oneof(texts, fc.constant(null)), { maxLength: 3 }).map(($tuple) => ({ $tuple })),
);

const numbers: fc.Arbitrary<readonly Json[]> = fc.oneof(
  ...[1n, 8n, 15n, 16n, 32n, 63n].map((bits) => lists(integers(0n, 2n ** bits - 1n))),
  ...[7n, 15n, 31n, 63n].map((bits) => lists(integers(-(2n ** bits), 2n ** bits - 1n))),
  lists(integers(0n, 2n ** 64n - 1n)),
  lists(floats),
);

/** Sets of all shapes that docs/format.md 5 tells apart. */
export const SETS: readonly fc.Arbitrary<Json>[] = [
  ...[55n, 119n, 300n, 2n ** 40n].map((max) => sets(integers(0n, max))),
  sets(integers(-(2n ** 63n), 2n ** 63n - 1n)),
  sets(fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((value) => float(value + 0))),
  sets(texts),
  sets(members),
];
export const frozensets: fc.Arbitrary<Json> = fc.oneof(...SETS);

const { value } = fc.letrec<{ value: Json; items: readonly Json[] }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    tie('items'),
    tie('items').map(($tuple) => ({ $tuple })),
    frozensets,
  ),
  items: fc.oneof(numbers, lists(tie('value'))),
}));

/** Values that carry their type: anything but `None` at the top, which no type stands for. */
export const values: fc.Arbitrary<Json> = value.filter((json) => json !== null);
export const sequences: fc.Arbitrary<readonly Json[]> = fc.oneof(numbers, lists(value));
export const tuples: fc.Arbitrary<Json> = sequences.map(($tuple) => ({ $tuple }));

/** One form for one value: sets and dicts in an order, repetitions written out. Integers and floats stay apart. */
export function normal(json: Json): Json {
  if (Array.isArray(json)) return json.map(normal);
  if (!isNode(json)) return json;
  if ('$set' in json) return { $set: inOrder((json.$set as Json[]).map(normal)) };
  if ('$dict' in json) return { $dict: inOrder((json.$dict as Json[]).map(normal)) };
  if ('$buf' in json) return { $b: json.$buf! };
  if ('$datetime' in json) return canonicalDatetime(String(json.$datetime));
  if ('$s_repeat' in json) {
    const [text, times] = json.$s_repeat as [string, number];
    return text.repeat(times);
  }
  if ('$b_repeat' in json) {
    const [hex, times] = json.$b_repeat as [string, number];
    return { $b: hex.repeat(times) };
  }
  if ('$obj' in json) return { $obj: 'proxy', attrs: record(json.attrs as Readonly<Record<string, Json>>) };
  return record(json as Readonly<Record<string, Json>>);
}

/** What reading a value with this library gives, in one form: integral floats are integers there. */
export function readForm(json: Json): Json {
  return normal(canonical(normal(json)));
}

export function inOrder(items: readonly Json[]): Json[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function record(fields: Readonly<Record<string, Json>>): Json {
  return Object.fromEntries(Object.entries(fields).map(([name, item]) => [name, normal(item)]));
}

/**
 * Whether equal values in a value are shared alike by both libraries (docs/format.md 9). They differ in long text (by value
 * here, by identity in Python), byte strings (the other way round when short) and empty sets (one object in Python).
 */
export function sharesAlike(json: Json): boolean {
  const seen = new Set<string>();
  let alike = true;
  const visit = (item: Json): void => {
    const shared =
      typeof item === 'string' ? item.length >= 16 : isNode(item) && ('$b' in item || isEmptySet(item));
    if (shared) {
      alike &&= !seen.has(key(item));
      seen.add(key(item));
    } else if (Array.isArray(item)) item.forEach(visit);
    else if (isNode(item)) Object.values(item).forEach(visit);
  };
  visit(json);
  return alike;
}

function isEmptySet(json: Json): boolean {
  return isNode(json) && '$set' in json && (json.$set as Json[]).length === 0;
}

/** The bytes of a value, in hexadecimal; with `rtti`, with its type in front. */
export function packed(type: string, json: Json, rtti = false, offset = 0): string {
  const tagged = new Decoder().bare(type, json);
  const target = new Uint8Array(2 ** 20);
  const end = rtti
    ? packInto(registry, any, tagged, target, offset)
    : packInto(registry, tagged.codec as VariableCodec, tagged.value, target, offset);
  return Buffer.from(target.subarray(offset, end)).toString('hex');
}

/** What this library reads from bytes in hexadecimal. */
export function viewed(type: string, hex: string): unknown {
  const window = Memory.over(Uint8Array.from(Buffer.from(hex, 'hex'))).windowAt(0);
  return codecOf(typeNamed(type)!).read(window, 0, new Decoding(registry));
}

/** What was read, in one form. */
export function encoded(value: unknown): Json {
  return normal(encode(value));
}

export function unpacked(type: string, hex: string): Json {
  return encoded(viewed(type, hex));
}
