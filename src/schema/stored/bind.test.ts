import { array, CorruptBufferError, MissingFieldError, SchemaError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { RecordType } from '../../containers/record-type.js';
import type { AnyType } from '../type.js';

/** Reads by one schema what was packed by another. */
function reread<V extends object, Input>(
  declared: RecordType<V, never>,
  stored: RecordType<object, Input>,
  ...rows: Input[]
): V[] {
  return [...array(declared).fromBuffer(array(stored).pack(rows))];
}

function errorOf(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

const Stored = struct({ id: t.uint32, name: t.string, score: t.float64, tags: t.set(t.string) });
const row = { id: 7, name: 'seven', score: 0.5, tags: new Set(['a', 'b']) };

describe('a file of the declared layout', () => {
  test('is read by the declared class itself', () => {
    const rows = array(Stored).fromBuffer(array(Stored).pack([row]));
    expect(rows.type).toBe(Stored);
    expect(rows.at(0)).toBeInstanceOf(Stored);
  });

  test('may differ in what types read as', () => {
    const Other = struct({
      id: t.uint32.optional(),
      name: t.string.nullable(),
      score: t.float,
      tags: t.set,
    });
    expect(reread(Other, Stored, row)[0]!.toObject()).toEqual(row);
    const Wide = struct({ n: t.biguint64, m: t.int });
    const Narrow = struct({ n: t.uint64, m: t.bigint64 });
    expect(reread(Narrow, Wide, { n: 2n ** 53n - 1n, m: 5 })[0]!.toObject()).toEqual({
      n: 2 ** 53 - 1,
      m: 5n,
    });
  });
});

describe('a file of another layout', () => {
  const declarations = {
    'other order of declaration': struct({
      tags: t.set,
      score: t.float64,
      name: t.string,
      id: t.uint32,
    }),
    'fewer fields': struct({ score: t.float64, id: t.uint32 }),
    'more fields': struct({ ...{ id: t.uint32, name: t.string }, extra: t.list.optional() }),
    'another alignment': struct({ id: t.uint32, name: t.string, score: t.float64 }, { alignment: 1 }),
    'a wider bitmap': struct({
      id: t.uint32,
      ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`x${i}`, t.uint8.optional()])),
    }),
  };

  test.each(Object.entries(declarations))('gives the right values: %s', (_, declared) => {
    const [read] = reread(declared as RecordType<{ toObject(): object }, never>, Stored, row);
    const names = declaredNames(declared);
    const expected = Object.entries(row).filter(([name]) => names.includes(name));
    expect(read!.toObject()).toEqual(Object.fromEntries(expected));
  });

  test.each([1, 2, 4, 8, 16, 32] as const)(
    'gives the right values: alignment %i in the file',
    (alignment) => {
      const fields = { a: t.uint8, b: t.string, c: t.uint64, d: t.list.optional() };
      const rows = [
        { a: 1, b: 'one', c: 2 ** 40, d: [1, 'x'] },
        { a: 2, b: '', c: 0 },
      ];
      const read = reread(struct(fields), struct(fields, { alignment }), ...rows);
      expect(read.map((each) => each.toObject())).toEqual(rows);
    },
  );

  test('reads fields that it lacks as missing', () => {
    const Declared = struct({
      id: t.uint32,
      wanted: t.uint8,
      hoped: t.uint8.optional(),
      nil: t.list.nullable(),
    });
    const [read] = reread(Declared, Stored, row);
    expect(read!.hoped).toBeUndefined();
    const error = errorOf(() => read!.wanted);
    expect(error).toBeInstanceOf(MissingFieldError);
    expect(error).toMatchObject({ field: 'wanted' });
    expect(error.message).toContain('struct.wanted is missing in this record: declare the field .optional()');
    expect(() => read!.nil).toThrow(MissingFieldError);
  });

  test('has structs inside that differ', () => {
    const Inner = struct({ x: t.uint8, y: t.string, gone: t.uint8.optional() });
    const Declared = struct({ one: Inner, two: Inner.nullable(), id: t.uint32 });
    const Deeper = struct({ y: t.string, x: t.uint8, more: t.float64 }, { alignment: 4 });
    const File = struct({ id: t.uint32, one: Deeper, two: Inner.nullable(), z: t.any });
    const [read] = reread(Declared, File, {
      id: 1,
      one: { x: 1, y: 'one', more: 1 },
      two: { x: 2, y: 'two', gone: 9 },
      z: 'z',
    });
    expect(read!.toObject()).toEqual({
      id: 1,
      one: { x: 1, y: 'one' },
      two: { x: 2, y: 'two', gone: 9 },
    });
    expect(
      reread(Declared, File, { id: 1, one: { x: 1, y: '', more: 1 }, two: null, z: 1 })[0]!.two,
    ).toBeNull();
  });

  test('keeps the methods of declared classes, of structs inside too', () => {
    class Inner extends struct({ x: t.uint8 }) {
      get twice(): number {
        return this.x * 2;
      }
    }
    class Declared extends struct({ id: t.uint32, inner: Inner }) {
      get label(): string {
        return `${this.id}/${this.inner.twice}`;
      }
      greet(name: string): string {
        return `${name} ${this.label}`;
      }
    }
    const File = struct({ a: t.string, id: t.uint32, inner: struct({ w: t.float64, x: t.uint8 }) });
    const [read] = reread(Declared, File, { a: 'a', id: 3, inner: { w: 0, x: 4 } });
    expect(read).toBeInstanceOf(Declared);
    expect(read!.inner).toBeInstanceOf(Inner);
    expect([read!.label, read!.greet('hello')]).toEqual(['3/8', 'hello 3/8']);
    expect(Object.keys(read!.toObject())).toEqual(['id', 'inner']);
  });

  test('packs what was read by the declared class again', () => {
    const Declared = struct({ name: t.string, id: t.uint32 });
    const [read] = reread(Declared, Stored, row);
    expect(Declared.unpackFrom(Declared.pack(read!)).toObject()).toEqual({ name: 'seven', id: 7 });
    expect(read!.equals({ name: 'seven', id: 7 })).toBe(true);
  });

  test('is refused where a class hides a field by a member of its own', () => {
    class Hiding extends struct({ id: t.uint32, name: t.string }) {
      override get name(): string {
        return 'hidden';
      }
    }
    const declared = Hiding as unknown as RecordType<object, never>;
    expect(reread(declared, struct({ id: t.uint32, name: t.string }), { id: 1, name: 'x' })).toHaveLength(1);
    const error = errorOf(() => reread(declared, Stored, row));
    expect(error).toBeInstanceOf(SchemaError);
    expect(error.message).toMatch(/Hiding has a name of its own .* give the class member another name/);
  });

  test('is checked against its bytes as any other', () => {
    const bytes = array(Stored).pack([row]);
    bytes.fill(0x7f, 64, 72);
    const read = array(struct({ name: t.string }))
      .fromBuffer(bytes)
      .at(0)!;
    expect(() => read.name).toThrow(CorruptBufferError);
  });
});

describe('fields of other types', () => {
  test('are all listed, with their paths', () => {
    const File = struct({
      id: t.uint32,
      name: t.string,
      inner: struct({ x: t.uint8, y: t.float32 }),
      z: t.any,
    });
    const Declared = struct({
      id: t.string,
      name: t.string,
      inner: struct({ x: t.uint16, y: t.float32, w: t.uint8.optional() }),
      z: struct({ a: t.uint8 }),
    });
    const read = () => reread(Declared, File, { id: 1, name: 'n', inner: { x: 1, y: 1 }, z: 1 });
    expect(read).toThrow(SchemaError);
    expect(read).toThrow(
      "the file's records are not what struct declares: id is stored as uint32, declared as string; " +
        'inner.x is stored as ubyte, declared as uint16; z is stored as mapped_object, declared as struct',
    );
  });

  test('are structs where none is declared, and the other way round', () => {
    const Inner = struct({ x: t.uint8 });
    const [WithStruct, WithText] = [struct({ f: Inner }), struct({ f: t.string })];
    expect(() => reread(WithText, WithStruct, { f: { x: 1 } })).toThrow(
      'f is stored as a struct, declared as string',
    );
    expect(() => reread(WithStruct, WithText, { f: 'x' })).toThrow(
      'f is stored as mapped_unicode, declared as struct',
    );
  });

  test.each([
    ['uint64', t.uint64, t.int64],
    ['uint8', t.uint8, t.bool],
    ['text', t.string, t.bytes],
    ['list', t.list, t.tuple],
    ['float32', t.float32, t.float64],
  ])('never pass: %s', (_, stored, declared) => {
    const file = struct({ f: stored.optional() as AnyType });
    expect(() => reread(struct({ f: declared as AnyType }), file, { f: undefined })).toThrow(SchemaError);
  });
});

function declaredNames(declared: unknown): string[] {
  return (declared as { schema: { fields: { name: string }[] } }).schema.fields.map(({ name }) => name);
}
