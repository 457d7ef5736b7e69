/** How two files or data sets differ: keys, fields and schemas. Neither is held in memory: each key of one is looked up in the other. */
import type { RecordArray } from '../../containers/record-array.js';
import { ArgumentError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import { deepEqual } from '../../values/compare/equality.js';
import { RecordWriter } from '../json/record-to-json.js';
import type { Schema } from '../schema/schema.js';
import { printType } from '../schema/type-notation.js';
import { arrayOf, type Keyed, recordsOf, textOfKey, VALUE_MEMBER } from './entries.js';
import { openedSchema } from './file-schema.js';
import { distinctKeys, mapperOf } from './key-ranges.js';
import type { Opened } from './open-undeclared.js';

/** A value of both, as JSON; undefined where it is missing. */
export type Change = readonly [before: string | undefined, after: string | undefined];

export type Difference =
  | { readonly kind: 'added' | 'removed'; readonly key: Key }
  | { readonly kind: 'changed'; readonly key: Key; readonly fields: ReadonlyMap<string, Change> };

/** Differences of type: `name` is in `A: int32`, `B: int64`; undefined where there is no such field. */
export function schemaChanges(a: Opened, b: Opened): Map<string, Change> {
  const [before, after] = [typesOfFields(openedSchema(a)), typesOfFields(openedSchema(b))];
  const changes = new Map<string, Change>();
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(name) !== after.get(name)) changes.set(name, [before.get(name), after.get(name)]);
  }
  return changes;
}

function typesOfFields({ root }: Schema): Map<string, string> {
  const types = new Map<string, string>();
  for (const [name, type] of root.fields) {
    types.set(name, printType(type) ?? (type.shape.kind === 'struct' ? 'struct' : 'unknown'));
  }
  return types;
}

/** One of the two that are compared: a file, or shards of a data set, whose records are of one class. */
export interface Side extends Iterable<Opened> {
  /** What tells the kind, keys and schema of all. */
  readonly first: Opened;
  /** The one that has a key, if any has it. */
  of(key: Key): Opened;
}

/** Throws `ArgumentError` for files that have nothing in common. */
export function* differences(before: Side, after: Side): Generator<Difference | undefined> {
  const [a, b] = [before.first, after.first];
  const compare = comparer(a, b);
  if (a.kind === 'array' && b.kind === 'array') {
    yield* differentItems(a.array, b.array, compare);
    return;
  }
  if (a.kind === 'array' || b.kind === 'array' || a.kind !== b.kind) {
    const kinds = [a, b].map(({ kind }) =>
      kind === 'idMapper' ? 'an id mapper' : kind === 'array' ? 'an array' : 'a mapping',
    );
    throw new ArgumentError(`${kinds[0]} and ${kinds[1]} cannot be compared`);
  }
  const kindOfKeys = ({ keys }: Keyed) => (keys.type === 'bytes' ? 'string' : keys.type);
  if (kindOfKeys(a) !== kindOfKeys(b)) {
    throw new ArgumentError(`keys of type ${a.keys.type} and of type ${b.keys.type} cannot be compared`);
  }
  if (a.keys.approximate || b.keys.approximate) {
    throw new ArgumentError(
      'files with hashes in place of their keys cannot be compared: --key-type int compares by them',
    );
  }
  const { type } = a.keys;
  for (const part of before as Iterable<Keyed>) {
    for (const key of distinctKeys(mapperOf(part), type)) {
      const other = after.of(key) as Keyed;
      if (!mapperOf(other).has(key)) yield { kind: 'removed', key: textOfKey(type, key) };
      else yield compare(textOfKey(type, key), [...allOf(part, key)], [...allOf(other, key)]);
    }
  }
  for (const part of after as Iterable<Keyed>) {
    for (const key of distinctKeys(mapperOf(part), b.keys.type)) {
      const isKnown = mapperOf(before.of(key) as Keyed).has(key);
      yield isKnown ? undefined : { kind: 'added', key: textOfKey(b.keys.type, key) };
    }
  }
}

/** Also those that `get` does not find, where a key has several and the file is not of such keys: they are in it. */
function allOf(opened: Keyed, key: Key): Iterable<object> {
  return opened.kind === 'mapping' ? opened.mapping.iterate(key) : recordsOf(opened, key);
}

function* differentItems(
  before: RecordArray<object>,
  after: RecordArray<object>,
  compare: Compare,
): Generator<Difference | undefined> {
  for (let item = 0; item < Math.max(before.length, after.length); item += 1) {
    if (item >= after.length) yield { kind: 'removed', key: item };
    else if (item >= before.length) yield { kind: 'added', key: item };
    else yield compare(item, [before.at(item)!], [after.at(item)!]);
  }
}

type Compare = (key: Key, a: readonly object[], b: readonly object[]) => Difference | undefined;

/** Records of one key are compared in their order. */
function comparer(a: Opened, b: Opened): Compare {
  const [before, after] = [fieldsOf(a), fieldsOf(b)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return (key, left, right) => {
    const fields = new Map<string, Change>();
    if (left.length !== right.length) {
      fields.set('$records', [String(left.length), String(right.length)]);
    }
    for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
      for (const name of names) {
        const [x, y] = [before.get(name)?.read(left[at]!), after.get(name)?.read(right[at]!)];
        if (x === y || (x !== undefined && y !== undefined && deepEqual(x, y))) continue;
        const label = left.length + right.length > 2 ? `[${at}].${name}` : name;
        fields.set(label, [shown(before.get(name), x), shown(after.get(name), y)]);
      }
    }
    return fields.size === 0 ? undefined : { kind: 'changed', key, fields };
  };
}

interface ReadField {
  readonly read: (record: object) => unknown;
  readonly json: (value: unknown) => string;
}

function shown(field: ReadField | undefined, value: unknown): string | undefined {
  if (value === undefined || field === undefined) return undefined;
  return value === null ? 'null' : field.json(value);
}

function fieldsOf(opened: Opened): Map<string, ReadField> {
  const array = arrayOf(opened);
  if (array === undefined) {
    const read = (record: object) => (record as { [VALUE_MEMBER]: unknown })[VALUE_MEMBER];
    return new Map([[VALUE_MEMBER, { read, json: String }]]);
  }
  const writer = new RecordWriter(array);
  return new Map(array.schema.fields.map(({ name }) => [name, writer.field([name])]));
}
