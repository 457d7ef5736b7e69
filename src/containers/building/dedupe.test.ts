import * as fc from 'fast-check';
import { ArgumentError, type Key, mapping, Sharing, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { RecentRecords } from './dedupe.js';

const Row = struct({ id: t.uint32, name: t.string });
const ByText = mapping({ key: t.string, value: Row });
const row = (id: number) => ({ id, name: `n${id}` });
const ids = (map: { values(): Iterable<{ id: number }> }) => [...map.values()].map(({ id }) => id);

describe('equal records of a mapping', () => {
  test('that are one object are stored once, with an entry for each key', () => {
    const seven = row(7);
    const map = ByText.fromBuffer(
      ByText.pack([
        ['a', seven],
        ['b', row(1)],
        ['c', seven],
      ]),
    );
    expect([map.size, map.array.length]).toEqual([3, 2]);
    expect(['a', 'b', 'c'].map((key) => map.get(key)?.id)).toEqual([7, 1, 7]);
    expect(['a', 'b', 'c'].map((key) => map.mapper.get(key))).toEqual([0, 1, 0]);
    expect(ids(map).sort()).toEqual([1, 7, 7]);
  });

  test('are compared as they are when packed, whatever becomes of the object', () => {
    const shared = row(1);
    function* entries(): Generator<[string, { id: number; name: string }]> {
      yield ['a', shared];
      shared.id = 2;
      yield ['b', shared];
    }
    const map = ByText.fromBuffer(ByText.pack(entries()));
    expect([map.get('a')?.id, map.get('b')?.id, map.array.length]).toEqual([1, 2, 2]);
  });

  test.each([
    [false, 4],
    [0, 4],
    [1, 4],
    [2, 2],
    [true, 2],
    [undefined, 4],
  ])('with dedupe %s, of four of two in turn %s are stored', (dedupe, stored) => {
    const entries = [0, 1, 2, 3].map((n): [string, ReturnType<typeof row>] => [`k${n}`, row(n % 2)]);
    expect(ByText.fromBuffer(ByText.pack(entries, { dedupe })).array.length).toBe(stored);
  });

  test('of integer and approximate keys are stored once only when asked: entries of a key stay in order', () => {
    const declarations = [
      mapping({ key: t.uint32, value: Row, multi: true }),
      mapping({ key: t.string, value: Row, multi: true, approximate: true }),
    ];
    for (const declaration of declarations) {
      const key = (n: number) => (declaration === declarations[0] ? n : `${n}`) as never;
      const entries = [1, 2, 2].map((n, at): [never, ReturnType<typeof row>] => [
        key(n),
        row([5, 6, 5][at]!),
      ]);
      const plain = declaration.fromBuffer(declaration.pack(entries as never));
      expect(plain.array.length).toBe(3);
      expect(plain.getAll(key(2)).map(({ id }) => id)).toEqual([6, 5]);
      const once = declaration.fromBuffer(declaration.pack(entries as never, { dedupe: 8 }));
      expect([once.size, once.array.length]).toEqual([3, 2]);
      expect(once.getAll(key(2)).map(({ id }) => id)).toEqual([5, 6]);
    }
  });

  test('do not go with sharing, nor with a number of entries that is none', () => {
    expect(() => ByText.pack([], { dedupe: 4, sharing: new Sharing() })).toThrow(ArgumentError);
    for (const dedupe of [-1, 1.5, 2 ** 20 + 1]) expect(() => ByText.pack([], { dedupe })).toThrow('dedupe');
    const shared = ByText.pack(
      [
        ['a', row(1)],
        ['b', row(1)],
      ],
      { sharing: new Sharing() },
    );
    expect(ByText.fromBuffer(shared).array.length).toBe(2);
  });
});

describe('whatever the keys, alignment and number of entries looked at', () => {
  const KEYS: [string, (n: number) => Key][] = [
    ['string', (n) => `key ${n}`],
    ['bytes', (n) => Uint8Array.of(n, n >> 8)],
    ['uint64', (n) => n * 1_000_003],
    ['uint8', (n) => n],
    ['any', (n) => (n % 2 === 0 ? n : `key ${n}`)],
  ];
  test.each(KEYS)('a mapping with %s keys reads as without', (type, key) => {
    const values = fc.array(fc.nat(5), { maxLength: 60 });
    const alignments = fc.constantFrom(1, 2, 4, 8, 16, 32) as fc.Arbitrary<1>;
    fc.assert(
      fc.property(
        values,
        alignments,
        fc.constantFrom(0, 1, 3, 100),
        fc.boolean(),
        (numbers, alignment, dedupe, sections) => {
          const Value = struct(
            { id: t.uint8, name: t.string, extra: t.list(t.uint8).optional() },
            { alignment },
          );
          const declaration = mapping({ key: t[type as 'string'], value: Value });
          const entries = numbers.map((n, at): [string, object] => [
            key(at) as string,
            { id: n, name: 'x'.repeat(n), ...(n === 3 ? { extra: [1, 2, 3] } : {}) },
          ]);
          const map = declaration.fromBuffer(declaration.pack(entries as never, { dedupe, sections }));
          expect(map.size).toBe(entries.length);
          for (const [each, value] of entries) expect(map.get(each)?.toObject()).toEqual(value);
          const distinct = new Set(numbers).size;
          if (dedupe === 0) expect(map.array.length).toBe(numbers.length);
          else if (dedupe === 100) expect(map.array.length).toBe(distinct);
          else expect(map.array.length).toBeGreaterThanOrEqual(distinct);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('recent records: the last ones are found, as long as their bytes are there', () => {
  // Lengths such that the ring goes round, and a model that holds all there were.
  const lengths = fc.constantFrom(0, 1, 7, 4096, 2 ** 14, 2 ** 14 + 1);
  const records = fc.array(fc.tuple(lengths, fc.nat(3)), { minLength: 50, maxLength: 400 });
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 100 }), (each, entries) => {
      const recent = new RecentRecords(entries, 'bytes');
      const known: string[] = [];
      for (const [length, fill] of each) {
        const bytes = new Uint8Array(length).fill(fill);
        const name = `${length}:${length === 0 ? 0 : fill}`;
        if (recent.find(bytes, undefined)) {
          expect(known[recent.item]).toBe(name);
          expect(recent.offset).toBe(recent.item * 8);
        } else {
          known.push(name);
          recent.add(bytes, known.length - 1, (known.length - 1) * 8);
          expect(recent.find(bytes, undefined)).toBe(length <= 2 ** 14);
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('recent records: bytes that were overwritten in the ring are not taken for others', () => {
  const recent = new RecentRecords(1000, 'bytes');
  const record = (n: number) => new Uint8Array(10_000).fill(n);
  for (let n = 0; n < 200; n += 1) {
    expect(recent.find(record(n), undefined)).toBe(false);
    recent.add(record(n), n, n);
  }
  for (let n = 0; n < 90; n += 1) expect(recent.find(record(n), undefined)).toBe(false);
  expect([recent.find(record(199), undefined), recent.item]).toEqual([true, 199]);
});

test('a search that is not asked for ends when nothing is found, one that is goes on', () => {
  const Row = struct({ n: t.int32 });
  const D = mapping({ key: t.string, value: Row });
  const rows = Array.from({ length: 20_000 }, (_, n): [string, { n: number }] => [`k${n}`, { n }]);
  rows.push(['again', rows[19_999]![1]]);
  expect(D.fromBuffer(D.pack(rows)).array.length).toBe(20_001);
  expect(D.fromBuffer(D.pack(rows, { dedupe: true })).array.length).toBe(20_000);
  const early: [string, { n: number }][] = [['first', rows[0]![1]], ...rows];
  expect(D.fromBuffer(D.pack(early)).array.length).toBe(20_001);
});
