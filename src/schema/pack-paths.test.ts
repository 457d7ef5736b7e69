/** What is wrong inside containers is named by its path: keys and fields by name, elements by index. */
import { as, PackError, Registry, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const registry = new Registry();
const Point = struct({ x: t.uint8, at: t.any.optional() }, { registry });
registry.register(Point, 0x91);
const Holder = struct(
  {
    any: t.any.optional(),
    list: t.list.optional(),
    names: t.list(t.string).optional(),
    bytes: t.list(t.uint8).optional(),
    floats: t.list(t.float64).optional(),
    tuple: t.tuple(t.tuple(t.uint8)).optional(),
    set: t.set.optional(),
    words: t.set(t.string).optional(),
    small: t.set(t.uint8).optional(),
    reals: t.set(t.float32).optional(),
    dict: t.dict(t.string, t.list(t.uint8)).optional(),
    counts: t.dict(t.any, t.uint8).optional(),
    views: t.dictView(t.string, t.any).optional(),
    point: Point.optional(),
  },
  { registry },
);
const bad = Symbol('bad');
/** An array with a hole where index 1 would be. */
function holed(...values: unknown[]): unknown[] {
  const array = [...values];
  delete array[1];
  return array;
}
const hole = holed(1, 2, 3);

function pathOf(field: string, value: unknown): string {
  try {
    Holder.pack({ [field]: value } as never);
  } catch (error) {
    expect(error).toBeInstanceOf(PackError);
    expect((error as PackError).message.startsWith(`${(error as PackError).path}: `)).toBe(true);
    return (error as PackError).path;
  }
  throw new Error('it was packed');
}

test.each<[string, unknown, string]>([
  ['any', { a: bad }, 'any.a'],
  ['any', { a: { b: undefined } }, 'any.a.b'],
  ['any', { a: [1, { 'b c': bad }] }, 'any.a[1]["b c"]'],
  [
    'any',
    new Map([
      [5, 1],
      [6, bad],
    ] as never),
    'any[6]',
  ],
  ['any', new Map([[Object.freeze([1]), bad]] as never), 'any[an Array]'],
  [
    'any',
    new Map([
      ['ñ', 1],
      ['a.b', bad],
    ] as never),
    'any["a.b"]',
  ],
  ['any', { a: hole }, 'any.a[1]'],
  ['any', { a: 1, b: 2.5, c: bad, d: 3 }, 'any.c'],
  ['any', { p: as(Point, { x: 300 }) }, 'any.p.x'],
  ['any', [as(Point, { x: 1, at: { z: [bad] } })], 'any[0].at.z[0]'],
  ['any', new Set(['a', bad]), 'any[1]'],
  ['any', new Set(['a', Object.freeze([1, bad])]), 'any[1][1]'],
  ['list', hole, 'list[1]'],
  ['list', new Array(2), 'list[0]'],
  ['list', holed(0.5, 0, 'x'), 'list[1]'],
  ['names', holed('a', 'b', 'c'), 'names[1]'],
  ['names', ['a', 5], 'names[1]'],
  ['bytes', hole, 'bytes[1]'],
  ['bytes', [1, 2, 300], 'bytes[2]'],
  ['floats', holed(0.5, 0, 1), 'floats[1]'],
  ['floats', [0.5, 'x'], 'floats[1]'],
  ['tuple', [[1], [2, 300]], 'tuple[1][1]'],
  ['set', new Set(['a', 'b', {}]), 'set[2]'],
  ['words', new Set(['a', 'b', 5, 'c', 'd']), 'words[2]'],
  ['small', new Set([1, 2, 300, 5]), 'small[2]'],
  ['small', new Set([1, -2, 30, 5]), 'small[1]'],
  ['small', new Set([1, 'x']), 'small[1]'],
  ['small', new Set(Array.from({ length: 40 }, (_, index) => (index === 7 ? 1000 : index))), 'small[7]'],
  ['reals', new Set([0.5, 'x']), 'reals[1]'],
  ['dict', { a: [1], b: [2, 300] }, 'dict.b[1]'],
  [
    'counts',
    new Map([
      ['a', 1],
      ['b', 300],
    ]),
    'counts.b',
  ],
  ['counts', new Map([['a', null]]), 'counts.a'],
  ['views', { a: { b: bad } }, 'views.a.b'],
  ['point', { x: 1, at: { y: bad } }, 'point.at.y'],
])('%s: %o', (field, value, path) => {
  expect(pathOf(field, value)).toBe(path);
});

describe('as(type, value) is taken where a container is declared', () => {
  const frozen = Object.freeze([1, 'a']);
  const Declared = struct({
    a: t.list,
    tuple: t.tuple,
    view: t.listView,
    lists: t.list(t.list),
    set: t.set,
    dict: t.dict(t.string, t.list),
    n: t.uint8,
  });
  const plain = {
    a: [1, 'a'],
    tuple: frozen,
    view: [1, 'a'],
    lists: [[1, 'a']],
    set: new Set(['x', 1]),
    dict: new Map([['k', [1, 'a']]]),
    n: 5,
  };

  test('and packs what its content does', () => {
    const bytes = Declared.pack({
      a: as(t.list, frozen),
      tuple: as(t.tuple, [1, 'a']),
      view: as(t.list, frozen),
      lists: [as(t.list, frozen)],
      set: as(t.set, new Set(['x', 1])),
      dict: as(t.dict, { k: as(t.list, frozen) }),
      n: as(t.uint8, 5) as never,
    });
    expect(Declared.unpackFrom(bytes).toObject()).toEqual(plain);
  });

  test('with the types of the elements that it says, where none are declared', () => {
    const Floats = struct({ a: t.list, b: t.set, c: t.dict, d: t.listView });
    const record = Floats.unpackFrom(
      Floats.pack({
        a: as(t.list(t.float64), [1, 2]),
        b: as(t.set(t.float64), new Set([1, 300])),
        c: as(t.dict(t.string, t.list(t.float64)), { k: [1] }),
        d: as(t.listView(t.float64), [1, 2]),
      }),
    );
    expect(record.d.toTypedArray()).toEqual(Float64Array.of(1, 2));
    expect(record.toObject()).toEqual({
      a: [1, 2],
      b: new Set([1, 300]),
      c: new Map([['k', [1]]]),
      d: [1, 2],
    });
  });

  test('in a container of declared numbers, texts and the like', () => {
    const Numbers = struct({
      l: t.list(t.uint8),
      f: t.list(t.float64),
      s: t.set(t.float64),
      d: t.dict(t.string, t.uint8),
    });
    const record = Numbers.unpackFrom(
      Numbers.pack({
        l: [as(t.uint8, 3), 4],
        f: [as(t.float64, 3), 4],
        s: new Set([as(t.float64, 1)]),
        d: { z: as(t.int8, 3) },
      } as never),
    );
    expect(record.toObject()).toEqual({ l: [3, 4], f: [3, 4], s: new Set([1]), d: new Map([['z', 3]]) });
  });

  test('but not for a value of another kind', () => {
    expect(() => Declared.pack({ ...plain, a: as(t.dict, {}) })).toThrow(
      'a: a plain object is not an array for list',
    );
    expect(() => Declared.pack({ ...plain, n: as(t.uint16, 300) as never })).toThrow(
      'n: 300 does not fit uint8',
    );
  });
});
