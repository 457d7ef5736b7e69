import { inspect } from 'node:util';
import { ArgumentError, array, ClosedError, CorruptBufferError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { deepEqual } from '../compare/equality.js';

const Views = struct({ l: t.listView, u: t.tupleView, s: t.setView, d: t.dictView }, { name: 'Views' });
const Plain = struct({ l: t.list, u: t.tuple, s: t.set, d: t.dict });
const Any = struct({ v: t.any });
const value = { l: [1, 'a'], u: [2, 'b'], s: new Set(['c', 3]), d: new Map<unknown, unknown>([['k', [4]]]) };
const bytes = Plain.pack(value);
const views = Views.unpackFrom(bytes);

/** The RTTI code of the only value of a record with a 16-byte head. */
const codeOf = (packed: Uint8Array): string => String.fromCharCode(packed[16]!);

describe('views', () => {
  test('have the bytes of the plain types', () => {
    expect(Views.pack(value)).toEqual(bytes);
    expect(views.toObject()).toEqual(value);
    expect(Views.pack(views)).toEqual(bytes);
    expect(Plain.pack(views)).toEqual(bytes);
  });

  test('are packed as what they are where types are guessed', () => {
    const codes = [views.l, views.u, views.s, views.d].map((view) => codeOf(Any.pack({ v: view })));
    expect(codes).toEqual(['E', 'W', 'z', 'M']);
    for (const view of [views.l, views.u, views.s, views.d]) {
      const read = Any.unpackFrom(Any.pack({ v: view })).v;
      expect(deepEqual(read, view)).toBe(true);
    }
    expect(Object.isFrozen(Any.unpackFrom(Any.pack({ v: views.u })).v)).toBe(true);
  });

  test('keep the type of packed numbers when they are packed again', () => {
    const Floats = struct({ v: t.listView(t.float64) });
    const FloatSet = struct({ v: t.setView(t.float32) });
    const list = Floats.unpackFrom(Floats.pack({ v: [1, 2] })).v;
    const set = FloatSet.unpackFrom(FloatSet.pack({ v: new Set([1, 2]) })).v;
    expect(String.fromCharCode(Any.pack({ v: list })[24]!)).toBe('d');
    expect(String.fromCharCode(Any.pack({ v: set })[24]!)).toBe('f');
    expect(Any.unpackFrom(Any.pack({ v: set })).v).toEqual(new Set([1, 2]));
  });

  test('are equal by content', () => {
    expect(views.l.equals([1, 'a'])).toBe(true);
    expect(views.l.equals([1, 'b'])).toBe(false);
    expect(views.l.equals(new Set([1, 'a']))).toBe(false);
    expect(views.s.equals(new Set([3, 'c']))).toBe(true);
    expect(views.s.equals(new Set([3]))).toBe(false);
    expect(views.d.equals(value.d)).toBe(true);
    expect(views.d.equals(views.s)).toBe(false);
    expect(views.l.equals(Views.unpackFrom(bytes).l)).toBe(true);
    expect(views.equals(value)).toBe(true);
    expect(views.equals({ ...value, l: [1] })).toBe(false);
    expect(deepEqual([1, 'a'], views.l)).toBe(true);
  });

  test('become JSON as their plain forms do', () => {
    expect(JSON.parse(JSON.stringify(views))).toEqual({
      l: [1, 'a'],
      u: [2, 'b'],
      s: [3, 'c'],
      d: { k: [4] },
    });
    expect(JSON.parse(JSON.stringify(views.s))).toEqual([3, 'c']);
    expect(JSON.parse(JSON.stringify(views.d))).toEqual({ k: [4] });
    const wide = Views.unpackFrom(
      Plain.pack({ ...value, l: [2n ** 60n, Uint8Array.of(1), new Set(['x', 1]), new Map([[1, 'y']])] }),
    );
    const expected = [String(2n ** 60n), 'AQ==', [1, 'x'], [[1, 'y']]];
    expect(JSON.parse(JSON.stringify(wide.l))).toEqual(expected);
    expect(JSON.parse(JSON.stringify(wide)).l).toEqual(expected);
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(() => JSON.stringify(Views.unpackFrom(Plain.pack({ ...value, l: [cyclic] })).l)).toThrow(
      ArgumentError,
    );
  });

  test('show what they hold', () => {
    expect(inspect(views.l)).toBe("ListView(2) [ 1, 'a' ]");
    expect(inspect(views.s)).toBe("SetView(2) Set(2) { 3, 'c' }");
    expect(inspect(views.d)).toBe("DictView(1) Map(1) { 'k' => [ 4 ] }");
    const long = Views.unpackFrom(Plain.pack({ ...value, l: Array.from({ length: 300 }, (_, i) => `${i}`) }));
    expect(inspect(long.l)).toContain('(the first 100)');
    expect(inspect(long.l)).not.toContain("'100'");
  });

  test('show no more levels than are asked for', () => {
    const Deep = struct({ v: t.listView(t.listView(t.listView(t.listView))) });
    const { v } = Deep.unpackFrom(Deep.pack({ v: [[[[1]]]] as never }));
    expect(inspect(v, { depth: 0 })).toBe('ListView(1) [ [ListView] ]');
    expect(inspect(v, { depth: 1 })).toBe('ListView(1) [ ListView(1) [ [ListView] ] ]');
    expect(inspect({ a: { v } }, { depth: 1 })).toBe('{ a: { v: [ListView] } }');
    expect(inspect(v, { depth: null })).toContain('[ 1 ]');
  });

  test('show what is wide on three levels within one budget', () => {
    const Wide = struct({ v: t.listView(t.listView(t.listView)) });
    const hundred = <T>(value: T): T[] => Array.from({ length: 100 }, () => value);
    const { v } = Wide.unpackFrom(Wide.pack({ v: hundred(hundred(hundred('x'))) as never }));
    expect(inspect(v)).toContain('more than can be printed at once');
    const honest = Wide.pack({ v: hundred(0).map(() => hundred(0).map(() => [1, 2])) as never });
    expect(inspect(Wide.unpackFrom(honest).v)).not.toContain('error');
  });
});

describe('closed memory', () => {
  const Rows = array(Views);

  test('cannot be read through views', () => {
    const numbers = { l: [1, 2], u: [300, 2], s: new Set([1]), d: new Map([[1, 2]]) };
    for (const row of [
      value,
      numbers,
      { ...value, s: new Set(['x', [1]]) },
      { ...value, s: new Set([500, 600]) },
    ]) {
      const rows = Rows.fromBuffer(Rows.pack([row as typeof value]));
      const { l, u, s, d } = rows.at(0)!;
      rows.close();
      const uses: (() => unknown)[] = [
        () => l.at(0),
        () => [...u],
        () => l.toArray(),
        () => l.includes(1),
        () => l.slice(1).at(0),
        () => s.has(1) || s.has(500) || s.has('x'),
        () => [...s],
        () => s.toSet(),
        () => d.get(1) ?? d.get('k'),
        () => [...d],
        () => [...d.keys()],
        () => [...d.values()],
        () => d.toMap(),
        () => d.equals(value.d),
        () => JSON.stringify(l),
      ];
      for (const use of uses) expect(use, String(use)).toThrow(ClosedError);
      expect(inspect(l)).toContain('is closed');
    }
  });

  test('gives no typed array', () => {
    const rows = Rows.fromBuffer(Rows.pack([{ ...value, l: [1, 2] }]));
    const { l } = rows.at(0)!;
    rows.close();
    expect(() => l.toTypedArray()).toThrow(ClosedError);
  });
});

describe('damaged bytes', () => {
  test('are refused where they are met', () => {
    const Lists = struct({ v: t.listView });
    const packed = Lists.pack({ v: ['a', 'b'] });
    const cut = packed.slice(0, packed.length - 9);
    const { v } = Lists.unpackFrom(cut);
    expect(v.at(0)).toBe('a');
    expect(() => v.at(1)).toThrow(CorruptBufferError);
    expect(inspect(v)).toMatch(/^ListView { error: /);
    expect(() => Lists.unpackFrom(packed.slice(0, 20)).v).toThrow(CorruptBufferError);
  });

  test('do not make a dict look for values outside', () => {
    const Dicts = struct({ v: t.dictView });
    const packed = Dicts.pack({ v: { a: 1 } });
    // Struct header and pointer, then the dict: values pointer, mapper header, 11 bytes of key, hash and key offset.
    const position = 16 + 8 + 16 + 11 + 16;
    expect(packed[position]).toBe(0);
    packed[position] = 7;
    expect(() => Dicts.unpackFrom(packed).v.get('a')).toThrow("a dict's key leads to value 7 of 1");
  });
});
