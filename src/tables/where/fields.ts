/** What a path of names leads to in the records of a file, and what kind of value it is. */
import type { RecordArray } from '../../containers/record-array.js';
import type { Key } from '../../mappers/id-mapper.js';
import { typeOf } from '../../schema/struct-class.js';
import { StructCodec } from '../../schema/struct-codec.js';
import { VALUE_MEMBER } from '../files/entries.js';
import { pathReader } from '../json/field-reader.js';
import { KEY_MEMBER } from '../json/reserved-members.js';
import { noSuchField } from '../nearest-name.js';
import type { KeyTypeName, ScalarName, Shape } from '../schema/schema.js';
import { shapeOfStored } from '../schema/schema-of-file.js';
import { whereError } from './tokens.js';
import { memberOf } from './values.js';

/** Kinds of values; `any` for what only the values tell. */
export type Kind =
  | 'number'
  | 'text'
  | 'bool'
  | 'date'
  | 'time'
  | 'decimal'
  | 'bytes'
  | 'list'
  | 'dict'
  | 'struct'
  | 'array'
  | 'any';

/** Reads a value of a record with its key; null for what is missing. */
export type Read = (record: object, key: Key | undefined) => unknown;

/** What expressions are about. */
export interface Subject {
  /** Undefined for id mappers, whose records have a number as `$value`. */
  readonly array: RecordArray<object> | undefined;
  readonly key: KeyTypeName | undefined;
}

export function scalarKind(name: ScalarName): Kind {
  if (name === 'string') return 'text';
  if (name === 'bool' || name === 'date' || name === 'decimal') return name;
  if (name === 'bytes' || name === 'buffer') return 'bytes';
  if (name === 'ndarray') return 'array';
  return name.startsWith('datetime') ? 'time' : 'number';
}

function kindOf(shape: Shape): Kind {
  switch (shape.kind) {
    case 'scalar':
      return scalarKind(shape.name);
    case 'any':
      return 'any';
    case 'dict':
    case 'dictView':
      return 'dict';
    default:
      return 'list';
  }
}

const KEY_KINDS: Readonly<Record<KeyTypeName, Kind>> = {
  string: 'text',
  bytes: 'text',
  uint64: 'number',
  signed: 'number',
  float64: 'number',
  date: 'date',
  datetime: 'time',
  any: 'any',
};

/** Resolves a path. Throws a usage error with its column, and the names that are near. */
export function fieldOf(
  { array, key }: Subject,
  path: readonly string[],
  column: number,
): { readonly kind: Kind; readonly read: Read } {
  const [first] = path;
  const root = array && (typeOf(array.type).codec as StructCodec);
  const isField = root?.schema.fields.some(({ name }) => name === first) ?? false;
  if (first === KEY_MEMBER && path.length === 1 && key !== undefined && !isField) {
    return { kind: KEY_KINDS[key], read: (_, value) => value ?? null };
  }
  if (root === undefined) {
    if (first !== VALUE_MEMBER || path.length > 1) {
      throw whereError(column, noSuchField(path.join('.'), [KEY_MEMBER, VALUE_MEMBER]));
    }
    return { kind: 'number', read: (record) => (record as { [VALUE_MEMBER]: unknown })[VALUE_MEMBER] };
  }
  return withinRecord(root, path, column, key === undefined ? [] : [KEY_MEMBER]);
}

function withinRecord(
  root: StructCodec,
  path: readonly string[],
  column: number,
  others: readonly string[],
): { readonly kind: Kind; readonly read: Read } {
  let codec = root;
  for (const [depth, name] of path.entries()) {
    const field = codec.schema.fields.find((each) => each.name === name);
    if (field === undefined) {
      const names = [...codec.schema.fields.map((each) => each.name), ...(depth === 0 ? others : [])];
      const around = path.slice(0, depth);
      throw whereError(column, noSuchField(name, names) + (depth === 0 ? '' : ` in ${around.join('.')}`));
    }
    const { type } = field;
    const last = depth === path.length - 1;
    if (type.codec instanceof StructCodec) {
      if (last) return { kind: 'struct', read: orNull(pathReader(root, path)) };
      codec = type.codec;
      continue;
    }
    const shape = shapeOfStored(type.stored as string);
    if (shape.kind === 'stored') {
      throw whereError(column, `${name} is stored as ${shape.name}, which this library does not read`);
    }
    const kind = kindOf(shape);
    const read = pathReader(root, path.slice(0, depth + 1));
    if (last) return { kind, read: orNull(read) };
    const inner = path.slice(depth + 1);
    if (kind === 'dict' || kind === 'any') {
      return { kind: 'any', read: (record) => inner.reduce(memberOf, read(record)) };
    }
    throw whereError(column, `${path.slice(0, depth + 1).join('.')} is ${nounOf(kind)}, which has no fields`);
  }
  throw whereError(column, 'there is no field without a name');
}

function orNull(read: (record: object) => unknown): Read {
  return (record) => read(record) ?? null;
}

const NOUNS: Readonly<Record<Kind, string>> = {
  number: 'a number',
  text: 'text',
  bool: 'true or false',
  date: 'a date',
  time: 'a time',
  decimal: 'a decimal number',
  bytes: 'bytes',
  list: 'a list',
  dict: 'a dict',
  struct: 'a struct',
  array: 'a numpy array',
  any: 'of any kind',
};

/** What a value of a kind is called. */
export function nounOf(kind: Kind): string {
  return NOUNS[kind];
}
