/** Secondary indexes through the public interface, against a plain Map. */
import fc from 'fast-check';
import {
  ArgumentError,
  ClosedError,
  type MappingBuildOptions,
  mapping,
  PackError,
  type SecondaryIndex,
  struct,
  t,
  verifyBuffer,
} from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Address = struct({ country: t.string, zip: t.uint32.optional() });
const Row = struct({
  id: t.uint32,
  name: t.string.nullable(),
  code: t.biguint64.optional(),
  raw: t.bytes.optional(),
  tags: t.list(t.string),
  ports: t.set(t.uint16),
  address: Address.nullable(),
});
const Rows = mapping({ key: t.string, value: Row });
const FIELDS = ['name', 'code', 'raw', 'tags', 'ports', 'address.country'] as const;

type Plain = {
  id: number;
  name: string | null;
  code?: bigint;
  raw?: Uint8Array;
  tags: string[];
  ports: Set<number>;
  address: { country: string; zip?: number } | null;
};

const word = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'Springfield', 'x'.repeat(1000), 'é😀'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const row: fc.Arbitrary<Omit<Plain, 'id'>> = fc.record(
  {
    name: fc.option(word),
    code: fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
    raw: fc.uint8Array({ maxLength: 2 }),
    tags: fc.array(word, { maxLength: 4 }),
    ports: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }).map((all) => new Set(all)),
    address: fc.option(fc.record({ country: word })),
  },
  { requiredKeys: ['name', 'tags', 'ports', 'address'] },
);
const rows = fc.array(row, { maxLength: 60 }).map((all) => all.map((each, id): Plain => ({ id, ...each })));

/** What stands for a key in a Map: bytes as text of their own. */
const nameOf = (key: unknown): unknown => (key instanceof Uint8Array ? `bytes ${key.join()}` : key);

/** The ids of the records of each key, as a plain Map has them. */
function oracle(all: readonly Plain[], keysOf: (row: Plain) => readonly unknown[]): Map<unknown, number[]> {
  const byKey = new Map<unknown, number[]>();
  for (const each of all) {
    for (const key of new Set(keysOf(each).map(nameOf))) {
      if (key === undefined || key === null) continue;
      byKey.set(key, [...(byKey.get(key) ?? []), each.id]);
    }
  }
  return byKey;
}

const KEYS: Record<(typeof FIELDS)[number], (row: Plain) => readonly unknown[]> = {
  name: ({ name }) => [name],
  code: ({ code }) => [code],
  raw: ({ raw }) => [raw],
  tags: ({ tags }) => tags,
  ports: ({ ports }) => [...ports],
  'address.country': ({ address }) => [address?.country],
};

function expectSame(
  index: SecondaryIndex<never, { readonly id: number }>,
  wanted: Map<unknown, number[]>,
): void {
  const found = new Map([...index.keys()].map((key) => [nameOf(key), index.getAll(key).map(({ id }) => id)]));
  expect(found).toEqual(wanted);
  expect(index.keyCount).toBe(wanted.size);
  expect(index.size).toBe([...wanted.values()].reduce((sum, { length }) => sum + length, 0));
  const entries = new Map<unknown, number[]>();
  for (const [key, { id }] of index) entries.set(nameOf(key), [...(entries.get(nameOf(key)) ?? []), id]);
  expect(entries).toEqual(wanted);
  expect([...index.keys({ order: 'sequential' })].map(nameOf).toSorted()).toEqual(
    [...wanted.keys()].toSorted(),
  );
  for (const key of index.keys()) {
    const ids = wanted.get(nameOf(key))!;
    expect([index.has(key), index.count(key), index.get(key)?.id]).toEqual([true, ids.length, ids[0]]);
    expect(Array.from(index.iterate(key), ({ id }) => id)).toEqual(ids);
  }
}

const entry = (each: Plain): [string, Plain] => [`key ${each.id}`, each];

/** Keys by their bytes, or as numbers. */
function compare(one: unknown, other: unknown): number {
  if (typeof one === 'string' && typeof other === 'string')
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other);
  return (one as number) < (other as number) ? -1 : one === other ? 0 : 1;
}

describe('secondary indexes', () => {
  test('lead to the records that a Map leads to', () => {
    const kinds = fc.constantFrom('table', 'compact', 'none') as fc.Arbitrary<'table' | 'compact' | 'none'>;
    const property = fc.property(rows, kinds, (all, index) => {
      const read = Rows.fromBuffer(Rows.pack(all.map(entry), { index, indexes: FIELDS }));
      expect(read.indexNames).toEqual(FIELDS);
      for (const name of FIELDS) {
        const found = read.by(name);
        expectSame(found as never, oracle(all, KEYS[name]));
        for (const key of ['nobody', 12345n, 77, new Uint8Array([1, 2, 3])]) {
          if (oracle(all, KEYS[name]).has(nameOf(key))) continue;
          expect([found.get(key), found.has(key), found.count(key), found.getAll(key)]).toEqual([
            undefined,
            false,
            0,
            [],
          ]);
        }
      }
    });
    fc.assert(property, { numRuns: 60 });
  });

  test('give ranges of their keys, where they are in order', () => {
    const ends = {
      name: fc.option(word, { nil: undefined }),
      ports: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
    };
    const options = fc.record({ limit: fc.option(fc.nat(20), { nil: undefined }), reverse: fc.boolean() });
    const indexes = [{ name: 'name', ordered: true }, 'ports', 'tags'];
    fc.assert(
      fc.property(rows, fc.record(ends), fc.record(ends), options, (all, from, to, asked) => {
        const read = Rows.fromBuffer(Rows.pack(all.map(entry), { indexes }));
        for (const name of ['name', 'ports'] as const) {
          const pairs = [...oracle(all, KEYS[name])]
            .sort(([one], [other]) => compare(one, other))
            .flatMap(([key, ids]) => ids.map((id) => [key, id]));
          const within = (key: unknown) =>
            (from[name] === undefined || compare(key, from[name]) >= 0) &&
            (to[name] === undefined || compare(key, to[name]) < 0);
          const give = (wanted: unknown[][]) =>
            (asked.reverse ? wanted.toReversed() : wanted).slice(0, asked.limit);
          const ids = (found: Iterable<[unknown, { id: number }]>) =>
            Array.from(found, ([key, { id }]) => [key, id]);
          const wanted = give(pairs.filter(([key]) => within(key)));
          expect(ids(read.by(name).range(from[name], to[name], asked))).toEqual(wanted);
          if (name === 'ports') continue;
          const prefix = from.name ?? '';
          const one = (found: [unknown, { id: number }] | undefined) => found && [found[0], found[1].id];
          expect(one(read.by(name).first())).toEqual(pairs[0]);
          expect(one(read.by(name).last())).toEqual(pairs.at(-1));
          const exact = pairs.find(([key]) => key === prefix);
          if (exact !== undefined) expect(one(read.by(name).nearest(prefix))).toEqual(exact);
          else expect(read.by(name).nearest(prefix) === undefined).toBe(pairs.length === 0);
          const starting = give(pairs.filter(([key]) => (key as string).startsWith(prefix)));
          expect(ids(read.by(name).prefix(prefix, asked))).toEqual(starting);
        }
        const ports = oracle(all, KEYS.ports);
        const port = from.ports ?? 4;
        const near = [...ports.keys()].sort(
          (one, other) =>
            Math.abs(Number(one) - port) - Math.abs(Number(other) - port) || Number(one) - Number(other),
        )[0];
        const nearest = read.by('ports').nearest(port);
        expect(nearest && [nearest[0], nearest[1].id]).toEqual(
          near === undefined ? undefined : [near, ports.get(near)![0]],
        );
        expect(() => read.by('tags').range('a', 'b')).toThrow(/ordered: true/);
        expect(() => read.by('ports').prefix(5)).toThrow(ArgumentError);
      }),
      { numRuns: 60 },
    );
  });

  test('hold signed integers, floats and times, in their order', () => {
    const Typed = struct({
      id: t.uint32,
      level: t.int32,
      big: t.bigint64,
      share: t.float64,
      day: t.date,
      at: t.datetime,
      all: t.list(t.int16),
    });
    const Declared = mapping({
      key: t.string,
      value: Typed,
      indexes: [
        'level',
        'big',
        'share',
        'day',
        'at',
        'all',
        { name: 'own', key: t.float64, keys: (each) => -each.share },
      ],
    });
    const ms = fc.integer({ min: -(2 ** 42), max: 2 ** 42 });
    const typed = fc.record({
      level: fc.integer({ min: -3, max: 3 }),
      big: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      share: fc.oneof(fc.constantFrom(0, -0, 1, -1, 0.5), fc.double({ noNaN: true })),
      day: ms.map((each) => new Date(Math.floor(each / 86_400_000) * 86_400_000)),
      at: ms.map((each) => new Date(each)),
      all: fc.array(fc.integer({ min: -300, max: 300 }), { maxLength: 3 }),
    });
    type Row = { id: number; level: number; big: bigint; share: number; day: Date; at: Date; all: number[] };
    const plain = (key: unknown): number | bigint => {
      if (typeof key === 'bigint') return key;
      if (typeof key === 'number') return key + 0;
      if (key instanceof Date) return key.getTime();
      const text = String(key);
      return Date.parse(text.length > 12 ? text : `${text}T00:00Z`);
    };
    const keysOf: Record<string, (row: Row) => readonly unknown[]> = {
      level: ({ level }) => [level],
      big: ({ big }) => [big],
      share: ({ share }) => [share],
      day: ({ day }) => [day],
      at: ({ at }) => [at],
      all: ({ all }) => all,
      own: ({ share }) => [-share],
    };
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 30 }), (made) => {
        const all = made.map((each, id): Row => ({ id, ...each }));
        const bytes = Declared.pack(
          all.map((each) => [`k${each.id}`, each] as const),
          { checksums: false },
        );
        expect(verifyBuffer(bytes)).toMatchObject({ ok: true, findings: [] });
        const read = Declared.fromBuffer(bytes);
        for (const [name, keys] of Object.entries(keysOf)) {
          const index = read.by(name as 'level') as object as SecondaryIndex<never, { readonly id: number }>;
          const wanted = new Map<number | bigint, number[]>();
          for (const each of all) {
            for (const key of new Set(keys(each).map(plain)))
              wanted.set(key, [...(wanted.get(key) ?? []), each.id]);
          }
          const sorted = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1));
          expect(
            Array.from(index.keys(), (key) => [plain(key), index.getAll(key).map(({ id }) => id)]),
          ).toEqual(sorted);
          expect(Array.from(index.range(), ([key, { id }]) => [plain(key), id])).toEqual(
            sorted.flatMap(([key, ids]) => ids.map((id) => [key, id])),
          );
          for (const each of all)
            for (const key of keys(each))
              expect(index.getAll(key as never).map(({ id }) => id)).toContain(each.id);
        }
      }),
      { numRuns: 40 },
    );
    expect(() =>
      Declared.pack([
        ['a', { id: 1, level: 1, big: 1n, share: NaN, day: new Date(), at: new Date(), all: [] }],
      ]),
    ).toThrow(/^\[0\]\.index share: /);
  });

  test('take the keys that functions give: one, several, none', () => {
    const given = fc.oneof(
      word,
      fc.array(fc.option(word, { nil: undefined }), { maxLength: 3 }),
      fc.constant(undefined),
    );
    fc.assert(
      fc.property(rows, fc.array(given, { minLength: 60, maxLength: 60 }), (all, keys) => {
        const seen: unknown[] = [];
        const bytes = Rows.pack(all.map(entry), {
          indexes: [
            {
              name: 'own',
              keys: (each) => {
                seen.push(each);
                return keys[each.id as number];
              },
            },
          ],
        });
        expect(seen.every((each, at) => each === all[at])).toBe(true);
        expectSame(
          Rows.fromBuffer(bytes).by('own') as never,
          oracle(all, ({ id }) => [keys[id]].flat()),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('are the same from chunks, whose functions see rows where they are packed', () => {
    const Declared = mapping({
      key: t.string,
      value: Row,
      indexes: [
        ...FIELDS,
        { name: 'own', keys: (each) => [[...(each.tags as string[])].length, Number(each.id) % 3] },
      ],
    });
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 60 }), (all, cut) => {
        const chunks = [all.slice(0, cut), all.slice(cut)].map((part) => Declared.packChunk(part.map(entry)));
        const read = Declared.fromBuffer(Declared.joinChunks(chunks));
        for (const name of FIELDS) expectSame(read.by(name) as never, oracle(all, KEYS[name]));
        expectSame(
          read.by('own') as never,
          oracle(all, ({ id, tags }) => [tags.length, id % 3]),
        );
      }),
      { numRuns: 30 },
    );
    const chunk = Rows.packChunk([entry({ id: 1, name: 'a', tags: [], ports: new Set(), address: null })]);
    expect(() => Declared.joinChunks([chunk])).toThrow(/no keys for the index own, whose function sees rows/);
  });

  test('have a record once where several entries lead to it', () => {
    const one = { id: 1, name: 'a', tags: ['x', 'x', 'y'], ports: new Set<number>(), address: null };
    const other = { ...one, id: 2 };
    const list: [string, Plain][] = [
      ['k1', one],
      ['k2', other],
      ['k3', one],
    ];
    const read = Rows.fromBuffer(Rows.pack(list, { indexes: FIELDS }));
    expect([read.size, read.array.length]).toEqual([3, 2]);
    expect(
      read
        .by('name')
        .getAll('a')
        .map(({ id }) => id),
    ).toEqual([1, 2]);
    expect(read.by('tags').count('x')).toBe(2);
    const apart = Rows.fromBuffer(Rows.pack(list, { indexes: FIELDS, dedupe: false }));
    expect(
      apart
        .by('name')
        .getAll('a')
        .map(({ id }) => id),
    ).toEqual([1, 2, 1]);
  });

  test('refuse what is no key, with row and index', () => {
    const row: Plain = { id: 1, name: 'a', tags: [], ports: new Set(), address: null };
    const packing = (keys: () => never) => () =>
      Rows.pack([entry(row), entry(row)], { indexes: [{ name: 'own', keys }] });
    const wrong: unknown[] = [
      true,
      new Date(),
      {},
      [[]],
      [['a']],
      1.5,
      -1,
      2 ** 60,
      -1n,
      2n ** 64n,
      Symbol('a'),
    ];
    for (const key of wrong) expect(packing(() => key as never)).toThrow(PackError);
    expect(packing(() => 1.5 as never)).toThrow(/^\[0\]\.index own: 1\.5 is not an integer/);
    let count = 0;
    expect(packing(() => ['a', 5][count++] as never)).toThrow(/^\[1\]\.index own: 5 is not a string/);
    expect(packing(() => '\ud800' as never)).toThrow(PackError);
    expect(packing(() => 'x'.repeat(2 ** 24 + 1) as never)).toThrow(/too long|longer/);
  });

  test('refuse options that make no index', () => {
    const Other = struct({
      on: t.bool,
      share: t.float64,
      day: t.date,
      all: t.list,
      map: t.dict,
      any: t.any,
      at: Address,
    });
    const Others = mapping({ key: t.string, value: Other });
    const packing =
      (indexes: unknown, more: object = {}) =>
      () =>
        Others.pack([], { indexes, ...more } as MappingBuildOptions<unknown>);
    for (const name of ['on', 'all', 'map', 'any', 'at']) expect(packing([name])).toThrow(/has no index/);
    expect(packing(['shore'])).toThrow(/no field shore for the index shore: is it share/);
    expect(packing(['at.zap'])).toThrow(/there is no field zap for the index at\.zap: is it zip/);
    expect(packing(['at.zip', { name: 'at.zip', keys: () => 1 }])).toThrow(/two indexes called at\.zip/);
    expect(packing('at.zip')).toThrow(/a list of names/);
    expect(packing([{ name: 'a' }])).toThrow(/no field a for the index a/);
    expect(packing([{ name: 'at.zip', ordered: 1 }])).toThrow(/ordered is true or false/);
    expect(packing([{ name: 'a', field: 'at.zip', keys: () => 1 }])).toThrow(/has a field, as in/);
    expect(packing([{ name: 'a', fields: 'b' }])).toThrow(/is it field/);
    expect(packing([{ name: 5, keys: () => 1 }])).toThrow(/the name of an index is text, not 5/);
    expect(packing([{ name: 'a', field: 7 }])).toThrow(/given by its name, not as 7/);
    expect(packing([{ name: 'a', keys: () => 1, key: t.bool }])).toThrow(
      /keys of text, bytes, integers, floats or times/,
    );
    expect(packing([5])).toThrow(ArgumentError);
    expect(packing(['at.zip'], { sections: false })).toThrow(/leave out sections: false, or indexes/);
    expect(packing(['x'.repeat(2 ** 20)])).toThrow(ArgumentError);
    const flags = [{ name: 'a', key: t.bool, keys: () => 1 }] as const;
    expect(() => mapping({ key: t.string, value: Other, indexes: flags })).toThrow(ArgumentError);
  });

  test('are told by name where there is no such one, or none any more', () => {
    const row: Plain = { id: 1, name: 'a', tags: [], ports: new Set(), address: null };
    const bytes = Rows.pack([entry(row)], { indexes: ['name', 'tags'] });
    const read = Rows.fromBuffer(bytes);
    expect(() => read.by('nam')).toThrow(/no index nam: is it name\? There is name, tags/);
    expect(() => Rows.fromBuffer(Rows.pack([entry(row)])).by('name')).toThrow(
      /there is none: build it with indexes/,
    );
    const open = read.by('name');
    expect(read.by('name')).toBe(open);
    const writable = Rows.fromBuffer(bytes, { writable: true });
    expect(() => writable.by('name')).toThrow(/out of use since it was opened to be changed/);
    expect([writable.indexNames, read.indexNames]).toEqual([[], []]);
    expect(() => read.by('name')).toThrow(/out of use/);
    read.close();
    for (const look of [
      () => open.get('a'),
      () => open.has('zz'),
      () => open.getAll('zz'),
      () => [...open.keys()],
    ])
      expect(look).toThrow(ClosedError);
    expect(() => read.by('name')).toThrow(ClosedError);
  });

  test('are none of the declaration where the options say so', () => {
    const Declared = mapping({ key: t.string, value: Row, indexes: ['name'] });
    expect(Declared.fromBuffer(Declared.pack([])).by('name').size).toBe(0);
    expect(Declared.fromBuffer(Declared.pack([], { indexes: [] })).indexNames).toEqual([]);
    expect(Declared.fromBuffer(Declared.pack([], { indexes: ['tags'] })).indexNames).toEqual(['tags']);
    expect(Declared.fromBuffer(Declared.pack([], { indexes: undefined })).indexNames).toEqual(['name']);
  });
});
