import fc from 'fast-check';
import {
  ArgumentError,
  CorruptBufferError,
  type Mapping,
  mapping,
  type RangeOptions,
  struct,
  t,
} from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Item = struct({ n: t.uint32 });
type Numbered = { readonly n: number };

/** Short ones over a few characters, so that many are equal or prefixes of others; above and below the surrogates. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'é', '\uffee', '\u{1f600}', '\ud7ff'), maxLength: 5 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  // Stored compressed.
  fc.tuple(fc.constantFrom('a', 'b'), fc.nat(3)).map(([unit, more]) => unit.repeat(600 + more)),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 4 }),
  fc.array(fc.constantFrom(0, 1, 254, 255), { maxLength: 4 }).map((list) => Uint8Array.from(list)),
);
const small = fc.nat(60);
const wide = fc.oneof(small, fc.maxSafeNat(), fc.bigInt(0n, 2n ** 64n - 1n));

type Compare = (a: unknown, b: unknown) => number;
const byBytes: Compare = (a, b) => Buffer.compare(Buffer.from(a as string), Buffer.from(b as string));
const byValue: Compare = (a, b) =>
  BigInt(a as number) < BigInt(b as number) ? -1 : Number(BigInt(a as number) > BigInt(b as number));

/** An integer is one key as a number and as a bigint. */
const same = (key: unknown): unknown => (typeof key === 'number' ? BigInt(key) : key);

/** What is sorted, with the records in the order in which they were written among equal keys. */
class Oracle {
  readonly entries: [unknown, number][];
  readonly compare: Compare;

  constructor(keys: readonly unknown[], compare: Compare) {
    this.compare = compare;
    this.entries = keys.map((key, n): [unknown, number] => [same(key), n]);
    this.entries.sort(([a, n], [b, m]) => compare(a, b) || n - m);
  }

  range(
    from: unknown,
    to: unknown,
    { limit = 1e9, reverse = false }: RangeOptions = {},
  ): [unknown, number][] {
    const found = this.entries.filter(
      ([key]) =>
        (from === undefined || this.compare(key, from) >= 0) &&
        (to === undefined || this.compare(key, to) < 0),
    );
    return (reverse ? found.reverse() : found).slice(0, limit);
  }
}

function plain(entries: Iterable<[unknown, Numbered]>): [unknown, number][] {
  return [...entries].map(([key, { n }]) => [same(key), n]);
}

const options = fc.record(
  { limit: fc.nat(5), reverse: fc.boolean() },
  { requiredKeys: [] },
) as fc.Arbitrary<RangeOptions>;

interface Kind {
  readonly name: string;
  readonly keys: fc.Arbitrary<unknown>;
  readonly compare: Compare;
  readonly declaration: { readonly key: unknown; readonly width?: 32 | 64; readonly multi?: boolean };
}
const kinds: readonly Kind[] = [
  { name: 'text', keys: text, compare: byBytes, declaration: { key: t.string } },
  {
    name: 'text, 32 bits, several',
    keys: text,
    compare: byBytes,
    declaration: { key: t.string, width: 32, multi: true },
  },
  { name: 'bytes', keys: bytes, compare: byBytes, declaration: { key: t.bytes } },
  { name: 'integers', keys: wide, compare: byValue, declaration: { key: t.uint64 } },
  { name: 'integers, 32 bits', keys: small, compare: byValue, declaration: { key: t.uint32, width: 32 } },
  {
    name: 'bigints, several',
    keys: wide.map(BigInt),
    compare: byValue,
    declaration: { key: t.biguint64, multi: true },
  },
];

function packed({ declaration }: Kind, keys: readonly unknown[], more: object = {}): Uint8Array {
  const entries = keys.map((key, n) => [key, { n }] as const);
  return mapping({ ...declaration, value: Item } as never).pack(entries as never, { ordered: true, ...more });
}

function opened(kind: Kind, keys: readonly unknown[], more?: object): Mapping<never, Numbered> {
  return mapping().fromBuffer(packed(kind, keys, more)) as Mapping<never, never>;
}

describe.each(kinds)('keys in order: $name', (kind) => {
  const { keys, compare } = kind;
  const end = fc.option(keys, { nil: undefined });

  test('ranges are those of a sorted list', () => {
    fc.assert(
      fc.property(
        fc.array(keys, { maxLength: 80 }),
        end,
        end,
        options,
        fc.constantFrom('table', 'compact', 'none'),
        (list, from, to, how, index) => {
          const [oracle, found] = [new Oracle(list, compare), opened(kind, list, { index })];
          expect(plain(found.range(from as never, to as never, how))).toEqual(oracle.range(from, to, how));
          expect(plain(found.range())).toEqual(oracle.entries);
          const [first] = oracle.entries;
          expect(found.first()?.[1].n).toBe(first?.[1]);
          expect(found.last()?.[1].n).toBe(oracle.entries.at(-1)?.[1]);
          for (const key of list) expect(found.get(key as never)).toBeDefined();
        },
      ),
    );
  });

  test('each of the keys is its own nearest, and the first of equal ones', () => {
    fc.assert(
      fc.property(fc.array(keys, { minLength: 1, maxLength: 40 }), (list) => {
        const found = opened(kind, list);
        for (const key of list) {
          const [nearest, { n }] = found.nearest(key as never)!;
          expect(compare(nearest, key)).toBe(0);
          expect(n).toBe(list.findIndex((other) => compare(other, key) === 0));
        }
      }),
    );
  });
});

test.each(kinds.slice(0, 3))('prefixes of $name', (kind) => {
  fc.assert(
    fc.property(fc.array(kind.keys, { maxLength: 60 }), kind.keys, options, (list, prefix, how) => {
      const start = Buffer.from(prefix as string);
      const expected = new Oracle(list, kind.compare).range(undefined, undefined, { reverse: how.reverse });
      const starting = expected.filter(([key]) =>
        Buffer.from(key as string)
          .subarray(0, start.length)
          .equals(start),
      );
      const found = opened(kind, list);
      expect(plain(found.prefix(prefix as never, how))).toEqual(starting.slice(0, how.limit));
    }),
  );
});

test('the order of text is that of code points, not of UTF-16', () => {
  const list = ['\u{1f600}', '\uffee', '\ue000', 'z'];
  expect([...opened(kinds[0]!, list).range()].map(([key]) => key)).toEqual([
    'z',
    '\ue000',
    '\uffee',
    '\u{1f600}',
  ]);
});

describe('the nearest key', () => {
  const declaration = mapping({ key: t.uint64, value: Item });
  const of = (keys: (number | bigint)[]) =>
    declaration.fromBuffer(declaration.pack(keys.map((key, n) => [key as number, { n }])));

  test('of integers is that of a list, the smaller of two that are as close', () => {
    fc.assert(
      fc.property(
        fc.array(wide, { minLength: 1, maxLength: 30 }),
        fc.oneof(wide, fc.constantFrom(-5, 2n ** 70n)),
        (list, key) => {
          const away = (other: number | bigint): bigint => {
            const difference = BigInt(other) - BigInt(key);
            return difference < 0n ? -difference : difference;
          };
          const [best] = [...list].sort((a, b) => byValue(away(a), away(b)) || byValue(a, b));
          const found = of(list).nearest(key as number);
          expect(BigInt(found![0])).toBe(BigInt(best!));
          expect(found![1].n).toBe(list.findIndex((other) => BigInt(other) === BigInt(best!)));
        },
      ),
    );
    expect(of([10, 20]).nearest(15)![0]).toBe(10);
    expect(of([10, 20]).nearest(16)![0]).toBe(20);
    expect(of([]).nearest(16)).toBeUndefined();
  });

  test('of text is the neighbour that shares more bytes from the front, else the one before', () => {
    const found = opened(kinds[0]!, ['car', 'cart', 'dog']) as Mapping<string, Numbered>;
    const nearest = (key: string) => found.nearest(key)![0];
    expect(['carton', 'cas', 'do', 'e', '', 'carb', 'cz'].map(nearest)).toEqual([
      'cart',
      'cart',
      'dog',
      'dog',
      'car',
      'car',
      'cart',
    ]);
  });
});

describe('what is refused', () => {
  const texts = mapping({ key: t.string, value: Item });
  const integers = mapping({ key: t.uint32, value: Item });
  const ordered = texts.fromBuffer(texts.pack([['a', { n: 1 }]], { ordered: true }));
  const numbers = integers.fromBuffer(integers.pack([[1, { n: 1 }]]));

  test('text without an order, with what to do', () => {
    const without = texts.fromBuffer(texts.pack([['a', { n: 1 }]]));
    const calls = [
      () => without.range(),
      () => without.prefix('a'),
      () => without.first(),
      () => without.last(),
      () => without.nearest('a'),
    ];
    for (const call of calls) expect(call).toThrow(ArgumentError);
    expect(calls[0]).toThrow('ordered: true');
  });

  test.each([
    ['a number among text', () => ordered.range(1 as never)],
    ['null', () => ordered.range(undefined, null as never)],
    ['a lone surrogate', () => ordered.prefix('\ud800')],
    ['text among integers', () => numbers.range('1' as never)],
    ['a fraction', () => numbers.range(0.5)],
    ['NaN', () => numbers.nearest(Number.NaN)],
    ['a number from 2^53 up', () => numbers.range(2 ** 53)],
    ['a prefix of integers', () => numbers.prefix(1)],
    ['a limit that is none', () => numbers.range(1, 2, { limit: -1 })],
    ['a limit of half', () => numbers.range(1, 2, { limit: 0.5 })],
    ['reverse that is no boolean', () => numbers.range(1, 2, { reverse: 1 as never })],
    ['another option', () => numbers.range(1, 2, { step: 1 } as never)],
  ])('%s', (_, call) => {
    expect(call).toThrow(ArgumentError);
  });

  test('keys that have no order', () => {
    const any = mapping({ key: t.any, value: Item });
    const hashes = mapping({ key: t.string, value: Item, approximate: true });
    for (const declaration of [any, hashes]) {
      expect(() => declaration.pack([['a', { n: 1 }]], { ordered: true })).toThrow(ArgumentError);
      expect(() => declaration.fromBuffer(declaration.pack([['a', { n: 1 }]])).first()).toThrow(
        'have no order',
      );
    }
    expect(() => texts.pack([], { ordered: true, sections: false })).toThrow('sections');
  });

  test('anything once it is closed', () => {
    const closed = texts.fromBuffer(texts.pack([], { ordered: true }));
    closed.close();
    expect(() => closed.range()).toThrow('closed');
    const nothing = integers.fromBuffer(integers.pack([]));
    nothing.close();
    expect(() => nothing.first()).toThrow('closed');
  });
});

describe('damage', () => {
  const kind = kinds[0]!;
  const list = ['a', 'ab', 'b', 'c', 'd', 'é', '\uffee', 'x'.repeat(600)];
  const good = packed(kind, list, { checksums: false });
  const order = positionOfOrder(good);

  test('of the order gives an error, or entries that are there, in order', () => {
    fc.assert(
      fc.property(fc.nat(8 + 4 * list.length - 1), fc.nat(255), fc.nat(3), (at, byte, mode) => {
        const damaged = good.slice();
        damaged[order + at] = byte;
        const found = mapping({ key: t.string, value: Item }).fromBuffer(damaged);
        try {
          const entries = [
            [...found.range('ab', 'e')],
            [...found.range(undefined, undefined, { reverse: true })],
            [...found.prefix('a')],
            [found.nearest('bb'), found.first(), found.last()],
          ][mode]!;
          for (const entry of entries) expect(list[entry![1].n]).toBe(entry![0]);
        } catch (error) {
          expect(error).toBeInstanceOf(CorruptBufferError);
        }
      }),
    );
  });

  test('two entries the wrong way round are told where a walk comes to them', () => {
    const damaged = good.slice();
    damaged.copyWithin(order + 8, order + 12, order + 16);
    damaged.set(good.subarray(order + 8, order + 12), order + 12);
    const found = mapping({ key: t.string, value: Item }).fromBuffer(damaged);
    expect(() => [...found.range()]).toThrow('not in order');
  });

  test('integers that are not sorted are told', () => {
    const declaration = mapping({ key: t.uint64, value: Item });
    const data = declaration.pack([1, 2, 3].map((key) => [key, { n: key }]));
    data[16 + 16] = 9;
    expect(() => [...declaration.fromBuffer(data).range()]).toThrow(CorruptBufferError);
    expect(() => [...declaration.fromBuffer(data).range(0, 5, { limit: 2 })]).toThrow(CorruptBufferError);
  });
});

/** Where the payload of the section starts. */
function positionOfOrder(data: Uint8Array): number {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  for (let at = 0; ; at += 32) {
    const section = view.getUint32(at, true) === 0x45534253 && view.getUint32(at + 4, true) === 0x87f35443;
    if (section && view.getUint32(at + 8, true) === 8) return at + 32;
  }
}

test('ends may be bytes, those of a Buffer too, which stays as it was', () => {
  const Names = mapping({ key: t.string, value: struct({ n: t.uint32 }) });
  const names = Names.fromBuffer(
    Names.pack(
      ['a1', 'a2', 'b', 'é'].map((key, n): [string, { n: number }] => [key, { n }]),
      { ordered: true },
    ),
  );
  const keys = (entries: Iterable<[string, object]>) => Array.from(entries, ([key]) => key);
  for (const bytes of [
    (text: string) => Buffer.from(text),
    (text: string) => new TextEncoder().encode(text),
  ]) {
    const given = (text: string) => bytes(text) as never;
    const prefix = bytes('a');
    expect(keys(names.prefix(prefix as never))).toEqual(['a1', 'a2']);
    expect(new TextDecoder().decode(prefix)).toBe('a');
    expect(keys(names.range(given('a2'), given('é')))).toEqual(['a2', 'b']);
    expect(names.nearest(given('a1'))?.[0]).toBe('a1');
    expect(keys(names.prefix(given('é')))).toEqual(['é']);
  }
});
