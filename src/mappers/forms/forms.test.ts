import fc from 'fast-check';
import {
  ArgumentError,
  idMapper,
  type Key,
  type Mapping,
  mapping,
  PackError,
  SchemaError,
  struct,
  t,
  verifyBuffer,
} from 'sharedbuffers';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

const Item = struct({ n: t.uint32 });
type Numbered = { readonly n: number };

const times = fc.date({
  min: new Date('0001-01-01'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});
const micros = fc.tuple(times, fc.nat(999)).map(([date, us]) => BigInt(date.getTime()) * 1000n + BigInt(us));
const near = fc.integer({ min: -40, max: 40 });
const dateOf = (day: number) => Temporal.PlainDate.from('1970-01-01').add({ days: day });

interface Kind {
  readonly name: string;
  readonly declaration: { readonly key: unknown; readonly width?: 32; readonly signed?: true };
  readonly keys: fc.Arbitrary<unknown>;
  /** Where a key lies on the line, exactly. */
  at(key: unknown): number | bigint;
}

const integers = fc.oneof(near, fc.maxSafeInteger(), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n));
const kinds: readonly Kind[] = [
  {
    name: 'signed',
    declaration: { key: t.int64, signed: true },
    keys: integers,
    at: (key) => BigInt(key as number),
  },
  {
    name: 'signed bigints',
    declaration: { key: t.bigint64, signed: true },
    keys: integers.map(BigInt),
    at: (key) => BigInt(key as number),
  },
  {
    name: 'signed, 32 bits',
    declaration: { key: t.int, signed: true, width: 32 },
    keys: fc.oneof(near, fc.integer()),
    at: (key) => BigInt(key as number),
  },
  {
    name: 'floats',
    declaration: { key: t.float64 },
    keys: fc.oneof(near, fc.double({ noNaN: true }), fc.constantFrom(-0, 0, Infinity, -Infinity, 5e-324)),
    at: (key) => key as number,
  },
  {
    name: 'dates',
    declaration: { key: t.date },
    keys: fc
      .oneof(
        near,
        times.map((date) => Math.floor(date.getTime() / 86_400_000)),
      )
      .map(dateOf),
    at: (key) => BigInt(Date.parse(`${key}T00:00Z`) / 86_400_000),
  },
  {
    name: 'dates, 32 bits',
    declaration: { key: t.date, width: 32 },
    keys: near.map(dateOf),
    at: (key) => BigInt(Date.parse(`${key}T00:00Z`) / 86_400_000),
  },
  {
    name: 'datetimes',
    declaration: { key: t.datetime },
    keys: fc.oneof(near.map(BigInt), micros).map((us) => Temporal.Instant.fromEpochNanoseconds(us * 1000n)),
    at: (key) => (key as Temporal.Instant).epochNanoseconds,
  },
  {
    name: 'dates of JavaScript',
    declaration: { key: t.jsDate },
    keys: fc.oneof(
      near.map((ms) => new Date(ms)),
      times,
    ),
    at: (key) => BigInt((key as Date).getTime()),
  },
];

const compare = (a: number | bigint, b: number | bigint): number => (a < b ? -1 : Number(a > b));

describe.each(kinds)('keys: $name', ({ declaration, keys, at }) => {
  const declared = mapping({ ...declaration, value: Item } as never) as unknown as ReturnType<typeof mapping>;
  const pack = (list: readonly unknown[], options = {}): Uint8Array =>
    (declared as never as { pack(entries: unknown, options: object): Uint8Array }).pack(
      list.map((key, n) => [key, { n }]),
      options,
    );
  const end = fc.option(keys, { nil: undefined });
  test('are found, in order, and given back as what they are', () => {
    fc.assert(
      fc.property(
        fc.array(keys, { maxLength: 25 }),
        end,
        end,
        fc.boolean(),
        fc.constantFrom('table', 'compact', 'none'),
        (list, from, to, reverse, index) => {
          const bytes = pack(list, { index });
          const sorted = list
            .map((key, n): [number | bigint, number] => [at(key), n])
            .sort(([a, n], [b, m]) => compare(a, b) || n - m);
          const inside = sorted.filter(
            ([key]) =>
              (from === undefined || compare(key, at(from)) >= 0) &&
              (to === undefined || compare(key, at(to)) < 0),
          );
          for (const found of [declared.fromBuffer(bytes), mapping().fromBuffer(bytes)] as Mapping<
            Key,
            object
          >[]) {
            if (reverse) inside.reverse();
            // What a file of `Date`s says of itself is that it has instants.
            const read = [...found.range(from as Key, to as Key, { reverse })].map(([, record]) => {
              const { n } = record as Numbered;
              return [at(list[n]), n];
            });
            expect(read).toEqual(inside.map(([key, n]) => [key, n]));
            if (reverse) inside.reverse();
            for (const key of list) {
              const first = list.findIndex((other) => compare(at(other), at(key)) === 0);
              expect((found.get(key as Key) as Numbered).n).toBe(first);
              expect(found.getAll(key as Key)).toHaveLength(
                list.filter((other) => compare(at(other), at(key)) === 0).length,
              );
              expect((found.nearest(key as Key)![1] as Numbered).n).toBe(first);
            }
          }
          expect([...declared.fromBuffer(bytes).keys()].map((key) => at(key))).toEqual(
            sorted.map(([key]) => (key === 0 ? 0 : key)),
          );
          expect(verifyBuffer(bytes)).toMatchObject({ ok: true, findings: [] });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('the nearest one is that of a list', () => {
    fc.assert(
      fc.property(fc.array(keys, { minLength: 1, maxLength: 20 }), keys, (list, key) => {
        const away = (other: unknown): number | bigint => {
          const [a, b] = [at(other), at(key)];
          if (a === b) return typeof a === 'bigint' ? 0n : 0;
          return (a < b ? (b as number) - (a as number) : (a as number) - (b as number)) as number | bigint;
        };
        // Differences of floats are rounded, so that others can seem to be as close as the next ones.
        const sorted = [...list].sort((a, b) => compare(at(a), at(b)));
        const below = sorted.filter((other) => at(other) < at(key)).slice(-1);
        const next = [...below, ...sorted.filter((other) => at(other) >= at(key)).slice(0, 1)];
        const [best] = next.sort((a, b) => compare(away(a), away(b)) || compare(at(a), at(b)));
        const found = declared.fromBuffer(pack(list)) as Mapping<Key, object>;
        expect(compare(at(found.nearest(key as Key)![0]), at(best))).toBe(0);
      }),
    );
  });

  test('id mappers have them, too', () => {
    const ids = idMapper(declaration as never) as never as {
      pack(entries: unknown): Uint8Array;
      fromBuffer(bytes: Uint8Array): { get(key: unknown): unknown; keys(): Iterable<unknown> };
    };
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 10 }), (list) => {
        const found = ids.fromBuffer(ids.pack(list.map((key, value) => [key, value])));
        for (const key of list)
          expect(found.get(key)).toBe(list.findIndex((other) => compare(at(other), at(key)) === 0));
      }),
    );
  });
});

test('times are taken as values of their types are', () => {
  const days = mapping({ key: t.date, value: Item });
  const found = days.fromBuffer(days.pack([[new Date('2024-02-29T23:00Z') as never, { n: 1 }]]));
  const given = [
    Temporal.PlainDate.from('2024-02-29'),
    Temporal.PlainDateTime.from('2024-02-29T05:00'),
    Temporal.Instant.from('2024-02-29T00:00Z'),
  ];
  for (const key of given) expect(found.get(key as never)?.n).toBe(1);
  expect(String(found.first()![0])).toBe('2024-02-29');
  const moments = mapping({ key: t.datetime, value: Item });
  const times = moments.fromBuffer(moments.pack([[new Date('2024-02-29T23:00Z') as never, { n: 1 }]]));
  expect(times.get(Temporal.ZonedDateTime.from('2024-02-29T23:00[UTC]') as never)?.n).toBe(1);
});

test('keys of one day after the other take a direct table', () => {
  const days = mapping({ key: t.date, value: Item });
  const list = Array.from({ length: 1000 }, (_, n) => [dateOf(n * 2), { n }] as const);
  expect(days.pack(list, { checksums: false }).length).toBeLessThan(
    days.pack(list, { checksums: false, index: 'none' }).length + 8200,
  );
});

describe('what is refused', () => {
  const of = (declaration: object) =>
    mapping({ ...declaration, value: Item } as never) as never as {
      pack(entries: unknown): Uint8Array;
      fromBuffer(bytes: Uint8Array): Mapping<Key, object>;
    };
  const floats = of({ key: t.float64 });
  const signed = of({ key: t.int32, signed: true });
  const days = of({ key: t.date });

  test.each([
    ['NaN', floats, Number.NaN],
    ['a bigint among floats', floats, 1n],
    ['an integer that the type does not hold', signed, 2 ** 31],
    ['a fraction', signed, 0.5],
    ['text among dates', days, '2024-01-01'],
    ['an invalid Date', days, new Date(Number.NaN)],
    ['the year 0', days, Temporal.PlainDate.from('0000-12-31')],
    ['an integer past 32 bits', of({ key: t.int64, signed: true, width: 32 }), -(2 ** 31) - 1],
  ])('as a key: %s', (_, declaration, key) => {
    expect(() => declaration.pack([[key, { n: 1 }]])).toThrow(PackError);
    const found = declaration.fromBuffer(declaration.pack([]));
    expect(found.get(key as never)).toBeUndefined();
  });

  test.each([
    ['NaN', floats, Number.NaN],
    ['a bigint among floats', floats, 1n],
    ['a fraction', signed, 0.5],
    ['text among dates', days, '2024-01-01'],
    ['a number from 2^53 up', signed, -(2 ** 53)],
  ])('as an end of a range: %s', (_, declaration, key) => {
    const found = declaration.fromBuffer(declaration.pack([]));
    expect(() => found.range(key as never)).toThrow(ArgumentError);
    expect(() => found.nearest(key as never)).toThrow(ArgumentError);
  });

  test('what no key can be lies past the keys', () => {
    const found = signed.fromBuffer(
      signed.pack([
        [-5, { n: 0 }],
        [5, { n: 1 }],
      ]),
    );
    expect([...found.range(-(2n ** 70n), 2n ** 70n)]).toHaveLength(2);
    expect([...found.range(2n ** 70n)]).toHaveLength(0);
    expect([...found.range(undefined, -(2n ** 70n))]).toHaveLength(0);
    expect(found.nearest(2n ** 70n)![0]).toBe(5);
  });

  test('declarations that make no sense, and files of others', () => {
    expect(() => mapping({ key: t.uint64, signed: true, value: Item })).toThrow(SchemaError);
    expect(() => mapping({ key: t.string, signed: true, value: Item })).toThrow(SchemaError);
    expect(() => mapping({ key: t.float64, width: 32, value: Item })).toThrow(SchemaError);
    expect(() => mapping({ key: t.datetime, width: 32, value: Item })).toThrow(SchemaError);
    expect(() => mapping({ key: t.datetimeTz, value: Item } as never)).toThrow(SchemaError);
    const bytes = signed.pack([[-1, { n: 1 }]]);
    expect(() => mapping({ key: t.int32, value: Item }).fromBuffer(bytes)).toThrow('signed');
    expect(() => mapping({ key: t.date, value: Item }).fromBuffer(bytes)).toThrow(SchemaError);
    const plain = of({ key: t.int32 });
    expect(() => signed.fromBuffer(plain.pack([[1, { n: 1 }]]))).toThrow(SchemaError);
    expect(() => plain.pack([[-1, { n: 1 }]])).toThrow('signed: true');
  });

  test('stored integers that stand for no key are told', () => {
    const moments = of({ key: t.datetime });
    const bytes = moments.pack([[new Date(0), { n: 1 }]]);
    bytes.fill(0xff, 16, 19);
    expect(() => [...moments.fromBuffer(bytes).keys()]).toThrow('no');
    expect(verifyBuffer(bytes).ok).toBe(false);
  });
});

test('equal records under keys of one time keep the order of their entries', () => {
  const days = mapping({ key: t.date, value: Item, multi: true });
  const [a, b] = [{ n: 1 }, { n: 2 }];
  const day = () => Temporal.PlainDate.from('2024-01-01');
  const found = days.fromBuffer(
    days.pack([
      [day(), a],
      [day(), b],
      [day(), a],
    ]),
  );
  expect(found.getAll(day()).map(({ n }) => n)).toEqual([1, 2, 1]);
});
