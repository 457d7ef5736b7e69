/** Views stand for what they show: as keys and members, in packing and in look-ups; and nothing else can be done to them. */
import fc from 'fast-check';
import {
  ArgumentError,
  as,
  idMapper,
  type ListView,
  mapping,
  mergeIdMappers,
  PackError,
  struct,
  t,
} from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Holder = struct({
  tuple: t.tupleView,
  list: t.listView,
  set: t.setView,
  dict: t.dictView,
  keys: t.dictView(t.tupleView, t.any),
  members: t.setView(t.tupleView),
  sets: t.dictView(t.setView, t.any),
});

type Value = string | number | bigint | boolean | null | readonly Value[] | ReadonlySet<Value>;

function hold(items: readonly Value[]) {
  const tuple = Object.freeze([...items]);
  const set = new Set(items);
  return Holder.unpackFrom(
    Holder.pack({
      tuple,
      list: [...items],
      set,
      dict: new Map(items.map((item) => [item, 1])),
      keys: new Map([[tuple, 1]]),
      members: new Set([tuple]),
      sets: new Map([[set, 1]]),
    } as never),
  );
}

const leaf = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.integer(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 62n }),
  fc.constant(null),
);
const items = fc.uniqueArray(
  fc.oneof(
    leaf,
    fc.array(leaf, { maxLength: 3 }).map((inner) => Object.freeze(inner) as Value),
  ),
  { maxLength: 4, selector: String },
);

test('a view finds what the equal plain value finds, and is packed as it', () => {
  fc.assert(
    fc.property(items, (values) => {
      const held = hold(values);
      const tuple = Object.freeze([...values]);
      const set = new Set(values);
      const plainKeys: Value[] = [tuple, set, Object.freeze([tuple, set])];
      const declaration = idMapper({ key: t.any });
      const mapper = declaration.fromBuffer(
        declaration.pack(plainKeys.map((key, index) => [key as never, index] as const)),
      );
      const { dict, members } = Both.unpackFrom(
        Both.pack({
          dict: new Map(plainKeys.map((key, index) => [key, index])),
          members: new Set(plainKeys),
        }),
      );
      const views: unknown[] = [held.tuple, held.set, [held.tuple, held.set]];
      for (const [index, view] of [...views, held.list].entries()) {
        const place = index % 3;
        expect(mapper.get(view as never)).toBe(place);
        expect(mapper.has(view as never)).toBe(true);
        expect(mapper.getAll(view as never)).toEqual([place]);
        expect([...mapper.iterate(view as never)]).toEqual([place]);
        expect([dict.get(view), dict.has(view), members.has(view)]).toEqual([place, true, true]);
      }
      for (const view of [held.dict, [held.dict]]) {
        expect(mapper.get(view as never)).toBeUndefined();
        expect([dict.has(view), members.has(view)]).toEqual([false, false]);
      }
      // As keys and members of the file, too.
      for (const key of [tuple, held.tuple]) {
        expect([held.keys.get(key), held.keys.has(key), held.members.has(key)]).toEqual([1, true, true]);
      }
      for (const key of [set, held.set]) expect(held.sets.get(key)).toBe(1);

      const packed = (dictKey: unknown, key: unknown) =>
        Both.pack({ dict: new Map([[dictKey, 1]]), members: new Set([key]) } as never);
      // Each read is another object, so nothing is shared.
      const [again, other] = [structuredClone(tuple), structuredClone(set)];
      expect(packed(held.tuple, held.set)).toEqual(packed(tuple, other));
      expect(packed([held.tuple, 'x'], held.tuple)).toEqual(packed([tuple, 'x'], again));
      expect(
        declaration.pack([
          [held.tuple as never, 1],
          [held.set as never, 2],
        ]),
      ).toEqual(
        declaration.pack([
          [tuple as never, 1],
          [other as never, 2],
        ]),
      );
    }),
    { numRuns: 60 },
  );
});

const Both = struct({ dict: t.dictView, members: t.setView });

test('in mappings, in merged mappers and behind a tag', () => {
  const { tuple } = hold(['a', 1]);
  const Row = struct({ n: t.uint8 });
  const declaration = mapping({ key: t.any, value: Row });
  const map = declaration.fromBuffer(declaration.pack([[tuple as never, { n: 7 }]]));
  expect([map.get(['a', 1])!.n, map.get(tuple as never)!.n]).toEqual([7, 7]);
  const ids = idMapper({ key: t.any });
  const parts = [[tuple, 1] as const, [['b', tuple], 2] as const].map(([key, value]) =>
    ids.fromBuffer(ids.pack([[key as never, value]])),
  );
  const merged = ids.fromBuffer(mergeIdMappers(ids, parts));
  expect([merged.get(['a', 1]), merged.get(['b', ['a', 1]]), merged.get(['b', tuple] as never)]).toEqual([
    1, 2, 2,
  ]);
  expect(merged.get(as(t.tuple, tuple as never) as never)).toBe(1);
});

test('a view of a dict has no stable hash, as a Map has none', () => {
  const { dict } = hold(['a']);
  for (const key of [dict, [dict], new Set([dict])]) {
    expect(() => Both.pack({ dict: new Map([[key, 1]]), members: new Set() })).toThrow(PackError);
    expect(() => Both.pack({ dict: new Map(), members: new Set([key]) })).toThrow(PackError);
  }
});

test('string mappers miss views, as they do arrays', () => {
  const declaration = idMapper({ key: t.string });
  const mapper = declaration.fromBuffer(declaration.pack([['a', 1]]));
  expect(mapper.get(hold(['a']).tuple as never)).toBeUndefined();
});

describe('what has no order with a view', () => {
  const held = hold(['a', 2]);
  const others: [string, unknown][] = [
    ['undefined', undefined],
    ['null', null],
    ['a number', 5],
    ['NaN', Number.NaN],
    ['text', 'a2'],
    ['an object', {}],
    ['an object with a length', { length: 2 }],
    ['an iterable without a length', new Map([['a', 2]])],
    ['a Set', new Set(['a', 2])],
    ['a view of a set', held.set],
    ['a view of a dict', held.dict],
    ['a Date', new Date()],
    ['a function', () => 1],
    ['a list of other things', ['a', 'b']],
    ['a hole', [undefined, 2]],
    ['an ArrayBuffer', new ArrayBuffer(2)],
    ['a DataView', new DataView(new ArrayBuffer(2))],
  ];

  test.each(others)('%s', (_name, other) => {
    for (const list of [held.list, held.tuple])
      expect(() => list.compare(other as never)).toThrow(ArgumentError);
  });

  test('a list within', () => {
    const { list } = hold([Object.freeze(['a'])]);
    for (const other of [['a'], [5], [new Set(['a'])], [null]])
      expect(() => list.compare(other as never)).toThrow(ArgumentError);
    expect(list.compare([['a']])).toBe(0);
  });

  test('lists, tuples, views and typed arrays have', () => {
    const { list } = hold([1, 2, 3]);
    const order = (other: unknown) => list.compare(other as ListView);
    expect([order([1, 2, 3]), order(hold([1, 2]).tuple), order(Uint8Array.of(1, 3)), order([])]).toEqual([
      0, 1, -1, 1,
    ]);
  });

  test.each(others.filter(([name]) => !/Set|set|dict|iterable/.test(name)))(
    'sets with %s',
    (_name, other) => {
      const calls = [
        'union',
        'intersection',
        'difference',
        'symmetricDifference',
        'isSubsetOf',
        'isSupersetOf',
        'isDisjointFrom',
      ];
      for (const call of calls as 'union'[])
        expect(() => held.set[call](other as never), call).toThrow(ArgumentError);
    },
  );

  test('operators that ask for a number', () => {
    for (const view of [held.list, held.tuple, held.set, held.dict] as unknown as number[]) {
      expect(() => view < 5).toThrow(ArgumentError);
      expect(() => +view).toThrow(ArgumentError);
      expect(() => 5 >= view).toThrow(ArgumentError);
    }
  });
});

test('assigning to a view is an error', () => {
  const long = hold(Array.from({ length: 3000 }, (_, index) => index));
  const held = hold(['a', 2]);
  for (const view of [
    held.list,
    held.tuple,
    held.set,
    held.dict,
    held.list.slice(1),
  ] as never as number[][]) {
    for (const index of [0, 1, 63]) {
      expect(() => {
        view[index] = 9;
      }).toThrow(ArgumentError);
      expect(view[index]).toBeUndefined();
    }
  }
  for (const index of [2999, 4096, 2 ** 32, -1]) {
    expect(() => {
      (long.list as never as number[])[index] = 9;
    }).toThrow('cannot be changed');
  }
  for (const [view, name] of [
    [held.list, 'length'],
    [held.tuple, 'tuple'],
    [held.set, 'size'],
    [held.dict, 'size'],
  ] as const)
    expect(() => Object.assign(view, { [name]: 0 })).toThrow(TypeError);
});

test('as text a view says what it is', () => {
  const { list, tuple, set, dict } = hold(['a', 2, Object.freeze([1, 2])]);
  expect(String(list)).toBe('ListView(3) ["a", 2, an Array]');
  expect(`${tuple}`).toBe(String(list));
  expect(`${dict}`).toContain('"a" => 1');
  expect(`${set}`).toMatch(/^SetView\(3\) \{.*"a".*\}$/);
  const long = hold(Array.from({ length: 30 }, (_, index) => index)).list;
  expect(`${long}`).toBe('ListView(30) [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …]');
  expect([long].toString()).toBe(String(long));
});
