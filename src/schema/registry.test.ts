import { as, defaultRegistry, Registry, SchemaError, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';

const make = (name: string) => struct({ a: t.int8 }, { name });

test('a code stands for one struct, a struct for one code', () => {
  const registry = new Registry();
  const [A, B] = [make('A'), make('B')];
  registry.register(A, 0x80);
  registry.register(A, 0x80);
  expect(() => registry.register(B, 0x80)).toThrow("type code 0x80 is A's already: register B by another");
  expect(() => registry.register(A, 0x81)).toThrow('A is registered as 0x80 already');
  registry.register(B, 0x7d);
  expect([...registry.structs()].map(([code, { name }]) => [code, name])).toEqual([
    [0x80, 'A'],
    [0x7d, 'B'],
  ]);
  // In another registry the code is free.
  new Registry().register(make('C'), 0x80);
});

test('codes of the format itself, and what is no code, are refused', () => {
  const registry = new Registry();
  for (const letter of 'BbHhIiQqfdTsueEtWZzvVFnrmM') {
    expect(() => registry.register(make('A'), letter.charCodeAt(0)), letter).toThrow(SchemaError);
  }
  for (const code of [0, -1, 256, 1.5, NaN])
    expect(() => registry.register(make('A'), code)).toThrow(SchemaError);
});

test('only structs are registered', () => {
  const registry = new Registry();
  expect(() => registry.register(t.string, 0x80)).toThrow('string is no struct');
  for (const other of [null, undefined, {}, () => 1, 5]) {
    expect(() => registry.register(other as never, 0x80)).toThrow(SchemaError);
  }
});

test('a subclass is another struct than its base', () => {
  const registry = new Registry();
  const Base = struct({ a: t.int8 }, { registry });
  class Sub extends Base {}
  registry.register(Base, 0x81);
  registry.register(Sub, 0x80);
  const Box = struct({ v: t.any }, { registry });
  const bytes = Base.pack({ a: 1 });
  expect(Box.unpackFrom(Box.pack({ v: Sub.unpackFrom(bytes) })).v).toBeInstanceOf(Sub);
  expect(Box.unpackFrom(Box.pack({ v: Base.unpackFrom(bytes) })).v).not.toBeInstanceOf(Sub);
  expect([...defaultRegistry.structs()]).toEqual([]);
});

test('instances of other classes are packed as a registered struct', () => {
  const registry = new Registry();
  const Point = struct({ x: t.int32, y: t.int32.optional() }, { registry });
  registry.register(Point, 0x80);
  class Spot {
    readonly x: number;
    constructor(x: number) {
      this.x = x;
    }
  }
  class Late extends Spot {}
  registry.registerSubclass(Spot, Point);
  registry.registerSubclass(Spot, Point);
  const Box = struct({ v: t.any, list: t.list }, { registry });
  const box = Box.unpackFrom(
    Box.pack({ v: new Spot(1), list: [new Late(2), Point.unpackFrom(Point.pack({ x: 3 }))] }),
  );
  expect(box.v).toBeInstanceOf(Point);
  expect([box.v, ...box.list]).toEqual(
    [{ x: 1 }, { x: 2 }, { x: 3 }].map((each) => expect.objectContaining(each)),
  );
  expect(Box.pack({ v: new Spot(1), list: [] })).toEqual(Box.pack({ v: as(Point, { x: 1 }), list: [] }));
  class Other {}
  expect(() => Box.pack({ v: new Other(), list: [] })).toThrow('has no type of its own');
  expect(() => Box.pack({ v: { x: 1 }, list: [] })).not.toThrow();
});

test('classes are registered for structs that are, once', () => {
  const registry = new Registry();
  const [A, B, C] = [make('A'), make('B'), make('C')];
  registry.register(A, 0x80);
  registry.register(B, 0x81);
  class Mine {}
  registry.registerSubclass(Mine, A);
  expect(() => registry.registerSubclass(Mine, B)).toThrow('Mine is packed as A already, not as B');
  expect(() => registry.registerSubclass(B, A)).toThrow('packed as B already');
  expect(() => registry.registerSubclass(Mine, C)).toThrow('C is not registered here');
  expect(() => registry.registerSubclass(Mine, t.string)).toThrow('string is not registered here');
  for (const other of [Object, null, undefined, {}, 5, () => 1]) {
    expect(() => registry.registerSubclass(other as never, A)).toThrow(SchemaError);
  }
});
