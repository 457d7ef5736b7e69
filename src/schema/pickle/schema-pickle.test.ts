import { describe, expect, test } from 'vitest';
import fixtures from '../../../test/fixtures/schema-pickles.json' with { type: 'json' };
import type { PickleValue } from './pickle-values.js';
import {
  type BuiltinName,
  readSchemaPickle,
  type StoredSchema,
  type StoredSlot,
  type StoredType,
  writeSchemaPickle,
} from './schema-pickle.js';

/** A schema as golden/manifest.json describes it; a type is a name in Python, aliases included. */
interface Declared {
  slots: [string, string][];
  declared: [string, string][];
  alignment: number;
  version: number;
}

const structs = fixtures.structs as unknown as Record<string, Declared>;
const golden = (fixtures.schemas as unknown as { id: string; schema: Declared; hex: string }[]).map(
  ({ id, schema, hex }) => ({ id, schema, pickle: Buffer.from(hex, 'hex') }),
);

/** The types' aliases in Python (docs/format.md 1, and `TYPES` in its section 12). */
const ALIASES: Readonly<Record<string, string>> = {
  uint8: 'ubyte',
  int8: 'byte',
  uint16: 'ushort',
  int16: 'short',
  str: 'mapped_unicode',
  bytes: 'mapped_bytes',
  list: 'mapped_list',
  tuple: 'mapped_tuple',
  frozenset: 'mapped_frozenset',
  dict: 'mapped_dict',
  object: 'mapped_object',
  date: 'mapped_date',
  datetime: 'mapped_datetime',
  Decimal: 'mapped_decimal',
  buffer: 'proxied_buffer',
  ndarray: 'proxied_ndarray',
};
/** Bytes of a slot, where it is not 8 (docs/format.md 9). */
const SIZES: Readonly<Record<string, number>> = {
  ubyte: 1,
  byte: 1,
  bool: 1,
  ushort: 2,
  short: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
};

/** One `Schema` for each registered struct, as in the program that wrote the golden files. */
function typeNamed(name: string, known: Map<string, StoredSchema>): StoredType {
  if (!name.startsWith('registered:')) {
    return { kind: 'builtin', name: (ALIASES[name] ?? name) as BuiltinName };
  }
  const struct = name.slice('registered:'.length);
  if (!known.has(struct)) known.set(struct, fromDeclaration(structs[struct]!, known));
  return { kind: 'struct', schema: known.get(struct)! };
}

/** The description that a declaration leads to: only from `declared`, alignment and version. */
function fromDeclaration({ declared, alignment, version }: Declared, known = new Map()): StoredSchema {
  const slots = declared.map(([name, type]) => ({ name, type: typeNamed(type, known) }));
  const size = ({ type }: StoredSlot) => (type.kind === 'builtin' ? (SIZES[type.name] ?? 8) : 8);
  return {
    slots: slots.sort((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : 1)),
    declared: declared.map(([name]) => name),
    alignment,
    version,
  };
}

const USER_DATA = new Map<PickleValue, PickleValue>([
  ['some', 'contents'],
  ['n', 5],
]);

describe('schemas that Python wrote', () => {
  test('all are here', () => {
    expect(golden.length).toBe(77);
  });

  test.each(golden)('$id reads as declared', ({ id, schema, pickle }) => {
    const expected = fromDeclaration(schema);
    if (id === 'mix_user_data') expected.userData = USER_DATA;
    const stored = readSchemaPickle(pickle);
    expect(stored).toStrictEqual(expected);
    expect(stored.slots.map(({ name }) => name)).toEqual(schema.slots.map(([name]) => name));
  });

  test.each(golden)('$id is written byte for byte from its declaration', ({ id, schema, pickle }) => {
    const stored = fromDeclaration(schema);
    // The manifest does not describe user data; an object literal, as an application would give it.
    if (id === 'mix_user_data') stored.userData = { some: 'contents', n: 5 };
    expect(Buffer.from(writeSchemaPickle(stored)).toString('latin1')).toBe(pickle.toString('latin1'));
  });

  test.each(golden)('$id is written byte for byte as it was read', ({ pickle }) => {
    expect(Buffer.from(writeSchemaPickle(readSchemaPickle(pickle)))).toStrictEqual(pickle);
  });
});
