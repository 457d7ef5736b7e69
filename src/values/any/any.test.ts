import fc from 'fast-check';
import { as, CorruptBufferError, PackError, Registry, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Box = struct({ v: t.any.nullable() });

function rtti(v: unknown): Uint8Array {
  return Box.pack({ v }).subarray(16);
}

function roundTrip(v: unknown): unknown {
  return Box.unpackFrom(Box.pack({ v })).v;
}

describe('forms (docs/format.md 6)', () => {
  test.each<[unknown, string, number]>([
    [5, 'b', 8],
    [200, 'B', 8],
    [70000, 'i', 8],
    [2 ** 40, 'q', 16],
    [1.5, 'd', 16],
    [true, 'T', 8],
    ['text', 'u', 16],
    [Uint8Array.of(1), 's', 16],
    [[1], 'e', 16],
    [Object.freeze([1]), 't', 16],
    [new Set([1]), 'Z', 16],
    [as(t.uint16, 5), 'H', 8],
    [as(t.float32, 5), 'f', 8],
    [as(t.float64, 5), 'd', 16],
    [as(t.int64, 5), 'q', 16],
    [as(t.tuple, [1]), 't', 16],
    [as(t.any, 5), 'b', 8],
    [as(t.any, as(t.float64, 5)), 'd', 16],
    [as(t.set(t.float64), new Set([1])), 'Z', 24],
  ])('%s takes code %s in %i bytes', (value, code, length) => {
    const bytes = rtti(value);
    expect([String.fromCharCode(bytes[0]!), bytes.length]).toEqual([code, length]);
  });
});

test('plain values come back as they were', () => {
  const { tie } = fc.letrec((self) => ({
    tie: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.uint8Array({ maxLength: 20 }),
      fc.array(fc.oneof(self('tie'), fc.constant(null)), { maxLength: 5 }),
      fc.array(self('tie'), { maxLength: 3 }).map((array) => Object.freeze(array)),
    ),
  }));
  fc.assert(
    fc.property(tie, (value) => {
      expect(roundTrip(value)).toEqual(value);
    }),
  );
});

test('what has no stored form is refused', () => {
  const refused = [undefined, () => 1, Symbol('s'), /x/, -(2n ** 64n)];
  for (const value of refused) {
    expect(() => rtti([value]), String(value?.constructor?.name)).toThrow(PackError);
  }
  expect(() => struct({ v: t.any }).pack({ v: null })).toThrow('v: is null but not declared .nullable()');
  expect(() => rtti(as(t.any, null))).toThrow('is null where None has no stored form');
  expect(() => rtti(as(t.uint8, 300))).toThrow('300 does not fit uint8');
  expect(() => rtti([as(t.string, 5 as unknown as string)])).toThrow('v[0]: 5 is not a string');
});

test('values are shared as Python shares them', () => {
  const size = (...values: unknown[]): number => struct({ v: t.list }).pack({ v: [...values, null] }).length;
  const array = ['x'];
  for (const [value, repeated] of [
    [1, 1],
    [true, true],
    ['text', 'text'],
    [array, array],
    [Object.freeze([]), Object.freeze([])],
    [as(t.tuple, []), Object.freeze([])],
    [5n, 5],
    [2n ** 60n, 2n ** 60n],
  ]) {
    expect(size(value, repeated) - size(value), String(value)).toBeLessThanOrEqual(8);
  }
  for (const [value, other] of [
    [1, true],
    [0, false],
    [2.5, 2.5],
    [['x'], ['x']],
    ['a', Uint8Array.of(97)],
    [as(t.int64, 7), 7],
  ]) {
    expect(size(value, other) - size(value), String(value)).toBeGreaterThan(8);
  }
  const tag = as(t.float64, 2);
  expect(size(tag, tag) - size(tag)).toBeLessThanOrEqual(8);
  expect(Box.unpackFrom(Box.pack({ v: [1, true, 0, false, 'x'] })).v).toEqual([1, true, 0, false, 'x']);
});

describe('type codes', () => {
  test('that nobody knows are refused by name', () => {
    const bytes = Box.pack({ v: 5 });
    for (const code of [0, '?'.charCodeAt(0), 'x'.charCodeAt(0), 0x80, 0xff]) {
      bytes[16] = code;
      expect(() => Box.unpackFrom(bytes).v).toThrow(
        `type code 0x${code.toString(16)} is neither the format's own nor a registered struct's (at byte 16)`,
      );
    }
  });

  test('of proxied types are read as the plain ones', () => {
    for (const [value, code] of [
      [['a'], 'E'],
      [Object.freeze(['a']), 'W'],
      [new Set(['a']), 'z'],
    ] as const) {
      const bytes = Box.pack({ v: value });
      bytes[16] = code.charCodeAt(0);
      expect(Box.unpackFrom(bytes).v).toEqual(value);
    }
  });

  test('of structs are looked up in the schema’s registry', () => {
    const registry = new Registry();
    const Point = struct({ x: t.int32 }, { registry, name: 'Point' });
    registry.register(Point, 0x90);
    const Holder = struct({ v: t.any, l: t.list(Point), s: t.any }, { registry });
    const first = Holder.unpackFrom(
      Holder.pack({ v: as(Point, { x: 1 }), l: [{ x: 2 }], s: as(Point, { x: 3 }) }),
    );
    expect([first.v, first.s]).toEqual([first.v, first.s]);
    expect((first.v as { x: number }).x).toBe(1);
    expect(first.v).toBeInstanceOf(Point);
    expect(first.l[0]!.x).toBe(2);
    // A struct that was read packs as itself, from wherever it was.
    const again = Holder.unpackFrom(Holder.pack({ v: first.l[0], l: first.l, s: first.v }));
    expect([(again.v as { x: number }).x, again.l[0]!.x, (again.s as { x: number }).x]).toEqual([2, 2, 1]);
  });

  test('two registries keep their structs apart', () => {
    const [one, two] = [new Registry(), new Registry()];
    const A = struct({ a: t.uint8 }, { registry: one, name: 'A' });
    const B = struct({ b: t.uint8 }, { registry: two, name: 'B' });
    one.register(A, 0x90);
    two.register(B, 0x90);
    const InOne = struct({ v: t.any }, { registry: one });
    const InTwo = struct({ v: t.any }, { registry: two });
    expect(InOne.unpackFrom(InOne.pack({ v: as(A, { a: 1 }) })).v).toBeInstanceOf(A);
    expect(InTwo.unpackFrom(InTwo.pack({ v: as(B, { b: 1 }) })).v).toBeInstanceOf(B);
    expect(() => InOne.pack({ v: as(B, { b: 1 }) })).toThrow('register it');
    const Empty = struct({ v: t.any }, { registry: new Registry() });
    expect(() => Empty.unpackFrom(InOne.pack({ v: as(A, { a: 1 }) })).v).toThrow(CorruptBufferError);
  });
});
