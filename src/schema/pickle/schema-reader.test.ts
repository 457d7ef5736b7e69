import { describe, expect, test } from 'vitest';
import { CorruptBufferError, SchemaError, VersionError } from '../../errors.js';
import { PickleCall, PickleGlobal, PickleTuple, type PickleValue } from './pickle-values.js';
import { writePickle } from './pickle-writer.js';
import {
  readSchemaPickle,
  type StoredSchema,
  type StoredSlot,
  type StoredType,
  writeSchemaPickle,
} from './schema-pickle.js';

const SCHEMA = new PickleGlobal('sharedbuffers.mapped_struct', 'Schema');
const UINT8 = new PickleGlobal('sharedbuffers.mapped_struct', 'ubyte');

/** A schema's pickle with some of its state changed; `undefined` takes an entry away. */
function pickleWith(changes: Record<string, PickleValue | undefined>): Uint8Array {
  const types = new Map([['a', UINT8]]);
  const state = new Map<PickleValue, PickleValue>([
    ['slot_types', types],
    ['slot_keys', new PickleTuple(['a'])],
    ['alignment', 8],
    ['bases', null],
    ['version', 2],
  ]);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) state.delete(name);
    else state.set(name, value);
  }
  const call = new PickleCall('reduce', SCHEMA, new PickleTuple([types]));
  call.states.push(state);
  return writePickle(call);
}

describe('readSchemaPickle', () => {
  test('a missing version is version 1', () => {
    expect(readSchemaPickle(pickleWith({ version: undefined })).version).toBe(1);
  });

  test('an unknown version is named', () => {
    expect(() => readSchemaPickle(pickleWith({ version: 3 }))).toThrow(VersionError);
    expect(() => readSchemaPickle(pickleWith({ version: 3 }))).toThrow(/version 3/);
  });

  test.each([
    ['no order', { slot_keys: undefined }, /no slot order/],
    ['an order of other slots', { slot_keys: new PickleTuple(['b']) }, /does not have/],
    ['an order of too few slots', { slot_keys: new PickleTuple([]) }, /other slots/],
    [
      'a name that is not text',
      { slot_types: new Map([[1, UINT8]]), slot_keys: new PickleTuple([1]) },
      /text/,
    ],
    [
      'too many slots',
      { slot_types: new Map(Array.from({ length: 65 }, (_, i) => [`${i}`, UINT8])) },
      /65 slots/,
    ],
    ['alignment 0', { alignment: 0 }, /alignment/],
    ['a huge alignment', { alignment: 2 ** 40 }, /alignment/],
    ['a version of another type', { version: 'x' }, /version/],
  ])('%s is refused', (_, changes, message) => {
    expect(() => readSchemaPickle(pickleWith(changes), 4096)).toThrow(SchemaError);
    expect(() => readSchemaPickle(pickleWith(changes), 4096)).toThrow(message);
    expect(() => readSchemaPickle(pickleWith(changes), 4096)).toThrow(/at byte 4096/);
  });

  test('another pickle is refused, another file is damaged', () => {
    expect(() => readSchemaPickle(writePickle(new Map()))).toThrow(SchemaError);
    expect(() => readSchemaPickle(new Uint8Array(8), 100)).toThrow(CorruptBufferError);
    expect(() => readSchemaPickle(new Uint8Array(8), 100)).toThrow(/at byte 100/);
  });

  test('a type from elsewhere is kept by name and written back', () => {
    const types = new Map<PickleValue, PickleValue>([['a', new PickleGlobal('my.types', 'Thing')]]);
    const stored = readSchemaPickle(pickleWith({ slot_types: types }));
    expect(stored.slots).toStrictEqual([{ name: 'a', type: { kind: 'unknown', global: 'my.types Thing' } }]);
    expect(readSchemaPickle(writeSchemaPickle(stored))).toStrictEqual(stored);
  });

  test('a type made by a call is not called, and cannot be written back', () => {
    const evil = new PickleCall('reduce', new PickleGlobal('os', 'system'), new PickleTuple(['true']));
    const stored = readSchemaPickle(pickleWith({ slot_types: new Map([['a', evil]]) }));
    expect(stored.slots[0]!.type).toStrictEqual({ kind: 'unknown', global: 'a call of os system' });
    expect(() => writeSchemaPickle(stored)).toThrow(/slot a.*os system/);
  });

  test("Python 2's int is int, and keeps its spelling", () => {
    const types = new Map<PickleValue, PickleValue>([['a', new PickleGlobal('__builtin__', 'int')]]);
    const stored = readSchemaPickle(pickleWith({ slot_types: types }));
    expect(stored.slots[0]!.type).toStrictEqual({ kind: 'builtin', name: 'int', global: '__builtin__ int' });
    expect(Buffer.from(writeSchemaPickle(stored)).includes('c__builtin__\nint\n')).toBe(true);
  });

  test('bases are kept', () => {
    const bases = new PickleTuple([new PickleGlobal('my', 'Base')]);
    const stored = readSchemaPickle(pickleWith({ bases }));
    expect(stored.bases).toStrictEqual(bases);
    expect(readSchemaPickle(writeSchemaPickle(stored))).toStrictEqual(stored);
  });

  test('slots may have the names of object internals', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const types = new Map<PickleValue, PickleValue>(names.map((name) => [name, UINT8]));
    const stored = readSchemaPickle(pickleWith({ slot_types: types, slot_keys: new PickleTuple(names) }));
    expect(stored.declared).toEqual(names);
    expect(stored.slots.map(({ name }) => name)).toEqual(names);
    expect(readSchemaPickle(writeSchemaPickle(stored))).toStrictEqual(stored);
  });
});

describe('schemas that contain themselves', () => {
  const int32: StoredType = { kind: 'builtin', name: 'int32' };
  const schemaOf = (names: string[]): StoredSchema => ({
    slots: names.map((name) => ({ name, type: int32 })),
    declared: names,
    alignment: 8,
    version: 2,
  });

  test('what Python writes for one is read, though Python cannot', () => {
    // Python 3.11: {'next': Node, 'v': int32} registered for Node, after reinitialize().
    const pickle =
      '\x80\x02csharedbuffers.mapped_struct\nSchema\nq\0}q\x01(X\x04\0\0\0nextq\x02' +
      'csharedbuffers.mapped_struct\nmapped_object_with_schema\nq\x03N\x85q\x04Rq\x05h\0h\x01\x85q\x06Rq\x07' +
      '}q\x08(X\x0a\0\0\0slot_typesq\x09h\x01X\x09\0\0\0slot_keysq\x0ah\x02X\x01\0\0\0vq\x0b\x86q\x0c' +
      'X\x09\0\0\0alignmentq\x0dK\x08X\x05\0\0\0basesq\x0eNX\x07\0\0\0versionq\x0fK\x01ub' +
      '\x85q\x10bh\x0bcsharedbuffers.mapped_struct\nint32\nq\x11u\x85q\x12R0h\x07.';
    const stored = readSchemaPickle(Buffer.from(pickle, 'latin1'));
    expect(stored.slots.map(({ name }) => name)).toEqual(['next', 'v']);
    expect(stored.slots[0]!.type).toStrictEqual({ kind: 'struct', schema: stored });
    expect((stored.slots[0]!.type as { schema: StoredSchema }).schema).toBe(stored);
  });

  test('what is written gives every object its state last, so that Python can read it', () => {
    const node = schemaOf(['next', 'v']);
    node.slots[0]!.type = { kind: 'struct', schema: node };
    const pickle = writeSchemaPickle(node);
    expect(readSchemaPickle(pickle)).toStrictEqual(node);
    // Python 3.11 reads this, and records of it: checked by hand with `pickle.loads` and `Schema.unpack`.
    expect(Buffer.from(pickle).toString('latin1')).toBe(
      '\x80\x02csharedbuffers.mapped_struct\nmapped_object_with_schema\nq\0N\x85q\x01Rq\x020' +
        'csharedbuffers.mapped_struct\nSchema\nq\x03}q\x04(X\x04\0\0\0nextq\x05h\x02' +
        'X\x01\0\0\0vq\x06csharedbuffers.mapped_struct\nint32\nq\x07u\x85q\x08Rq\x090' +
        'h\x02h\x09\x85q\x0ab0' +
        'h\x09}q\x0b(X\x0a\0\0\0slot_typesq\x0ch\x04X\x09\0\0\0slot_keysq\x0dh\x05h\x06\x86q\x0e' +
        'X\x09\0\0\0alignmentq\x0fK\x08X\x05\0\0\0basesq\x10NX\x07\0\0\0versionq\x11K\x02ub0h\x09.',
    );
  });

  test('schemas that contain each other come back, at the root or below', () => {
    const a = schemaOf(['b', 'x']);
    const b = schemaOf(['a', 'y']);
    a.slots[0]!.type = { kind: 'struct', schema: b };
    b.slots[0]!.type = { kind: 'struct', schema: a };
    const outer = schemaOf(['a', 'b']);
    outer.slots[0]!.type = { kind: 'struct', schema: a };
    outer.slots[1]!.type = { kind: 'struct', schema: b };
    for (const schema of [a, b, outer]) {
      const back = readSchemaPickle(writeSchemaPickle(schema));
      expect(back).toStrictEqual(schema);
    }
  });
});

describe('writeSchemaPickle', () => {
  test('declared and stored slots must be the same', () => {
    const slot: StoredSlot = { name: 'a', type: { kind: 'builtin', name: 'bool' } };
    const rest = { alignment: 8, version: 2 };
    expect(() => writeSchemaPickle({ slots: [slot], declared: ['b'], ...rest })).toThrow(SchemaError);
    expect(() => writeSchemaPickle({ slots: [slot], declared: [], ...rest })).toThrow(SchemaError);
    expect(() => writeSchemaPickle({ slots: [slot, slot], declared: ['a'], ...rest })).toThrow(SchemaError);
    expect(() => writeSchemaPickle({ slots: [slot], declared: ['a', 'a'], ...rest })).toThrow(SchemaError);
  });
});
