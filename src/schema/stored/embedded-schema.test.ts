import { array, CorruptBufferError, Registry, SchemaError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { heapSource } from '../../bytes/container-source.js';
import { RecordArray } from '../../containers/record-array.js';
import type { UndeclaredRecord } from '../../containers/record-type.js';
import { readSchemaPickle, type StoredSchema, writeSchemaPickle } from '../pickle/schema-pickle.js';
import type { Struct } from '../struct-class.js';
import { schemaBytes, structFromStored } from './embedded-schema.js';
import { codecOfStored } from './embedded-type-names.js';
import { layoutOf } from './undeclared-structs.js';

/** An array opened without its declaration. */
function undeclared(bytes: Uint8Array): RecordArray<UndeclaredRecord> {
  return new RecordArray(heapSource(bytes), 0, undefined);
}

const builtin = (name: string, type: string) => ({
  name,
  type: { kind: 'builtin' as const, name: type as 'uint32' },
});
const stored = (changes: Partial<StoredSchema>): StoredSchema => ({
  slots: [builtin('a', 'uint32')],
  declared: ['a'],
  alignment: 8,
  version: 2,
  ...changes,
});

describe('a schema taken from the file', () => {
  test('has the fields in declared order', () => {
    const Row = struct({ z: t.uint8, a: t.string, m: t.float64 });
    const rows = undeclared(array(Row).pack([{ z: 1, a: 'x', m: 2 }]));
    expect(rows.schema.fields.map(({ name }) => name)).toEqual(['z', 'a', 'm']);
    expect(Object.keys(rows.at(0)!.toObject())).toEqual(['z', 'a', 'm']);
  });

  test('treats every field as optional and nullable', () => {
    const Row = struct({ a: t.uint32.optional().nullable(), b: t.string.optional().nullable(), c: t.uint8 });
    const rows = undeclared(
      array(Row).pack([
        { a: null, c: 1 },
        { b: null, c: 2 },
        { a: 1, b: 'b', c: 3 },
      ]),
    );
    expect([...rows].map((row) => [row.a, row.b, row.c])).toEqual([
      [null, undefined, 1],
      [undefined, null, 2],
      [1, 'b', 3],
    ]);
    expect(rows.column('a')).toEqual([null, undefined, 1]);
    expect(rows.schema.fields.every(({ type }) => type.optional && type.nullable)).toBe(true);
  });

  test('gives 64-bit integers as numbers where these are exact', () => {
    const Row = struct({ u: t.biguint64, i: t.bigint64 });
    const values = [
      { u: 5n, i: -5n },
      { u: 2n ** 64n - 1n, i: -(2n ** 63n) },
      { u: BigInt(Number.MAX_SAFE_INTEGER), i: -BigInt(Number.MAX_SAFE_INTEGER) },
    ];
    expect([...undeclared(array(Row).pack(values))].map((row) => [row.u, row.i])).toEqual([
      [5, -5],
      [2n ** 64n - 1n, -(2n ** 63n)],
      [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER],
    ]);
  });

  test('has the structs inside', () => {
    const Inner = struct({ x: t.uint8, deep: struct({ y: t.string }) });
    const Row = struct({ one: Inner, two: Inner.optional() });
    const value = { one: { x: 1, deep: { y: 'y' } } };
    expect(
      undeclared(array(Row).pack([value]))
        .at(0)!
        .toObject(),
    ).toEqual(value);
  });

  test('has slots of any name', () => {
    const names = ['__proto__', 'constructor', 'toObject', 'length', 'hasOwnProperty', ''];
    const fields = Object.fromEntries(names.map((name) => [name, t.uint8]));
    Object.defineProperty(fields, '__proto__', { value: t.uint8, enumerable: true });
    const value = Object.fromEntries(names.map((name, index) => [name, index]));
    Object.defineProperty(value, '__proto__', { value: 0, enumerable: true });
    const row = undeclared(array(struct(fields)).pack([value])).at(0)!;
    expect(names.map((name) => Reflect.get(row, name))).toEqual(names.map((_, index) => index));
  });

  test('reads fields of a type that this library lacks as an error, and the others all the same', () => {
    const bytes = array(struct({ id: t.uint32, raw: t.bytes })).pack([{ id: 5, raw: new Uint8Array(3) }]);
    const text = Buffer.from(bytes).toString('latin1').replace('mapped_bytes', 'mapped_other');
    const row = undeclared(Uint8Array.from(Buffer.from(text, 'latin1'))).at(0)!;
    expect(row.id).toBe(5);
    expect(() => row.raw).toThrow(SchemaError);
    expect(() => row.raw).toThrow(/stored as .*mapped_other, which this library does not read/);
  });

  test('may contain itself', () => {
    const cyclic = stored({ slots: [builtin('a', 'uint32')], declared: ['a', 'next'] });
    cyclic.slots.unshift({ name: 'next', type: { kind: 'struct', schema: cyclic } });
    const type = structFromStored(cyclic, 'node');
    const tail = type.pack({ a: 2 });
    expect(type.unpackFrom(tail)).toMatchObject({ a: 2, next: undefined });
    const list = type.pack({ a: 1, next: { a: 2, next: { a: 3 } } });
    expect(type.unpackFrom(list).toObject()).toEqual({ a: 1, next: { a: 2, next: { a: 3 } } });
    // As a file holds it, by way of the pickle.
    const again = structFromStored(readSchemaPickle(writeSchemaPickle(cyclic)));
    expect(again.unpackFrom(list).toObject()).toEqual({ a: 1, next: { a: 2, next: { a: 3 } } });
  });

  test('that contains itself reads a record that does, too', () => {
    const cyclic = stored({ slots: [], declared: ['next'] });
    cyclic.slots.push({ name: 'next', type: { kind: 'struct', schema: cyclic } });
    const type = structFromStored(cyclic, 'node');
    const ring: { next?: object } = {};
    ring.next = ring;
    const read = type.unpackFrom(type.pack(ring)).toObject() as { next: unknown };
    expect(read.next).toBe(read);
  });
});

describe('registered structs', () => {
  const registry = new Registry();
  const Point = struct({ x: t.uint8, y: t.uint8 }, { name: 'Point', registry });
  const Named = struct({ at: t.any, name: t.string }, { name: 'Named', registry });
  registry.register(Point, 0x90);
  registry.register(Named, 0x91);
  const Row = struct({ any: t.any, list: t.list.optional() }, { registry });
  const point = Point.unpackFrom(Point.pack({ x: 1, y: 2 }));
  const value = { any: point, list: [point, 'x'] };

  test('are described in the file, and so read without their declarations', () => {
    const row = undeclared(array(Row).pack([value])).at(0)!;
    expect(row.toObject()).toEqual({ any: { x: 1, y: 2 }, list: [{ x: 1, y: 2 }, 'x'] });
    const named = Named.unpackFrom(Named.pack({ at: point, name: 'here' }));
    const outer = undeclared(array(Row).pack([{ any: named }])).at(0)!;
    expect(outer.toObject()).toEqual({ any: { at: { x: 1, y: 2 }, name: 'here' } });
  });

  test('are not, when told so', () => {
    const row = undeclared(array(Row).pack([value], { describeStructs: false })).at(0)!;
    expect(() => row.any).toThrow(CorruptBufferError);
    expect(() => row.any).toThrow("type code 0x90 is neither the format's own nor a registered struct's");
  });

  test('come from the declaration where there is one', () => {
    for (const describeStructs of [true, false]) {
      const row = array(Row)
        .fromBuffer(array(Row).pack([value], { describeStructs }))
        .at(0)!;
      expect(row.any).toBeInstanceOf(Point);
    }
  });

  test.each([
    ['no map', 5],
    ['a code that is none', new Map<unknown, unknown>([['x', 5]])],
    ['an entry that is none', new Map<unknown, unknown>([[0x90, 5]])],
  ])('in user data of another shape are passed by: %s', (_, described) => {
    const userData = new Map([['sharedbuffers.structs', described]]) as never;
    expect(structFromStored(stored({ userData })).schema.fields).toHaveLength(1);
    expect(structFromStored(stored({ userData: described as never })).schema.fields).toHaveLength(1);
  });
});

describe('layouts', () => {
  test('of alignments and versions that cannot be are refused', () => {
    for (const changes of [
      { alignment: 0 },
      { alignment: 0.5 },
      { alignment: 65_537 },
      { version: 3 },
      { version: 0 },
    ]) {
      expect(() => layoutOf(stored(changes), codecOfStored)).toThrow(SchemaError);
    }
  });

  test('keep the order of the slots as they are stored', () => {
    const slots = [builtin('b', 'ubyte'), builtin('a', 'uint64')];
    expect(layoutOf(stored({ slots, declared: ['a', 'b'] }), codecOfStored).slots).toEqual([
      { name: 'b', size: 1 },
      { name: 'a', size: 8 },
    ]);
  });

  test('of version 1 ignore the alignment in their bitmaps', () => {
    expect(layoutOf(stored({ version: 1 }), codecOfStored).header).toBe(2);
    expect(layoutOf(stored({ version: 2 }), codecOfStored).header).toBe(8);
  });
});

test('what is described reads back as it was declared', () => {
  const Inner = struct({ x: t.uint8 });
  const Row = struct({ b: Inner, a: t.list(t.uint8), c: Inner.optional(), d: t.int }, { alignment: 4 });
  const { schema } = Row as unknown as typeof Struct;
  const read = readSchemaPickle(schemaBytes(schema, true));
  expect(read).toMatchObject({ declared: ['b', 'a', 'c', 'd'], alignment: 4, version: 2 });
  expect(read.slots.map(({ name, type }) => [name, type.kind])).toEqual([
    ['a', 'builtin'],
    ['b', 'struct'],
    ['c', 'struct'],
    ['d', 'builtin'],
  ]);
  const [, b, c] = read.slots;
  expect(b!.type).toEqual(c!.type);
});
