import fc from 'fast-check';
import { type DictView, type Infer, struct, t } from 'sharedbuffers';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { orMiss } from '../../../test/or-miss.js';
import { deepEqual } from '../compare/equality.js';
import { sameKey } from '../compare/hashable.js';

const Any = struct({ v: t.dictView });
const Plain = struct({ v: t.dict });

function view(value: ReadonlyMap<unknown, unknown> | { readonly [key: string]: unknown }): DictView {
  return Any.unpackFrom(Any.pack({ v: value })).v;
}

const leaf = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.double(),
  fc.constant(null),
  fc.boolean(),
);
const key = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.uint8Array({ maxLength: 5 }),
  fc.string({ minLength: 600, maxLength: 650 }),
  fc.uniqueArray(fc.integer({ min: 0, max: 9 })).map((members) => new Set(members)),
);
const entries = fc.uniqueArray(fc.tuple(key, leaf), {
  maxLength: 30,
  selector: ([each]) => each,
  comparator: sameKey,
});

test('dict views find what a Map of the same entries has', () => {
  fc.assert(
    fc.property(entries, fc.array(key, { maxLength: 8 }), (pairs, others) => {
      const map = new Map<unknown, unknown>(pairs);
      const bytes = Any.pack({ v: map });
      expect(bytes).toEqual(Plain.pack({ v: map }));
      const dict = Any.unpackFrom(bytes).v;
      expect(dict.size).toBe(map.size);
      for (const [each, value] of pairs) {
        expect(dict.get(each)).toEqual(value);
        expect(dict.has(each)).toBe(true);
      }
      for (const other of others) {
        const known = pairs.find(([each]) => sameKey(each, other));
        expect(orMiss(() => dict.has(other), false)).toBe(known !== undefined);
      }
      expect(deepEqual(dict.toMap(), Plain.unpackFrom(bytes).v)).toBe(true);
      expect(deepEqual(new Map(dict), map)).toBe(true);
      expect([...dict.values()].map(String)).toEqual([...map.values()].map((value) => String(value)));
    }),
  );
});

describe('dict views', () => {
  const dict = view({ a: 1, b: [2, 'x'], c: null });

  test('have the interface of a ReadonlyMap', () => {
    expect([dict.get('a'), dict.get('b'), dict.get('c'), dict.get('d')]).toEqual([
      1,
      [2, 'x'],
      null,
      undefined,
    ]);
    expect([dict.has('c'), dict.has('d')]).toEqual([true, false]);
    const visited: unknown[] = [];
    dict.forEach((value, name, self) => {
      visited.push([name, value, self === dict]);
    });
    expect(visited).toEqual(Array.from(dict.entries(), ([name, value]) => [name, value, true]));
    expectTypeOf(dict).toExtend<ReadonlyMap<unknown, unknown>>();
  });

  test('list keys by hash, and values in the order they were written', () => {
    expect([...dict.keys()]).toEqual(['b', 'c', 'a']);
    expect([...dict.values()]).toEqual([1, [2, 'x'], null]);
    expect([...dict]).toEqual([
      ['b', [2, 'x']],
      ['c', null],
      ['a', 1],
    ]);
  });

  test('take 1, 1n, true and 1.0 for one key, text and bytes for two', () => {
    const mixed = view(
      new Map<unknown, unknown>([
        [true, 'yes'],
        ['a', 'text'],
        [[1, false], 'tuple'],
      ]),
    );
    expect([mixed.get(1), mixed.get(1n), mixed.get(true), mixed.get([true, 0])]).toEqual([
      'yes',
      'yes',
      'yes',
      'tuple',
    ]);
    expect(mixed.get(Uint8Array.of(0x61))).toBeUndefined();
  });

  test('have no entry for what cannot be a key', () => {
    for (const each of [{}, undefined, Symbol('s'), () => 1, new Date(0), new Map(), '\ud800', [{}]]) {
      expect(dict.has(each)).toBe(false);
    }
    expect(view({}).get('a')).toBeUndefined();
  });

  test('of declared types', () => {
    const Ages = struct({ v: t.dictView(t.string, t.uint8) });
    const { v } = Ages.unpackFrom(Ages.pack({ v: { x: 1 } }));
    expectTypeOf(v).toEqualTypeOf<DictView<string, number>>();
    expectTypeOf(v.get('x')).toEqualTypeOf<number | undefined>();
    expectTypeOf<Infer<typeof Ages>['v']>().toEqualTypeOf<Map<string, number>>();
    expect(v.get('x')).toBe(1);
    expect(Ages.unpackFrom(Plain.pack({ v: new Map([[1, 2]]) })).v.get('x')).toBeUndefined();
    expect(() => [...Ages.unpackFrom(Plain.pack({ v: new Map([[1, 2]]) })).v]).toThrow(
      /where string is declared/,
    );
  });
});
