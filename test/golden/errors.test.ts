/** What Python refuses to pack is refused here too. The manifest has the ids; the inputs follow from them. */
import { as, PackError, SchemaError, struct, t } from 'sharedbuffers';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { Memory } from '../../src/bytes/memory.js';
import { pack } from '../../src/schema/pack.js';
import type { AnyType } from '../../src/schema/type.js';
import { any } from '../../src/values/any/any.js';
import { Decoding } from '../../src/values/base/decoding.js';
import { NdArray } from '../../src/values/ndarrays/ndarray.js';
import { isContainerError } from './elsewhere.js';
import { manifest } from './manifest.js';
import { registry, typeNamed } from './schemas.js';
import { codecOf } from './types.js';

/** Inputs of `<packer>__<name>` cases. */
const INPUTS: Readonly<Record<string, (type: AnyType) => unknown>> = {
  surrogate: () => '\ud800',
  too_big: () => new Set([2n ** 64n]),
  over_u64: () => [2n ** 64n],
  under_i64: () => [-(2n ** 63n) - 1n],
  neg_and_u64: () => [-1, 2n ** 64n - 1n],
  NaN: () => NaN,
  Infinity: () => Infinity,
  mInfinity: () => '-Infinity',
  sNaN: () => 'sNaN',
  datetime64: () => NdArray.fromBytes('<M8[us]', [1], new Uint8Array(8)),
};

/** Values that no `t.any` takes; the numpy and complex numbers of Python have no counterpart, so objects stand in. */
const ANY_INPUTS: Readonly<Record<string, unknown>> = {
  int_18446744073709551616: 2n ** 64n,
  int_m9223372036854775809: -(2n ** 63n) - 1n,
  none: null,
  bytearray: new ArrayBuffer(4),
  np_int32: Object(1),
  np_float64: Object(1.5),
  complex: Symbol('complex'),
};

/** Slot types and values of `fixed_err_<type>_<value>` cases. */
const FIXED_TYPES: Readonly<Record<string, AnyType>> = {
  u8: t.uint8,
  i8: t.int8,
  i32: t.int32,
  u64: t.uint64,
  i64: t.int64,
  f32: t.float32,
};

function fixedValue(text: string): unknown {
  if (text === 'x') return text;
  const value = text.replace('m', '-').replace('p', '+');
  return /^-?\d+$/.test(value) ? BigInt(value) : Number(value);
}

const COERCED: Readonly<Record<string, () => unknown>> = {
  u_bytes: () => struct({ u: t.string }).pack({ u: new Uint8Array(5) as unknown as string }),
  b_str: () => struct({ b: t.bytes }).pack({ b: 'str' as unknown as Uint8Array }),
  dt_date: () => struct({ dt: t.datetime }).pack({ dt: Temporal.PlainDate.from('2019-03-05') as never }),
  u_int: () => struct({ u: t.string }).pack({ u: 5 as unknown as string }),
};

/** Python's bug, not a refusal: a list of nothing but None, in a buffer of more than 2 GiB. */
const FINE_HERE = 'mapped_list__wide_only_none';

/** Arrays that are not in C order, or without elements, which Python cannot pack: here they pack, in C order. */
const ARRAYS_FINE_HERE: Readonly<Record<string, () => [NdArray, unknown]>> = {
  strided: () => [NdArray.of(new Int32Array([0, 1, 2, 3, 4, 5]), [3], [2]), [0, 2, 4]],
  fortran: () => [
    NdArray.of(new Float64Array([0, 3, 1, 4, 2, 5]), [2, 3], [1, 2]),
    [
      [0, 1, 2],
      [3, 4, 5],
    ],
  ],
  zero_dim: () => [NdArray.of(new Float64Array(0), [2, 0]), [[], []]],
};
const isFineArray = (id: string): boolean =>
  /ndarray__/.test(id) && id.replace(/^.*__/, '') in ARRAYS_FINE_HERE;

function attempt(id: string): unknown {
  const [rtti, typeName = '', input = ''] = /^(?:(rtti)_)?(\w+?)__(\w+)$/.exec(id)?.slice(1) ?? [];
  if (typeName === 'auto') return pack(registry, any, ANY_INPUTS[input]);
  const type = typeNamed(typeName);
  if (type !== undefined) {
    const value = INPUTS[input]!(type);
    return rtti === undefined ? pack(registry, codecOf(type), value) : pack(registry, any, as(type, value));
  }
  const [, slot, value] = /^fixed_err_([^_]+)_(.+)$/.exec(id) ?? [];
  if (slot !== undefined)
    return struct({ slot: FIXED_TYPES[slot]! }).pack({ slot: fixedValue(value!) } as never);
  if (id.startsWith('count65_'))
    return struct(Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`a${i}`, t.int8])));
  return COERCED[id.replace('var_coerce_', '')]!();
}

const errors = manifest.errors.filter(
  (each) => !isContainerError(each) && each.id !== FINE_HERE && !isFineArray(each.id),
);

describe('what Python refuses to pack', () => {
  test.each(errors.map(({ id }) => id))('%s', (id) => {
    expect(() => attempt(id)).toThrow(id.startsWith('count65_') ? SchemaError : PackError);
  });

  test.each(manifest.errors.map(({ id }) => id).filter(isFineArray))('%s packs here', (id) => {
    const [array, elements] = ARRAYS_FINE_HERE[id.replace(/^.*__/, '')]!();
    const codec = id.startsWith('rtti_') ? any : codecOf(t.ndarray);
    const window = Memory.over(pack(registry, codec, array)).windowAt(0);
    const read = codec.read(window, 0, new Decoding(registry)) as NdArray;
    expect(read.toArray()).toEqual(elements);
    expect(read.shape).toEqual(array.shape);
    expect(read.dtype).toEqual(array.dtype);
  });

  test(`${FINE_HERE} is a bug of Python's writer: here it packs`, () => {
    expect(pack(registry, codecOf(t.list), [null, null])).toHaveLength(16);
  });
});
