import { inspect } from 'node:util';
import { ArgumentError, as, Registry, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { ProxyBase } from './proxy.js';
import { toPlain } from './to-object.js';

const registry = new Registry();
const Node = struct({ v: t.int32, next: t.any.optional().nullable() }, { registry, name: 'Node' });
registry.register(Node, 0x90);
interface Chain {
  v: number;
  next?: unknown;
}

describe('toObject', () => {
  test('copies everything, sharing and cycles included', () => {
    const shared = ['s'];
    const root: Chain = { v: 1 };
    root.next = as(t.list, [
      shared,
      shared,
      new Set([['t']]),
      Object.freeze(['u']),
      Uint8Array.of(1),
      as(Node, root as never),
    ]);
    const copy = Node.unpackFrom(Node.pack(root)).toObject() as { v: number; next: unknown[] };
    expect(copy.next.slice(0, 5)).toEqual([['s'], ['s'], new Set([['t']]), ['u'], Uint8Array.of(1)]);
    expect(copy.next[0]).toBe(copy.next[1]);
    expect(copy.next.map(Object.isFrozen).slice(0, 4)).toEqual([false, false, false, true]);
    const again = copy.next[5] as Chain & { next: unknown[] };
    expect(again.v).toBe(1);
    expect(again.next[5]).toBe(again);
  });

  test('a slot called __proto__ is a plain property of the copy', () => {
    const type = struct({ ['__proto__']: t.string, a: t.int8 });
    const value = JSON.parse('{"__proto__":"x","a":1}');
    const copy = type.unpackFrom(type.pack(value)).toObject();
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(JSON.stringify(copy)).toBe('{"__proto__":"x","a":1}');
  });
});

describe('JSON', () => {
  test('has every value in a form of its own', () => {
    const type = struct({
      set: t.set,
      raw: t.bytes,
      big: t.biguint64,
      list: t.list,
      none: t.any.nullable(),
      out: t.any.optional(),
    });
    const record = type.unpackFrom(
      type.pack({
        set: new Set([1]),
        raw: Uint8Array.of(255, 0),
        big: 2n ** 64n - 1n,
        list: ['a', 2n ** 60n],
        none: null,
      }),
    );
    expect(JSON.parse(JSON.stringify({ record }))).toEqual({
      record: {
        set: [1],
        raw: '/wA=',
        big: '18446744073709551615',
        list: ['a', '1152921504606846976'],
        none: null,
      },
    });
  });

  test('refuses a record inside itself', () => {
    const root: Chain = { v: 1 };
    root.next = as(Node, root as never);
    expect(() => JSON.stringify(Node.unpackFrom(Node.pack(root)))).toThrow('contains itself');
    const list: unknown[] = [];
    list.push(list);
    expect(() => JSON.stringify(Node.unpackFrom(Node.pack({ v: 1, next: list })))).toThrow(ArgumentError);
  });

  test('writes a value out twice that is shared but not in itself', () => {
    const shared = ['s'];
    const record = Node.unpackFrom(Node.pack({ v: 1, next: [shared, shared] }));
    expect(JSON.stringify(record)).toBe('{"v":1,"next":[["s"],["s"]]}');
  });
});

describe('hostile records', () => {
  /** A few hundred bytes that spell 2^40 structs and lists. */
  const fanOut = (): InstanceType<typeof Node> => {
    let v: unknown = as(Node, { v: 0 });
    for (let level = 0; level < 40; level += 1) v = as(Node, { v: level, next: [v, v] });
    const bytes = Node.pack({ v: 1, next: v });
    expect(bytes.length).toBeLessThan(4000);
    return Node.unpackFrom(bytes);
  };

  test('that fan out are copied once, compared once, and have no JSON', () => {
    const [record, other] = [fanOut(), fanOut()];
    const next = record.toObject().next as { next: unknown[] };
    expect(next.next[0]).toBe(next.next[1]);
    expect(record.equals(other)).toBe(true);
    expect(record.equals(record.toObject())).toBe(true);
    expect(() => JSON.stringify(record)).toThrow('more values than its memory holds');
    expect(inspect(record)).toContain('Node {');
    expect(inspect(record, { depth: 6 })).toContain('Node {');
  });

  test('chains of structs deeper than the call stack end in an error', () => {
    const levels = 20_000;
    const bytes = new Uint8Array(levels * 32 + 64);
    const view = new DataView(bytes.buffer);
    for (let level = 0; level < levels; level += 1) {
      const at = level * 32;
      view.setUint32(at, 3, true);
      view.setUint32(at + 8, 24, true); // the next struct's code lies 8 bytes before it
      bytes[at + 24] = 0x90;
    }
    const record = Node.unpackFrom(bytes);
    expect(() => record.toObject()).toThrow(ArgumentError);
    expect(() => record.toJSON()).toThrow(ArgumentError);
    expect(() => record.equals(Node.unpackFrom(bytes.slice()))).toThrow(ArgumentError);
    expect(inspect(record)).toContain('nests deeper');
  });

  test('one long string pointed to from many fields is read once, and written out as often as it fits', () => {
    const fields = Object.fromEntries(
      Array.from({ length: 64 }, (_, index) => [`f${index}`, t.list(t.string)]),
    );
    const type = struct(fields);
    const text = 'x'.repeat(100_000);
    const value = Object.fromEntries(
      Object.keys(fields).map((name) => [name, Array.from({ length: 1000 }, () => text)]),
    );
    const record = type.unpackFrom(type.pack(value));
    expect((record as Record<string, string[]>).f5!.length).toBe(1000);
    const copy = toPlain(record as unknown as ProxyBase) as Record<string, string[]>;
    expect(copy.f63![999]).toBe(text);
    expect(() => JSON.stringify(record)).toThrow(ArgumentError);
  });

  test('console.log says what is wrong instead of throwing', () => {
    const bytes = Node.pack({ v: 1, next: 'text' });
    expect(inspect(Node.unpackFrom(bytes.subarray(0, 24)))).toMatch(/^Node \{\s*error: /);
  });
});
