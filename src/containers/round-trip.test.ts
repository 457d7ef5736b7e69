/** Whole round trips of mappings and id mappers against plain Maps. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { idMapper, type Key, type Mapping, mapping, PackError, struct, t } from 'sharedbuffers';
import { buildIdMapper, buildMapping } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import xxhash from 'xxhash-wasm';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'round-trip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const Row = struct({
  id: t.uint32,
  name: t.string.optional(),
  score: t.float64.nullable(),
  tags: t.set(t.string).optional(),
});
type Row = { id: number; name?: string; score: number | null; tags?: Set<string> };

const row: fc.Arbitrary<Row> = fc.record(
  {
    id: fc.nat(2 ** 32 - 1),
    name: fc.string({ unit: 'binary', maxLength: 20 }),
    score: fc.option(fc.double({ noNaN: true })),
    tags: fc.uniqueArray(fc.string({ maxLength: 5 }), { maxLength: 3 }).map((tags) => new Set(tags)),
  },
  { requiredKeys: ['id', 'score'] },
);

const widths = fc.constantFrom(32, 64) as fc.Arbitrary<32 | 64>;
const long = fc
  .tuple(fc.string({ minLength: 1, maxLength: 4, unit: 'binary' }), fc.integer({ min: 200, max: 9000 }))
  .map(([text, times]) => text.repeat(times));
/** Few enough different ones that duplicates occur. */
const texts = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 2 }) },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: long },
  { weight: 1, arbitrary: fc.constantFrom('', 'a', '__proto__', '\0', '\u20ac') },
);
const byteKeys = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc.uint8Array({ maxLength: 2000 }),
  texts.map((text) => new TextEncoder().encode(text)),
);

/** One value for each key that is the same key in the file. */
function idOf(key: Key): string {
  if (typeof key === 'string') return Buffer.from(key).toString('hex');
  return key instanceof Uint8Array ? Buffer.from(key).toString('hex') : String(key);
}

function group<T>(entries: readonly (readonly [Key, T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of entries) groups.set(idOf(key), [...(groups.get(idOf(key)) ?? []), value]);
  return groups;
}

function check(
  map: Mapping<Key, object>,
  entries: readonly (readonly [Key, Row])[],
  absent: readonly Key[],
): void {
  const expected = group(entries);
  expect(map.size).toBe(entries.length);
  for (const [key] of entries) {
    const all = expected.get(idOf(key))!;
    expect(plain(map.get(key))).toEqual(all[0]);
    expect(map.getAll(key).map(plain)).toEqual(all);
    expect(map.has(key)).toBe(true);
  }
  for (const key of absent) {
    if (expected.has(idOf(key))) continue;
    expect([map.get(key), map.has(key), map.getAll(key)]).toEqual([undefined, false, []]);
  }
  const read = [...map].map(([key, value]): [Key, Row] => [key, plain(value)]);
  expect(group(read)).toEqual(expected);
  expect([...map.keys()].map(idOf)).toEqual(read.map(([key]) => idOf(key)));
  expect([...map.values()].map(plain)).toEqual(read.map(([, value]) => value));
  expect(Array.from(map.array.cursor(), plain)).toEqual(entries.map(([, value]) => value));
}

const plain = (proxy: object | undefined): Row =>
  (proxy as { toObject(): Row } | undefined)?.toObject() as Row;

describe('mappings of text or bytes', () => {
  test('are as a Map', () => {
    const of = <K extends Key>(keys: fc.Arbitrary<K>) => fc.array(fc.tuple(keys, row), { maxLength: 60 });
    const any = fc.oneof(of(texts), of(byteKeys));
    fc.assert(
      fc.property(
        any,
        widths,
        fc.boolean(),
        fc.array(texts, { maxLength: 20 }),
        (entries, width, sections, absent) => {
          const key = entries[0]?.[0] instanceof Uint8Array ? t.bytes : t.string;
          const declaration = mapping({ key: key as typeof t.string, value: Row, width, multi: true });
          const bytes = declaration.pack(entries as [string, Row][], { sections, dedupe: false });
          check(declaration.fromBuffer(bytes) as never, entries, absent);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('take text and bytes alike in look-ups', () => {
    fc.assert(
      fc.property(fc.uniqueArray(texts, { minLength: 1, maxLength: 20 }), widths, (keys, width) => {
        for (const sections of [true, false]) {
          const declaration = mapping({ key: t.string, value: Row, width });
          const bytes = declaration.pack(
            keys.map((key, id) => [key, { id, score: null }]),
            { sections },
          );
          const map = declaration.fromBuffer(bytes);
          for (const [id, key] of keys.entries()) {
            expect(map.get(new TextEncoder().encode(key) as never)?.id).toBe(id);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Found by a search. Of the second, only the upper halves are equal, which is what tables of 64-bit mappings hold. */
const COLLISIONS = [
  { width: 32, one: 'city 38168', two: 'city 698000' },
  { width: 64, one: 'city 163070', two: 'city 217330' },
] as const;

describe.each(COLLISIONS)('keys of one hash: $one, $two, width $width', ({ width, one, two }) => {
  test('have one, by another implementation', async () => {
    const { h32, h64 } = await xxhash();
    const hash = (key: string) => (width === 32 ? h32(key) : Number(h64(key) >> 32n));
    expect(hash(one)).toBe(hash(two));
  });

  test.each([true, false])('are told apart: sections %s', (sections) => {
    const declaration = mapping({ key: t.string, value: Row, width, multi: true });
    const keys = [one, two, one, 'other', two];
    const bytes = declaration.pack(
      keys.map((key, id) => [key, { id, score: null }]),
      { sections },
    );
    const map = declaration.fromBuffer(bytes);
    expect([map.get(one)?.id, map.get(two)?.id, map.get('other')?.id]).toEqual([0, 1, 3]);
    expect(map.getAll(one).map(({ id }) => id)).toEqual([0, 2]);
    expect(map.getAll(two).map(({ id }) => id)).toEqual([1, 4]);
    const rest = declaration.fromBuffer(declaration.pack([[one, { id: 1, score: null }]], { sections }));
    expect([rest.get(two), rest.has(two), rest.getAll(two)]).toEqual([undefined, false, []]);
  });
});

const dense = fc
  .tuple(fc.nat(2 ** 40), fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 3 }))
  .map(([first, count, step]) => Array.from({ length: count }, (_, i) => first + i * step));
const sparse = fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { maxLength: 60 });
/** Interpolation expects even spacing; here most keys lie at one end, a few far off. */
const clustered = fc
  .tuple(
    fc.array(fc.nat(500), { maxLength: 60 }),
    fc.array(fc.integer({ min: 2 ** 45, max: 2 ** 53 - 1 }), { maxLength: 4 }),
  )
  .map(([near, far]) => [...near, ...far]);
const exponential = fc
  .array(fc.nat(52), { maxLength: 50 })
  .map((powers) => powers.map((power) => 2 ** power));
const safe = fc.oneof(dense, sparse, clustered, exponential);
const edges = [
  0n,
  1n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];
const wide = fc.array(
  fc.oneof(
    fc.constantFrom(...edges),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: 0n, max: 9n }),
  ),
  { maxLength: 50 },
);

/** Keys beside the ones given. */
const near = (keys: readonly (number | bigint)[]): bigint[] =>
  keys.flatMap((key) => [BigInt(key) - 1n, BigInt(key) + 1n]).concat(edges);

describe('mappings of integers', () => {
  test('are as a Map', () => {
    fc.assert(
      fc.property(safe, fc.infiniteStream(row), fc.boolean(), (keys, rows, sections) => {
        const entries = keys.map((key): [number, Row] => [key, rows.next().value as Row]);
        const declaration = mapping({ key: t.uint64, value: Row, multi: true });
        const map = declaration.fromBuffer(declaration.pack(entries, { sections }));
        check(map as never, entries, near(keys));
        expect([...map.keys()]).toEqual([...keys].sort((a, b) => a - b));
        for (const key of keys) expect(map.get(BigInt(key) as never)?.id).toBe(map.get(key)?.id);
      }),
      { numRuns: 200 },
    );
  });

  test('have all their records, and no more, whatever their tag in the table', () => {
    const declaration = mapping({ key: t.biguint64, value: Row, multi: true });
    for (let id = 0; id < 2000; id += 1) {
      const entries = [[2n ** 63n + BigInt(id), { id, score: null }]] as const;
      const map = declaration.fromBuffer(declaration.pack(entries));
      check(map as never, entries as never, [2n ** 63n - 1n]);
    }
  });

  test('of 64 bits are as a Map', () => {
    fc.assert(
      fc.property(wide, fc.infiniteStream(row), fc.boolean(), (keys, rows, sections) => {
        const entries = keys.map((key): [bigint, Row] => [key, rows.next().value as Row]);
        const declaration = mapping({ key: t.biguint64, value: Row, multi: true });
        const map = declaration.fromBuffer(declaration.pack(entries, { sections }));
        check(map as never, entries, [...near(keys), -1n, 2n ** 64n]);
        expect([...map.keys()]).toEqual([...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      }),
      { numRuns: 150 },
    );
  });

  test('of 32 bits are as a Map, and refuse more', () => {
    fc.assert(
      fc.property(safe, fc.boolean(), (keys, sections) => {
        const declaration = mapping({ key: t.uint64, value: Row, width: 32, multi: true });
        const entries = keys.map((key, id): [number, Row] => [key, { id, score: null }]);
        if (keys.some((key) => key >= 2 ** 32)) {
          expect(() => declaration.pack(entries, { sections })).toThrow(PackError);
        } else {
          const map = declaration.fromBuffer(declaration.pack(entries, { sections }));
          check(map as never, entries, near(keys));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('look-ups miss what is no key', () => {
    const map = mapping({ key: t.uint32, value: Row });
    for (const keys of [
      [0, 1, 2],
      [0, 10 ** 6],
    ]) {
      for (const sections of [true, false]) {
        const bytes = map.pack(
          keys.map((key) => [key, { id: key, score: null }]),
          { sections },
        );
        const read = map.fromBuffer(bytes) as Mapping<never, object>;
        for (const key of [0.5, -0.5, -1, NaN, Infinity, '0', null, undefined, {}, [], true, Symbol('0')]) {
          expect([read.get(key as never), read.has(key as never)]).toEqual([undefined, false]);
          expect(read.getAll(key as never)).toEqual([]);
        }
        expect(read.has(-0 as never)).toBe(true);
      }
    }
  });
});

describe('id mappers', () => {
  test('are as a Map of several values, sorted in numeric ones', () => {
    const values = fc.oneof(fc.nat(), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
    const exact = (value: number | bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            wide.map(([key = 0n]) => key),
            values,
          ),
          { maxLength: 60 },
        ),
        (entries) => {
          const declaration = idMapper({ key: t.biguint64, multi: true });
          const mapper = declaration.fromBuffer(declaration.pack(entries));
          for (const [key, all] of group(entries)) {
            const sorted = all.map(BigInt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
            expect(mapper.getAll(BigInt(key))).toEqual(sorted.map(exact));
            expect(mapper.get(BigInt(key))).toEqual(exact(sorted[0]!));
          }
        },
      ),
      { numRuns: 100 },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(texts, values), { maxLength: 60 }), (entries) => {
        const declaration = idMapper({ key: t.string, multi: true });
        const mapper = declaration.fromBuffer(declaration.pack(entries));
        expect(mapper.size).toBe(entries.length);
        for (const [key] of entries) {
          const all = entries.filter(([other]) => other === key).map(([, value]) => exact(value));
          expect(mapper.getAll(key)).toEqual(all);
          expect(mapper.get(key)).toEqual(all[0]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('a file that is built', () => {
  test('has the bytes that packing gives', async () => {
    const path = join(folder, 'built');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.array(fc.tuple(texts, row), { maxLength: 30 }),
          safe.map((keys) => keys.map((key): [number, Row] => [key, { id: 1, score: null }])),
        ),
        fc.boolean(),
        fc.boolean(),
        async (entries, sections, later) => {
          const key = typeof entries[0]?.[0] === 'string' ? t.string : t.uint64;
          const declaration = mapping({ key: key as typeof t.string, value: Row });
          async function* coming(): AsyncGenerator<[string, Row]> {
            yield* entries as [string, Row][];
          }
          await buildMapping(path, declaration, later ? coming() : (entries as [string, Row][]), {
            sections,
            reproducible: true,
          });
          const packed = declaration.pack(entries as [string, Row][], { sections, reproducible: true });
          expect(readFileSync(path).equals(packed)).toBe(true);
          const ids = idMapper({ key: key as typeof t.string });
          const values = entries.map(([each], value): [string, number] => [each as string, value]);
          await buildIdMapper(path, ids, values, { checksums: false });
          expect(readFileSync(path).equals(ids.pack(values))).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});
