import fc from 'fast-check';
import {
  CorruptBufferError,
  type IdMapper,
  type IdMapperDeclaration,
  idMapper,
  type Key,
  mergeIdMappers,
  PackError,
  SchemaError,
  SharedBuffersError,
  t,
} from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

type Entry = readonly [Key, number];

function mapperOf(declaration: IdMapperDeclaration<never>, entries: readonly Entry[]): IdMapper<never> {
  return declaration.fromBuffer(declaration.pack(entries as never));
}

function merge(
  declaration: IdMapperDeclaration<never>,
  parts: readonly (readonly Entry[])[],
  options = {},
): IdMapper<never> {
  const sources = parts.map((part) => mapperOf(declaration, part));
  return declaration.fromBuffer(mergeIdMappers(declaration, sources, options));
}

const declarations = ([32, 64] as const).flatMap((width) => [
  [`numeric, ${width}`, idMapper({ key: t.uint32, width }) as IdMapperDeclaration<never>] as const,
  [`string, ${width}`, idMapper({ key: t.string, width }) as IdMapperDeclaration<never>] as const,
  [
    `approximate, ${width}`,
    idMapper({ key: t.string, width, approximate: true }) as IdMapperDeclaration<never>,
  ] as const,
]);
const parts = fc.array(fc.array(fc.tuple(fc.nat(12), fc.nat(9)), { maxLength: 20 }), { maxLength: 5 });

describe.each(declarations)('%s', (name, declaration) => {
  const key = (number: number): Key => (name.startsWith('string') ? `key ${number}` : number);
  const keyed = (entries: [number, number][]): Entry[] =>
    entries.map(([number, value]) => [key(number), value]);

  test('merging is building from all entries, source after source', () => {
    fc.assert(
      fc.property(parts, (numbers) => {
        const sources = numbers.map(keyed);
        const merged = merge(declaration, sources);
        const whole = mapperOf(declaration, sources.flat());
        expect([...merged]).toEqual([...whole]);
        expect(merged.size).toBe(sources.flat().length);
        expect([...merged.entries({ order: 'sequential' })]).toEqual([
          ...whole.entries({ order: 'sequential' }),
        ]);
        for (let number = 0; number < 14; number += 1) {
          expect(merged.getAll(key(number) as never)).toEqual(whole.getAll(key(number) as never));
        }
      }),
    );
  });

  test('what is merged can be merged again', () => {
    const [a, b, c] = [
      [1, 2, 1],
      [2, 3],
      [1, 4],
    ].map((list, part) => keyed(list.map((n, item) => [n, part * 3 + item])));
    const once = merge(declaration, [a!, b!]);
    const twice = declaration.fromBuffer(mergeIdMappers(declaration, [once, mapperOf(declaration, c!)]));
    expect([...twice]).toEqual([...mapperOf(declaration, [...a!, ...b!, ...c!])]);
  });

  test('nothing merges to nothing', () => {
    expect(merge(declaration, []).size).toBe(0);
    expect(merge(declaration, [[], []]).size).toBe(0);
  });

  test('any damage gives a mapper or an error', () => {
    const bytes = declaration.pack(keyed([1, 5, 3, 3].map((number, item) => [number, item])) as never);
    const good = mapperOf(declaration, keyed([[2, 7]]));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const damaged = bytes.slice();
        damaged[at] = byte;
        try {
          const merged = mergeIdMappers(declaration, [good, declaration.fromBuffer(damaged)]);
          expect(merged.length).toBeLessThan(1000);
          declaration.fromBuffer(merged).getAll(key(5) as never);
        } catch (error) {
          expect(error).toBeInstanceOf(SharedBuffersError);
        }
      }),
    );
  });
});

const unkeyed = declarations.filter(([name]) => !name.startsWith('string'));

describe('duplicates are dropped as in building', () => {
  test.each(unkeyed)('%s', (_name, declaration) => {
    fc.assert(
      fc.property(parts, fc.boolean(), fc.boolean(), (sources, discardDuplicates, discardDuplicateKeys) => {
        const options = { discardDuplicates, discardDuplicateKeys };
        const whole = declaration.fromBuffer(declaration.pack(sources.flat() as never, options));
        const merged = merge(declaration, sources, options);
        expect([...merged]).toEqual([...whole]);
        expect(merged.size).toBe(whole.size);
      }),
    );
  });
});

describe('numeric mappers', () => {
  const wide = idMapper({ key: t.uint64 });
  const narrow = idMapper({ key: t.uint64, width: 32 });
  const source = wide.fromBuffer(
    wide.pack([
      [3, 1],
      [2 ** 32 - 1, 2],
    ]),
  );

  test('of different widths merge, as far as they fit', () => {
    const small = narrow.fromBuffer(narrow.pack([[3, 0]]));
    const expected = [
      [3, 0],
      [3, 1],
      [2 ** 32 - 1, 2],
    ];
    for (const declaration of [wide, narrow])
      expect([...declaration.fromBuffer(mergeIdMappers(declaration, [source, small]))]).toEqual(expected);
    const large = wide.fromBuffer(wide.pack([[2 ** 32, 0]]));
    expect(() => mergeIdMappers(narrow, [small, large])).toThrow(PackError);
  });

  /** As Python leaves them: among equal keys, values in the order of the parts. */
  test('whose values are not sorted come out sorted', () => {
    const bytes = wide.pack([
      [1, 5],
      [2, 3],
      [2, 3],
      [2, 3],
      [2, 3],
    ]);
    const view = new DataView(bytes.buffer);
    [9, 7, 8, 7].forEach((value, item) => {
      view.setUint32(16 + 16 * (1 + item) + 8, value, true);
    });
    const unsorted = wide.fromBuffer(bytes);
    expect(unsorted.getAll(2)).toEqual([9, 7, 8, 7]);
    const other = wide.fromBuffer(
      wide.pack([
        [2, 8],
        [3, 0],
      ]),
    );
    const merged = (options = {}) => [...wide.fromBuffer(mergeIdMappers(wide, [unsorted, other], options))];
    expect(merged().map(([, value]) => value)).toEqual([5, 7, 7, 8, 8, 9, 0]);
    expect(merged({ discardDuplicates: true }).map(([, value]) => value)).toEqual([5, 7, 8, 9, 0]);
    expect(merged({ discardDuplicateKeys: true }).map(([, value]) => value)).toEqual([5, 7, 0]);
  });

  test('that are not sorted by key are refused', () => {
    const bytes = wide.pack([
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
    bytes[16 + 16] = 4;
    expect(() => mergeIdMappers(wide, [wide.fromBuffer(bytes)])).toThrow(CorruptBufferError);
    expect(() => mergeIdMappers(wide, [wide.fromBuffer(bytes)])).toThrow('is not sorted, at entry 2');
  });
});

test('sources of other keys are refused', () => {
  const text = idMapper({ key: t.string });
  const others = [
    idMapper({ key: t.uint64 }),
    idMapper({ key: t.string, width: 32 }),
    idMapper({ key: t.string, approximate: true }),
  ] as IdMapperDeclaration<never>[];
  for (const other of others) {
    expect(() => mergeIdMappers(text, [mapperOf(other, []) as IdMapper<Key> as IdMapper<string>])).toThrow(
      SchemaError,
    );
    const strings = text.fromBuffer(text.pack([])) as IdMapper<Key> as IdMapper<never>;
    expect(() => mergeIdMappers(other, [strings])).toThrow('mapper 0 of those to merge');
  }
});

test('string keys of every stored form are copied', () => {
  const declaration = idMapper({ key: t.string });
  const keys = [
    '',
    'x',
    'y'.repeat(600),
    Array.from({ length: 40_000 }, (_, i) => String.fromCharCode(33 + ((i * i * 7) % 90))).join(''),
  ];
  const sources = keys.map((key, item) => declaration.fromBuffer(declaration.pack([[key, item]])));
  const merged = declaration.fromBuffer(mergeIdMappers(declaration, sources));
  expect([...merged.entries({ order: 'sequential' })]).toEqual(keys.map((key, item) => [key, item]));
  expect(keys.map((key) => merged.get(key))).toEqual([0, 1, 2, 3]);
});
