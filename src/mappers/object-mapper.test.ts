import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  as,
  ClosedError,
  type IdMapper,
  idMapper,
  type Key,
  type Mapping,
  mapping,
  mergeIdMappers,
  PackError,
  SchemaError,
  SharedBuffersError,
  struct,
  t,
} from 'sharedbuffers';
import { buildIdMapper, buildMapping, openIdMapper, openMapping } from 'sharedbuffers/node';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { orMiss } from '../../test/or-miss.js';
import { deepEqual } from '../values/compare/equality.js';
import { sameKey } from '../values/compare/hashable.js';

const Ids = idMapper({ key: t.any });
const keys: readonly Key[] = [
  null,
  1,
  false,
  -7,
  2n ** 63n,
  2.5,
  'text',
  Uint8Array.of(1, 2),
  [1, 'x', [null]],
  new Set([3, 1]),
  'k'.repeat(700),
];
const entries = keys.map((key, index): [Key, number] => [key, index]);

const leaf = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.double(),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.boolean(),
  fc.constant(null),
);
const anyKey: fc.Arbitrary<Key> = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.uint8Array({ maxLength: 20 }),
);

describe('object id mappers', () => {
  const mapper = Ids.fromBuffer(Ids.pack(entries));

  test('find keys of every kind with a stable hash, by content', () => {
    for (const [key, value] of entries) {
      expect(mapper.get(key)).toBe(value);
      expect(mapper.has(key)).toBe(true);
    }
    expect(mapper.get([1, 'x', [null]])).toBe(8);
    expect(mapper.get(new Set([1, 3]))).toBe(9);
    for (const key of [
      2,
      'tex',
      Uint8Array.of(1),
      [1, 'x'],
      new Set([3]),
      NaN,
      '\ud800',
      Uint8Array.of(0x74),
    ]) {
      expect(mapper.has(key)).toBe(false);
    }
    for (const key of [undefined, {}, new Date(0), Symbol('s')]) expect(mapper.has(key as never)).toBe(false);
  });

  test('hold 1, 1n, true and 1.0 as one key', () => {
    expect([mapper.get(1), mapper.get(1n), mapper.get(true), mapper.get(0)]).toEqual([1, 1, 1, 2]);
  });

  test('give their keys back', () => {
    expect(mapper.size).toBe(keys.length);
    const read = [...mapper];
    expect(read.every(([key, value]) => deepEqual(key, keys[Number(value)]))).toBe(true);
    expect(new Set(mapper.values())).toEqual(new Set(keys.keys()));
    expect(Object.isFrozen(read.find(([key]) => Array.isArray(key))![0])).toBe(true);
    const written = [...mapper.values({ order: 'sequential' })];
    expect(written).toEqual([...keys.keys()]);
  });

  test('keep entries of one key in the order they were added', () => {
    const repeated = Ids.fromBuffer(
      Ids.pack([
        ['a', 3],
        [[1], 5],
        ['a', 1],
        [[1], 4],
        [as(t.float64, 1) as never, 9],
        [1, 8],
      ]),
    );
    expect(repeated.getAll('a')).toEqual([3, 1]);
    expect(repeated.getAll([1])).toEqual([5, 4]);
    expect(repeated.getAll(true)).toEqual([9, 8]);
    expect(repeated.get('a')).toBe(3);
  });

  test('find what a list of entries has', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyKey, fc.nat())),
        fc.array(anyKey, { maxLength: 5 }),
        (rows, others) => {
          const read = Ids.fromBuffer(Ids.pack(rows));
          for (const key of [...rows.map(([each]) => each), ...others]) {
            const values = rows.filter(([each]) => sameKey(each, key)).map(([, value]) => value);
            expect(orMiss(() => read.getAll(key), [])).toEqual(values);
            expect(orMiss(() => read.get(key), undefined)).toBe(values[0]);
          }
        },
      ),
    );
  });

  test.each([
    ['a list', as(t.list, [1])],
    ['a plain object', {}],
    ['a Map', new Map()],
    ['a Date', new Date(0)],
    ['undefined', undefined],
    ['a tuple that holds a dict', [1, {}]],
    ['a lone surrogate', '\ud800'],
    ['an integer of 65 bits', 2n ** 64n],
  ])('refuse %s as a key, with its place', (_, key) => {
    expect(() =>
      Ids.pack([
        ['a', 1],
        [key as never, 2],
      ]),
    ).toThrow(PackError);
    expect(() =>
      Ids.pack([
        ['a', 1],
        [key as never, 2],
      ]),
    ).toThrow(/^\[1\]\.key/);
  });

  test('are of 64 bits', () => {
    expect(() => idMapper({ key: t.any, width: 32 })).toThrow(SchemaError);
    expect(() => idMapper({ key: t.any, approximate: true })).toThrow(SchemaError);
  });

  test('merge', () => {
    const parts = [entries.slice(0, 5), entries.slice(5), entries.slice(0, 1)].map((part) =>
      Ids.fromBuffer(Ids.pack(part)),
    );
    const merged = Ids.fromBuffer(mergeIdMappers(Ids, parts));
    for (const [key, value] of entries) expect(merged.get(key)).toBe(value);
    expect(merged.getAll(null)).toEqual([0, 0]);
    const texts = idMapper({ key: t.string });
    expect(() => mergeIdMappers(Ids, [texts.fromBuffer(texts.pack([['a', 1]])) as never])).toThrow(
      SchemaError,
    );
  });

  test('throw nothing but this library’s errors on damaged bytes', () => {
    const bytes = Ids.pack(entries);
    for (let at = 0; at < bytes.length; at += 1) {
      for (const byte of [0, 1, 0x7f, 0xff]) {
        const damaged = bytes.slice();
        damaged[at] = byte;
        try {
          const read = Ids.fromBuffer(damaged);
          for (const key of keys) read.getAll(key);
          Array.from(read);
        } catch (error) {
          if (!(error instanceof SharedBuffersError)) throw error;
        }
      }
    }
  });

  test('have types', () => {
    expectTypeOf(mapper).toEqualTypeOf<IdMapper<Key>>();
    const Row = struct({ x: t.uint8 });
    const Rows = mapping({ key: t.any, value: Row });
    expectTypeOf(Rows.fromBuffer(Rows.pack([[[1, 'x'], { x: 1 }]])).get([1])?.x).toEqualTypeOf<
      number | undefined
    >();
    // @ts-expect-error lists have no stable hash
    expect(() => mapping({ key: t.list, value: Row })).toThrow(SchemaError);
    // @ts-expect-error dicts neither
    expect(() => idMapper({ key: t.dict })).toThrow(SchemaError);
  });
});

describe('typed mappings with keys of any kind', () => {
  const Row = struct({ id: t.uint32, name: t.string });
  const Rows = mapping({ key: t.any, value: Row });
  const rows = keys.map((key, id): [Key, { id: number; name: string }] => [key, { id, name: `n${id}` }]);

  function check(map: Mapping<Key, { readonly id?: unknown }>): void {
    expect(map.size).toBe(keys.length);
    for (const [key, { id }] of rows) expect(map.get(key)?.id).toBe(id);
    expect(map.get('nobody')).toBeUndefined();
    expect([...map].every(([key, record]) => deepEqual(key, keys[Number(record.id)]))).toBe(true);
  }

  test('in memory, with extension sections and without', () => {
    for (const sections of [true, false]) check(Rows.fromBuffer(Rows.pack(rows, { sections })));
  });

  test('are not taken for others', () => {
    expect(() => mapping({ key: t.string, value: Row }).fromBuffer(Rows.pack(rows))).toThrow(
      /has 64-bit object keys, not the declared 64-bit keys of type string/,
    );
  });

  test('in files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-'));
    try {
      const path = join(folder, 'rows.sb');
      await buildMapping(path, Rows, rows);
      using declared = openMapping(path, Rows);
      check(declared);
      using undeclared = openMapping(path);
      check(undeclared as unknown as Mapping<Key, { readonly id?: unknown }>);
      const ids = join(folder, 'ids.sb');
      await buildIdMapper(ids, Ids, entries);
      const mapper = openIdMapper(ids, Ids);
      for (const [key, value] of entries) expect(mapper.get(key)).toBe(value);
      mapper.close();
      for (const key of keys) expect(() => mapper.get(key)).toThrow(ClosedError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
