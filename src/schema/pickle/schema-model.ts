import type { PickleInput, PickleValue } from './pickle-values.js';

/** Bytes. Far above any use; a larger one would be damage, and each record would be padded to it. */
export const MAX_ALIGNMENT = 65_536;

/** A schema as a file stores it (docs/format.md 12): no behaviour, only what was declared. */
export interface StoredSchema {
  /** In stored order (`slot_keys`), which is the order of the fields and bitmap bits in a record. */
  slots: StoredSlot[];
  /** The slots' names in declared order. */
  declared: string[];
  /** In bytes. */
  alignment: number;
  /** Format version of the records: 1 or 2. */
  version: number;
  /** Whatever the application stored along. `null` is the same as absent. */
  userData?: PickleInput;
  /** Python base classes of the proxies: kept for writing the same bytes again, of no meaning here. */
  bases?: PickleValue;
}

/** One field of a `StoredSchema`. */
export interface StoredSlot {
  name: string;
  type: StoredType;
}

/**
 * The type of a slot.
 * * `builtin`: one that every schema may use, by its Python name, with one name per type.
 *   `global` keeps another spelling of the same type found in a file, as `module name`.
 * * `struct`: a record of another schema, or of an enclosing one.
 * * `unknown`: anything else; `global` is its `module name`, or a description that cannot be written.
 */
export type StoredType =
  | { kind: 'builtin'; name: BuiltinName; global?: string }
  | { kind: 'struct'; schema: StoredSchema }
  | { kind: 'unknown'; global: string };

/** Types that are classes or functions of the Python module, under the module's names. */
const MODULE_NAMES = [
  'ubyte',
  'byte',
  'ushort',
  'short',
  'uint32',
  'int32',
  'uint64',
  'int64',
  'float32',
  'float64',
  'mapped_bytes',
  'mapped_unicode',
  'mapped_list',
  'mapped_tuple',
  'mapped_frozenset',
  'mapped_dict',
  'mapped_object',
  'mapped_datetime',
  'mapped_datetime_utc',
  'mapped_datetime_local',
  'mapped_datetime_tz',
  'mapped_datetime_tz_local',
  'mapped_date',
  'mapped_decimal',
  'proxied_list',
  'proxied_tuple',
  'proxied_frozenset',
  'proxied_dict',
  'proxied_buffer',
  'proxied_ndarray',
] as const;

/** The one name of a builtin type here. `int` (64 bits), `float` (64 bits) and `bool` are Python's own types. */
export type BuiltinName = (typeof MODULE_NAMES)[number] | 'int' | 'float' | 'bool';

/** The Python module of schemas and types. */
export const MODULE = 'sharedbuffers.mapped_struct';

/** From how Python 3 writes each type (`module name`) to our name for it. */
const NAME_OF_GLOBAL: ReadonlyMap<string, BuiltinName> = new Map<string, BuiltinName>([
  ...MODULE_NAMES.map((name) => [`${MODULE} ${name}`, name] as const),
  // Python 3 writes the names of Python 2's types, where `int` was called `long`.
  ['__builtin__ long', 'int'],
  ['__builtin__ float', 'float'],
  ['__builtin__ bool', 'bool'],
]);

const GLOBAL_OF_NAME: ReadonlyMap<string, string> = new Map(
  [...NAME_OF_GLOBAL].map(([global, name]) => [name, global]),
);

/** Spellings that Python 3 does not write, but reads: Python 2's `int`, and the modules' names in Python 3. */
const OTHER_SPELLINGS: ReadonlyMap<string, BuiltinName> = new Map<string, BuiltinName>([
  ['__builtin__ int', 'int'],
  ['builtins int', 'int'],
  ['builtins float', 'float'],
  ['builtins bool', 'bool'],
]);

/** The type that a global (`module name`) stands for. */
export function typeOfGlobal(global: string): StoredType {
  const name = NAME_OF_GLOBAL.get(global);
  if (name !== undefined) return { kind: 'builtin', name };
  const other = OTHER_SPELLINGS.get(global);
  return other === undefined ? { kind: 'unknown', global } : { kind: 'builtin', name: other, global };
}

/** The global (`module name`) that Python 3 writes for a type; `undefined` for what is no name of one. */
export function globalOfBuiltin(name: string): string | undefined {
  return GLOBAL_OF_NAME.get(name);
}

/** The global (`module name`) that stands for a type; `undefined` if there is none. */
export function globalOfType(type: Exclude<StoredType, { kind: 'struct' }>): string | undefined {
  const global = type.kind === 'builtin' ? (type.global ?? GLOBAL_OF_NAME.get(type.name)) : type.global;
  return global !== undefined && /^\S+ \S+$/.test(global) ? global : undefined;
}
