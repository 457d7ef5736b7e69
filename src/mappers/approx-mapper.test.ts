import fc from 'fast-check';
import {
  CorruptBufferError,
  idMapper,
  mapping,
  PackError,
  SchemaError,
  SharedBuffersError,
  struct,
  t,
} from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import xxhash from 'xxhash-wasm';

const { h32, h64Raw } = await xxhash();
const utf8 = new TextEncoder();

describe.each([32, 64] as const)('approximate mappers of %i bits', (width) => {
  const declaration = idMapper({ key: t.string, width, approximate: true });
  const hashOf = (key: string): number | bigint => {
    const hash = width === 32 ? BigInt(h32(key)) : h64Raw(utf8.encode(key));
    return hash <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(hash) : hash;
  };

  test('give the values of a key, smallest first, by text, bytes and hash', () => {
    const words = fc.constantFrom('', 'a', 'b', '\u20ac', 'a longer key', '\ud83d\ude00');
    fc.assert(
      fc.property(fc.array(fc.tuple(words, fc.nat(1000)), { maxLength: 30 }), words, (entries, sought) => {
        const mapper = declaration.fromBuffer(declaration.pack(entries));
        const values = entries
          .filter(([key]) => key === sought)
          .map(([, value]) => value)
          .sort((a, b) => a - b);
        for (const key of [sought, hashOf(sought), BigInt(hashOf(sought))]) {
          expect(mapper.getAll(key)).toEqual(values);
          expect(mapper.get(key)).toBe(values[0]);
          expect(mapper.has(key)).toBe(values.length > 0);
        }
        expect(mapper.getAll(utf8.encode(sought) as never)).toEqual(values);
        expect(mapper.size).toBe(entries.length);
        const hashes = entries
          .map(([key]) => BigInt(hashOf(key)))
          .sort((a, b) => (a < b ? -1 : Number(a > b)));
        expect(Array.from(mapper.keys(), BigInt)).toEqual(hashes);
        expect(Array.from(mapper.keys({ order: 'sequential' }), BigInt)).toEqual(hashes);
      }),
    );
  });

  test('take hashes for keys', () => {
    const mapper = declaration.fromBuffer(
      declaration.pack([
        [7, 1],
        [hashOf('a'), 5],
        ['a', 3],
        [7n, 0],
      ]),
    );
    expect(mapper.getAll('a')).toEqual([3, 5]);
    expect(mapper.getAll(7)).toEqual([0, 1]);
  });

  test('miss what is no key', () => {
    const mapper = declaration.fromBuffer(declaration.pack([['a', 1]]));
    for (const key of [-1, 1.5, -1n, 2n ** 64n, '\ud800', true, null])
      expect(mapper.getAll(key as never)).toEqual([]);
  });

  test('refuse what is no key or hash', () => {
    for (const key of [-1, 1.5, -1n, 2n ** 64n, '\ud800', true, null])
      expect(() => declaration.pack([[key as never, 1]]), String(key)).toThrow(PackError);
    if (width === 32) expect(() => declaration.pack([[2 ** 32, 1]])).toThrow('does not fit a 32-bit mapper');
  });

  test('refuse damaged bytes or give something', () => {
    const bytes = declaration.pack(Array.from({ length: 9 }, (_, item) => [`k${item}`, item]));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, length) => {
        const damaged = bytes.slice(0, length);
        if (at < length) damaged[at] = byte;
        try {
          const mapper = declaration.fromBuffer(damaged);
          for (let item = 0; item < 9; item += 1) mapper.getAll(`k${item}`);
          expect([...mapper].length).toBe(mapper.size);
        } catch (error) {
          expect(error).toBeInstanceOf(SharedBuffersError);
        }
      }),
    );
  });
});

describe('approximate mappings', () => {
  const Row = struct({ n: t.uint32 });
  const rows: [string, { n: number }][] = ['x', 'y', 'x'].map((key, n) => [key, { n }]);
  const declaration = mapping({ key: t.string, value: Row, approximate: true });

  test('give all records, and say what they are', () => {
    for (const sections of [true, false]) {
      const map = declaration.fromBuffer(declaration.pack(rows, { sections }));
      expect(map.getAll('x').map(({ n }) => n)).toEqual([0, 2]);
      expect([map.get('y')?.n, map.get('z'), map.has('x'), map.size]).toEqual([1, undefined, true, 3]);
      expect([...map.keys()].every((key) => typeof key === 'bigint' || typeof key === 'number')).toBe(true);
    }
  });

  test('are not opened as others, nor others as them, where the file says what it is', () => {
    const bytes = declaration.pack(rows);
    const exact = mapping({ key: t.string, value: Row });
    expect(() => exact.fromBuffer(bytes)).toThrow('has 64-bit approximate string keys, not the declared');
    expect(() => declaration.fromBuffer(exact.pack(rows))).toThrow(SchemaError);
    expect(() => mapping({ key: t.uint64, value: Row }).fromBuffer(bytes)).toThrow(SchemaError);
  });
});

test('only text and bytes are hashed', () => {
  expect(() => idMapper({ key: t.uint64, approximate: true })).toThrow(SchemaError);
  expect(() => idMapper({ key: t.bytes, approximate: true }).fromBuffer(new Uint8Array(8))).toThrow(
    CorruptBufferError,
  );
});
