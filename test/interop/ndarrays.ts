/** numpy arrays made at random, in the manifest's JSON encoding. */
import fc from 'fast-check';
import type { Json } from '../golden/manifest.js';

/** Element types, and the bytes of an element. */
export const NUMBERED: readonly (readonly [string, number])[] = [
  ['<u8', 8],
  ['<i8', 8],
  ['<u4', 4],
  ['<i4', 4],
  ['<u2', 2],
  ['<i2', 2],
  ['|u1', 1],
  ['|i1', 1],
  ['<f8', 8],
  ['<f4', 4],
];

export const NAMED: readonly (readonly [string, number])[] = [
  ['>u8', 8],
  ['>i8', 8],
  ['>u4', 4],
  ['>i4', 4],
  ['>u2', 2],
  ['>i2', 2],
  ['>f8', 8],
  ['>f4', 4],
  ['<f2', 2],
  ['>f2', 2],
  ['<f16', 16],
  ['<c8', 8],
  ['<c16', 16],
  ['>c16', 16],
  ['|b1', 1],
  ['|S3', 3],
  ['|V5', 5],
];

type Described = readonly [dtype: Json, size: number];

const simple: fc.Arbitrary<Described> = fc.constantFrom(...NUMBERED, ...NAMED);

/** Records of records, up to three levels deep. */
const { described } = fc.letrec<{ described: Described; record: Described }>((tie) => ({
  described: fc.oneof({ maxDepth: 2 }, simple, tie('record')),
  record: fc
    .uniqueArray(fc.tuple(fc.constantFrom('x', 'y', 'ñ', '名前', 'constructor'), tie('described')), {
      minLength: 1,
      maxLength: 4,
      selector: ([name]) => name,
    })
    .map((fields) => [
      fields.map(([name, [dtype]]) => [name, dtype]),
      fields.reduce((sum, [, [, size]]) => sum + size, 0),
    ]),
}));

/** The library cannot pack an empty array of more than one dimension, so dimensions of many are not empty. */
const shapes: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.nat(12).map((length) => [length]),
  fc.constant([]),
  fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }),
);

function filled([dtype, size]: Described, shape: readonly number[]): fc.Arbitrary<Json> {
  const length = shape.reduce((product, each) => product * each, size);
  const boolean = JSON.stringify(dtype).includes('|b1');
  return fc
    .uint8Array({ minLength: length, maxLength: length, ...(boolean ? { max: 1 } : undefined) })
    .map((bytes) => ({ $nd: { dtype, shape, data: Buffer.from(bytes).toString('hex') } }));
}

/** Of one element type. */
export function ndarraysOf(type: Described): fc.Arbitrary<Json> {
  return shapes.chain((shape) => filled(type, shape));
}

/** Of all element types. */
export const ndarrays: fc.Arbitrary<Json> = described.chain(ndarraysOf);
/** Of element types with a number of their own, which a slot takes for lists too. */
export const numbered: fc.Arbitrary<Json> = fc.constantFrom(...NUMBERED).chain(ndarraysOf);
