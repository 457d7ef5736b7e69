import { describe, expect, test } from 'vitest';
import { Memory } from '../../src/bytes/memory.js';
import { packInto } from '../../src/schema/pack.js';
import { any } from '../../src/values/any/any.js';
import type { VariableCodec } from '../../src/values/base/codec.js';
import { Decoding } from '../../src/values/base/decoding.js';
import type { Tagged } from '../../src/values/base/tagged-value.js';
import { Decoder, isNode } from './decode.js';
import { isContainerCase } from './elsewhere.js';
import { canonical, encode } from './encode.js';
import { expectedOf, type GoldenCase, goldenBytes, type Json, manifest, withoutResidue } from './manifest.js';
import { registry, typeNamed } from './schemas.js';
import { exactTimes, inZoneOf } from './times.js';
import { codecOf } from './types.js';

/** Cases that this library writes in other bytes, on purpose. They must still read back as Python's bytes do. */
const OTHER_BYTES: readonly { ids: RegExp; because: string }[] = [
  {
    ids: /^(rtti_)?mapped_list__(int_bool_alias|bool_int_alias_tuple)$/,
    because:
      'Python stores True as 1 (or 1 as True) when it met the other before: a bug that docs/format.md 4 says not to repeat',
  },
  {
    ids: /^(mapped|proxied)_list__wide_t$/,
    because:
      'Python had a buffer of 3 GiB ahead and so took 64-bit pointers; a value packs into less than 1 GiB here',
  },
  {
    ids: /^(rtti_)?(mapped|proxied)_dict__fset_keys$/,
    because: 'Python hashes a set in an order that differs between processes (docs/format.md 8)',
  },
];

const cases = manifest.cases.filter(
  (each) => (each.kind === 'prim' || each.kind === 'rtti') && !isContainerCase(each),
);
const exceptional = cases.filter(({ id }) => OTHER_BYTES.some(({ ids }) => ids.test(id)));
const exact = cases.filter((each) => !exceptional.includes(each));

function named(list: readonly GoldenCase[]): [string, GoldenCase][] {
  return list.map((each) => [each.id, each]);
}

function codecFor({ kind, packer }: GoldenCase): VariableCodec {
  return kind === 'rtti' ? any : codecOf(typeNamed(packer!)!);
}

function unpack(each: GoldenCase, bytes: Uint8Array): unknown {
  return codecFor(each).read(Memory.over(bytes).windowAt(0), each.offset!, new Decoding(registry));
}

function read(each: GoldenCase, bytes: Uint8Array): Json {
  return encode(unpack(each, bytes));
}

/** What Python reads, or, where its own reading fails, what was written. */
function expected(each: GoldenCase): Json {
  return canonical(exactTimes(each, each.unpack_error === undefined ? expectedOf(each) : each.input));
}

function inputOf({ id, packer, input }: GoldenCase): Tagged {
  const sized = /^rtti_auto__(?:typed|repacked)_(.*)$/.exec(id)?.[1];
  return new Decoder().bare(sized ?? packer!, input);
}

function write(each: GoldenCase): Uint8Array {
  const value = inputOf(each);
  const target = new Uint8Array(2 * each.size + 100);
  const end = inZoneOf(each, () =>
    each.kind === 'rtti'
      ? packInto(registry, any, value, target, each.offset)
      : packInto(registry, value.codec as VariableCodec, value.value, target, each.offset),
  );
  return target.slice(0, end);
}

const bytesToWrite = (each: GoldenCase): Uint8Array => withoutResidue(goldenBytes(each), each);

/** A dict whose keys hash otherwise has them in another order. */
const unordered = (json: Json): Json =>
  isNode(json) && '$dict' in json
    ? [...(json.$dict as Json[])].map((pair) => JSON.stringify(pair)).sort()
    : json;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('reading gives what Python reads', () => {
  test.each(named(cases))('%s', (_, each) => {
    expect(read(each, goldenBytes(each))).toEqual(expected(each));
  });
});

describe('what was read packs as itself', () => {
  test.each(named(cases))('%s', (_, each) => {
    const target = new Uint8Array(2 * each.size + 100);
    const end = packInto(registry, codecFor(each), unpack(each, goldenBytes(each)), target, each.offset);
    expect(read(each, target.subarray(0, end))).toEqual(expected(each));
  });
});

describe('writing gives the bytes that Python writes', () => {
  test.each(named(exact))('%s', (_, each) => {
    expect(hex(write(each))).toBe(hex(bytesToWrite(each)));
  });
});

describe('writing other bytes on purpose', () => {
  test.each(named(exceptional))('%s reads back as what was packed', (_, each) => {
    const written = write(each);
    expect(hex(written)).not.toBe(hex(bytesToWrite(each)));
    expect(unordered(read(each, written))).toEqual(unordered(canonical(each.input)));
  });

  test.each(OTHER_BYTES)('happens: $because', ({ ids }) => {
    expect(exceptional.some(({ id }) => ids.test(id))).toBe(true);
  });
});
