import { defaultRegistry, Registry, SchemaError, struct, t } from 'sharedbuffers';
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
