import { inspect } from 'node:util';
import { ArgumentError, CorruptBufferError, SchemaError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { ProxyBase } from './proxies/proxy.js';
import { toPlain } from './proxies/to-object.js';

describe('slot names', () => {
  const NAMES = [
    '__proto__',
    'constructor',
    'prototype',
    'toObject',
    'toJSON',
    'equals',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'window',
    'offset',
    '$window',
    '$offset',
    'i',
    'typ',
    'slot',
    'value_offs',
    'pack',
    'name',
    'length',
    '',
    '0',
    'with space',
    'ünï',
    '😀',
  ];

  test.each(NAMES)('%j is a name like any other', (name) => {
    const type = struct(
      Object.fromEntries([
        [name, t.string],
        ['other', t.int8],
      ]),
    );
    const value = Object.fromEntries([
      [name, 'value'],
      ['other', 5],
    ]) as never;
    const record = type.unpackFrom(type.pack(value)) as Record<string, unknown>;
    expect(record[name]).toBe('value');
    expect(record.other).toBe(5);
    // What was read packs again, in the same bytes.
    expect(type.pack(record as never)).toEqual(type.pack(value));
  });

  test.each(NAMES)('%j is not found where it is only inherited', (name) => {
    const type = struct(Object.fromEntries([[name, t.any.optional()]]));
    for (const empty of [{}, Object.create(null), new (class Own {})()]) {
      const record = type.unpackFrom(type.pack(empty)) as Record<string, unknown>;
      expect(record[name]).toBeUndefined();
    }
    const other = struct({ zz: t.int8 });
    const record = type.unpackFrom(type.pack(other.unpackFrom(other.pack({ zz: 1 })) as never));
    expect((record as Record<string, unknown>)[name]).toBeUndefined();
  });

  test('all of them together', () => {
    const type = struct(Object.fromEntries(NAMES.map((name) => [name, t.string])));
    const value = Object.fromEntries(NAMES.map((name) => [name, `<${name}>`]));
    const record = type.unpackFrom(type.pack(value as never)) as Record<string, unknown>;
    for (const name of NAMES) expect(record[name]).toBe(`<${name}>`);
    expect(inspect(record)).toContain('<window>');
  });

  test('fields of a class are taken from wherever it has them', () => {
    const type = struct({ a: t.int8, valueOf: t.int8 });
    class Base {
      get a(): number {
        return 1;
      }
    }
    class Derived extends Base {
      override valueOf = (): number => 2;
    }
    expect(() => type.pack(new Derived() as never)).toThrow('valueOf: a function is not an integer for int8');
    expect(type.unpackFrom(type.pack(Object.create({ a: 1, valueOf: 2 }))).toObject()).toEqual({
      a: 1,
      valueOf: 2,
    });
  });
});

describe('extension', () => {
  class City extends struct({ name: t.string, population: t.uint32 }) {
    get label(): string {
      return `${this.name} (${this.population})`;
    }

    static of(name: string): City {
      return City.unpackFrom(City.pack({ name, population: 1 }));
    }
  }
  class Capital extends City {
    get title(): string {
      return `Capital ${this.label}`;
    }
  }

  test('records carry the methods of the class they are read by', () => {
    const bytes = City.pack({ name: 'Rosario', population: 5 });
    const city = City.unpackFrom(bytes);
    expect(city).toBeInstanceOf(City);
    expect(city.label).toBe('Rosario (5)');
    expect(Capital.unpackFrom(bytes).title).toBe('Capital Rosario (5)');
    expect(City.of('x').label).toBe('x (1)');
    expect(Capital.unpackFrom(bytes)).toBeInstanceOf(City);
  });

  test('also where they are nested', () => {
    const Country = struct({ capital: Capital, cities: t.list, best: City.optional() });
    const value = { capital: { name: 'C', population: 1 }, cities: [] };
    const country = Country.unpackFrom(Country.pack({ ...value, best: { name: 'B', population: 2 } }));
    expect(country.capital.title).toBe('Capital C (1)');
    expect(country.best?.label).toBe('B (2)');
    expect(Country.unpackFrom(Country.pack(value)).best).toBeUndefined();
  });

  test('names in messages are those of the classes', () => {
    expect(inspect(City.of('x'))).toBe("City { name: 'x', population: 1 }");
    expect(() => City.unpackFrom(new Uint8Array(8)).name).toThrow('City.name is missing');
    expect(() => Capital.unpackFrom(new Uint8Array(8)).name).toThrow('Capital.name is missing');
    expect(() => struct({ a: t.int8 }, { name: 'Mine' }).pack(5 as never)).toThrow(
      '5 is not an object to pack as Mine',
    );
    expect(() => struct({ a: t.int8 }).unpackFrom(new Uint8Array(8)).a).toThrow('struct.a is missing');
  });

  test('instances come from reading only', () => {
    const Made = City as unknown as new () => City;
    expect(() => new Made()).toThrow(ArgumentError);
  });
});

describe('declarations', () => {
  const many = (count: number): Record<string, typeof t.int8> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, t.int8]));

  test.each([1, 2, 3, 4, 5, 8, 12, 16, 24, 32, 256])('64 fields, alignment %i', (alignment) => {
    const type = struct(many(64), { alignment });
    const value = Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`f${index}`, index - 32]));
    const bytes = type.pack(value);
    expect(bytes.length % alignment).toBe(0);
    expect(toPlain(type.unpackFrom(bytes) as unknown as ProxyBase)).toEqual(value);
  });

  test('65 fields are too many', () => {
    expect(() => struct(many(65))).toThrow(SchemaError);
  });

  test('no fields are fine', () => {
    const Empty = struct({});
    expect(Empty.unpackFrom(Empty.pack({})).toObject()).toEqual({});
  });

  test('wrong ones are refused', () => {
    expect(() => struct({ a: 'string' } as never)).toThrow(
      'field a is declared as "string": use a type of t, or a struct',
    );
    expect(() => struct({ a: String } as never)).toThrow(SchemaError);
    expect(() => struct({ a: null } as never)).toThrow(SchemaError);
    for (const alignment of [0, -8, 1.5, 65_537, Number.NaN, '8' as never])
      expect(() => struct({ a: t.int8 }, { alignment })).toThrow('is not a whole number from 1 to 65536');
  });

  test('cannot hold itself, but any chain through t.any', () => {
    const Node = struct({ v: t.int32, next: Object.assign(t.any.optional()) });
    expect(Node.unpackFrom(Node.pack({ v: 1 })).toObject()).toEqual({ v: 1 });
  });
});

test('alignment pads the fixed part and every variable value', () => {
  for (const alignment of [1, 2, 4, 8, 16, 32] as const) {
    const type = struct({ a: t.uint8, s: t.string, r: t.bytes }, { alignment });
    const bytes = type.pack({ a: 1, s: 'abc', r: Uint8Array.of(7) });
    const header = { 1: 2, 2: 2, 4: 4, 8: 8, 16: 16, 32: 16 }[alignment];
    const up = (length: number): number => Math.ceil(length / alignment) * alignment;
    expect(bytes.length).toBe(up(header + 17) + up(3) + up(5));
    expect(type.unpackFrom(bytes).toObject()).toEqual({ a: 1, s: 'abc', r: Uint8Array.of(7) });
  }
});

test('a struct that starts unaligned ends aligned, whether it has variable values or not', () => {
  const Fixed = struct({ a: t.float64, b: t.int16 }, { alignment: 16 });
  const Empty = struct({ a: t.string.optional() });
  const memory = new Uint8Array(100);
  expect(Fixed.packInto({ a: 1, b: 2 }, memory, 3)).toBe(48);
  expect(Empty.packInto({}, memory, 3)).toBe(16);
  expect(Empty.packInto({ a: 'x' }, memory, 3)).toBe(24);
});

test('a proxy holds a window and an offset, and nothing of its own', () => {
  const type = struct({ a: t.int8, b: t.string });
  const record = type.unpackFrom(type.pack({ a: 1, b: 'x' }));
  expect(Object.keys(record)).toEqual(['\ud800window', '\ud800offset']);
  expect(Reflect.ownKeys(record)).toHaveLength(2);
  expect('a' in record).toBe(true);
});

test('the memory under a record may change, or end', () => {
  const type = struct({ a: t.int8 });
  const bytes = type.pack({ a: 1 });
  const record = type.unpackFrom(bytes);
  bytes[8] = 2;
  expect(record.a).toBe(2);
  expect(() => type.unpackFrom(bytes.subarray(0, 8)).a).toThrow(CorruptBufferError);
});
