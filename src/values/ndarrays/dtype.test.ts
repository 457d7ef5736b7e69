import { describe, expect, test } from 'vitest';
import { type Dtype, dtypeOfData, dtypeOfId, idOfDtype, type NdDtype, parseDtype } from './dtype.js';

function parsed(spec: unknown): Dtype {
  const dtype = parseDtype(spec);
  if (typeof dtype === 'string') throw new Error(dtype);
  return dtype;
}

/** What numpy says of each: `np.dtype(text).str` and `.itemsize`. */
test.each([
  ['<f8', '<f8', 8],
  ['f8', '<f8', 8],
  ['>f8', '>f8', 8],
  ['<u1', '|u1', 1],
  ['>u1', '|u1', 1],
  ['|b1', '|b1', 1],
  ['<f2', '<f2', 2],
  ['<f16', '<f16', 16],
  ['<c8', '<c8', 8],
  ['<c32', '<c32', 32],
  ['<U3', '<U3', 12],
  ['>U1', '>U1', 4],
  ['<S3', '|S3', 3],
  ['|V300', '|V300', 300],
])('%s is %s, of %i bytes', (text, spec, itemSize) => {
  expect(parsed(text)).toMatchObject({ spec, itemSize });
});

test.each([
  '',
  'x4',
  '<f3',
  '<i16',
  '|b2',
  '<M8[us]',
  '<m8[s]',
  '|O',
  '|O8',
  '<f',
  '=i4',
  '<U0',
  '|S0',
  '|V0',
  '|V9999999999',
  '<f8,<f8',
  ' <f8',
  5,
  null,
  true,
  [],
  [['a']],
  [['a', '<i4', [2]]],
  [[1, '<i4']],
  [['a', 'x']],
  ['a', '<i4'],
  [
    ['a', '<i4'],
    ['a', '<i4'],
  ],
])('%j is refused', (spec) => {
  expect(typeof parseDtype(spec)).toBe('string');
});

describe('fields', () => {
  const spec: NdDtype = [
    ['a', '|u1'],
    ['', '|V3'],
    ['__proto__', '<i4'],
    ['inner', [['x', '>u2']]],
  ];

  test('lie one after another; those without a name are padding', () => {
    const dtype = parsed(spec);
    expect(dtype).toMatchObject({ spec, itemSize: 10, fields: 5, data: undefined });
    const view = new DataView(Uint8Array.of(9, 7, 1, 255, 255, 255, 255, 255, 1, 2).buffer);
    const record = dtype.read(view, 0) as object;
    expect(Object.entries(record)).toEqual([
      ['a', 9],
      ['__proto__', -1],
      ['inner', { x: 0x102 }],
    ]);
  });

  test('that contain themselves, or multiply, are refused', () => {
    const cycle: unknown[] = [];
    cycle.push(['a', cycle]);
    expect(parseDtype(cycle)).toMatch(/nest deeper than 32/);
    let wide: unknown = '|u1';
    for (let level = 0; level < 30; level += 1) {
      wide = [
        ['a', wide],
        ['b', wide],
      ];
    }
    expect(parseDtype(wide)).toMatch(/more than 65536 fields/);
    let large: unknown = '|V2000000000';
    large = [
      ['a', large],
      ['b', large],
    ];
    expect(parseDtype(large)).toMatch(/larger than/);
  });
});

test('ten types have numbers, in the order of docs/format.md 7', () => {
  const specs = ['<u8', '<i8', '<u4', '<i4', '<u2', '<i2', '|u1', '|i1', '<f8', '<f4'];
  specs.forEach((spec, id) => {
    expect(dtypeOfId(id)?.spec).toBe(spec);
    expect(idOfDtype(parsed(spec))).toBe(id);
  });
  for (const id of [-1, 10, 1.5, '0', 0n, undefined]) expect(dtypeOfId(id)).toBeUndefined();
  for (const spec of ['>u8', '|b1', '<f2', [['a', '<u8']]]) expect(idOfDtype(parsed(spec))).toBe(-1);
});

test('typed arrays have the type of their elements', () => {
  const arrays = [new Float32Array(1), new Uint8ClampedArray(1), new BigInt64Array(1), new Int8Array(1)];
  expect(arrays.map((array) => dtypeOfData(array)?.spec)).toEqual(['<f4', '|u1', '<i8', '|i1']);
  for (const other of [[1], new DataView(new ArrayBuffer(8)), new ArrayBuffer(8), 5, null])
    expect(dtypeOfData(other)).toBeUndefined();
});
