/** Dicts made at random, and values of all kinds, dicts among them, in the manifest's JSON encoding. */
import fc from 'fast-check';
import type { Hashable } from '../../src/values/compare/hashable.js';
import { bytesOf, floatOf, integerOf, isNode } from '../golden/decode.js';
import type { Json } from '../golden/manifest.js';
import * as make from './encoding.js';
import { ndarrays } from './ndarrays.js';
import { buffers, dates, instants, plainDecimals } from './specials.js';

/** Without 0 and 1, which Python takes for `False` and `True` where those are near (docs/format.md 4). */
const integerKeys = fc.oneof(make.integers(2n, 2n ** 63n - 1n), make.integers(-(2n ** 63n), -1n));
const floatKeys: fc.Arbitrary<Json> = fc
  .oneof(
    // Hashes of floats keep 48 bits of the fraction: neighbours hash alike.
    fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value + 0.375),
    fc.integer({ min: 2, max: 1_000_000 }),
    fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, 5e-324, -0.5),
  )
  .map(make.float);

const { key } = fc.letrec<{ key: Json }>((tie) => ({
  key: fc.oneof(
    { maxDepth: 2 },
    make.texts,
    make.byteStrings,
    integerKeys,
    floatKeys,
    fc.constant(null),
    fc.boolean(),
    fc.array(tie('key'), { maxLength: 4 }).map(($tuple) => ({ $tuple })),
  ),
}));

/** Keys of all kinds that have a stable hash but sets, which hash otherwise in each Python process (docs/format.md 8). */
export const keys: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: key, weight: 9 },
  // Not in tuples, which have no form for these and negative ones together.
  { arbitrary: make.integers(2n ** 63n, 2n ** 64n - 1n), weight: 1 },
);

/** The same for keys that are equal or hash alike: the order among those is open. */
export function hashClass(json: Json): string {
  if (json === null || typeof json === 'boolean' || json === 0 || json === 1) return 'one';
  if (Array.isArray(json)) return JSON.stringify(json.map(hashClass));
  if (isNode(json) && '$tuple' in json) return `tuple ${hashClass(json.$tuple!)}`;
  const number = isNode(json) ? (json.$int ?? json.$f) : json;
  const integral = typeof number === 'number' ? Number.isSafeInteger(number) : isNode(json) && '$int' in json;
  if (integral) return `integer ${BigInt.asUintN(64, BigInt(number as string))}`;
  return JSON.stringify(json);
}

/** A key as it is looked up: a tuple is an array. */
export function keyOf(json: Json): Hashable {
  if (Array.isArray(json)) return json.map(keyOf);
  if (!isNode(json)) return json as Hashable;
  if ('$f' in json) return floatOf(json.$f!);
  if ('$tuple' in json) return keyOf(json.$tuple!);
  if ('$set' in json) return new Set((json.$set as Json[]).map(keyOf));
  return '$int' in json ? integerOf(json) : bytesOf(json)!;
}

export function dictsOf(value: fc.Arbitrary<Json>, maxLength = 12): fc.Arbitrary<Json> {
  return fc
    .uniqueArray(fc.tuple(keys, value), { maxLength, selector: ([each]) => hashClass(each) })
    .map(($dict) => ({ $dict }));
}

const { value } = fc.letrec<{ value: Json; items: readonly Json[] }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    make.leaves,
    dates,
    instants,
    plainDecimals,
    buffers,
    ndarrays,
    make.frozensets,
    tie('items'),
    tie('items').map(($tuple) => ({ $tuple })),
    dictsOf(tie('value'), 5),
  ),
  items: make.lists(tie('value'), 8),
}));

/** Of all kinds that carry their type, one within the other; `None` not at the top, which no type stands for. */
export const mixed: fc.Arbitrary<Json> = value.filter((json) => json !== null);

/** With values of all kinds, or of one. */
export const dicts: fc.Arbitrary<Json> = fc.oneof(
  dictsOf(value),
  dictsOf(make.floats),
  dictsOf(make.integers(-(2n ** 31n), 2n ** 32n)),
  dictsOf(make.texts),
);
