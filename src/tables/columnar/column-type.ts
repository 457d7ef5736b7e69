/** What a column is here: the type that it gets, and how its values come to be what packing takes. */
import { InputError } from '../../errors.js';
import { ValueError } from '../input/value-error.js';
import { MAX_FIELDS, type ScalarName, type Shape, type StructNode, type TypeNode } from '../schema/schema.js';
import type { TimeMaker } from './times.js';

/** From a value as the format's reader gives it, which is not null, to one that packing takes. */
export type Convert = (raw: unknown) => unknown;

export interface ColumnType {
  readonly shape: Shape;
  /** Absent where values are what packing takes as they are. */
  readonly convert?: ((times: TimeMaker) => Convert) | undefined;
}

export function scalarType(name: ScalarName, convert?: (times: TimeMaker) => Convert): ColumnType {
  return { shape: { kind: 'scalar', name }, convert };
}

/** Elements of lists may be null wherever the format lets them be. */
export function elementNode({ shape }: ColumnType, nullable: boolean): TypeNode {
  return { shape, optional: false, nullable };
}

/** Converts what may be null, where null stays that. */
export function nullSafe(type: ColumnType, times: TimeMaker): Convert {
  const convert = type.convert?.(times);
  return (raw) => (raw === null || raw === undefined ? null : convert === undefined ? raw : convert(raw));
}

export function listType(element: ColumnType, nullable: boolean): ColumnType {
  const shape: Shape = { kind: 'list', element: elementNode(element, nullable) };
  return {
    shape,
    convert: (times) => {
      const item = nullSafe(element, times);
      return (raw) => {
        if (!Array.isArray(raw)) throw new ValueError('is no list, as its column says: the file is damaged');
        return raw.map(item);
      };
    },
  };
}

/** Types that keys of dicts can have. */
const KEYS = /^(string|bytes|bool|date|datetime.*|decimal|u?int\d*)$/;

/** `entries` gives the pairs of a raw value. */
export function dictType(
  key: ColumnType,
  value: ColumnType,
  nullable: boolean,
  entries: (raw: unknown) => Iterable<readonly [unknown, unknown]>,
): ColumnType {
  if (key.shape.kind !== 'scalar' || !KEYS.test(key.shape.name)) {
    throw new ValueError('is a map whose keys are no scalars');
  }
  return {
    shape: { kind: 'dict', entry: [elementNode(key, false), elementNode(value, nullable)] },
    convert: (times) => {
      const [keyOf, itemOf] = [nullSafe(key, times), nullSafe(value, times)];
      return (raw) => {
        const map = new Map<unknown, unknown>();
        for (const [name, item] of entries(raw)) map.set(keyOf(name), itemOf(item));
        return map;
      };
    },
  };
}

export interface Member {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether values can be missing. */
  readonly optional: boolean;
}

/**
 * A struct; as an element of a list or dict, and with more members than a struct has fields, a dict by name, since a struct there
 * takes a type code that every reader must know. `read` gives a member of a raw value.
 */
export function structType(
  members: readonly Member[],
  inside: boolean,
  read: (raw: unknown, index: number) => unknown,
): ColumnType {
  if (members.length === 0) throw new ValueError('is a struct without fields');
  const names = new Set(members.map(({ name }) => name));
  if (names.size < members.length) throw new ValueError('has two fields of one name');
  if (inside || members.length > MAX_FIELDS) return dictOfMembers(members, read);
  const struct: StructNode = {
    alignment: 8,
    fields: new Map(
      members.map(({ name, type, optional }) => [name, { ...elementNode(type, false), optional }]),
    ),
  };
  return {
    shape: { kind: 'struct', struct },
    convert: (times) => {
      const converts = members.map(({ type }) => nullSafe(type, times));
      return (raw) => {
        // Without a prototype: a field may be called __proto__.
        const record: Record<string, unknown> = Object.create(null);
        members.forEach(({ name }, index) => {
          const value = converts[index]!(read(raw, index));
          if (value !== null) record[name] = value;
        });
        return record;
      };
    },
  };
}

function dictOfMembers(
  members: readonly Member[],
  read: (raw: unknown, index: number) => unknown,
): ColumnType {
  return {
    shape: { kind: 'dict' },
    convert: (times) => {
      const converts = members.map(({ type }) => nullSafe(type, times));
      return (raw) => new Map(members.map(({ name }, index) => [name, converts[index]!(read(raw, index))]));
    },
  };
}

/** What is said of a column whose type has no place here. */
export function unsupported(input: string, column: string, what: string): InputError {
  return new InputError(
    `${input}: column ${column} ${what}: leave it out, by naming the others with --select, or cast it first`,
    { input, field: column },
  );
}
