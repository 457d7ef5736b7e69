/**
 * Schemas as the command line handles them: what inference finds, schema files say, files hold and builds use.
 *
 * Types have a short notation: `string`, `list<int64>`, `dict<string, any>?` (may be missing), `any | null` (may be null).
 */

import type { FieldIndex } from '../../containers/secondary/index-types.js';
import type { IndexKind } from '../../mappers/building/index-option.js';

export const SCALARS = [
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'uint64',
  'int64',
  'int',
  'float32',
  'float64',
  'float',
  'bool',
  'string',
  'bytes',
  'buffer',
  'date',
  'datetime',
  'datetimeUtc',
  'datetimeLocal',
  'datetimeTz',
  'datetimeTzLocal',
  'decimal',
  'ndarray',
] as const;
export type ScalarName = (typeof SCALARS)[number];

/** Containers of elements; those called views have the same values, and stay in the file when a program reads them. */
export const CONTAINERS = ['list', 'tuple', 'set', 'listView', 'tupleView', 'setView'] as const;
export type ContainerName = (typeof CONTAINERS)[number];

export const DICTS = ['dict', 'dictView'] as const;
export type DictName = (typeof DICTS)[number];

export type Shape =
  | { readonly kind: 'scalar'; readonly name: ScalarName }
  | { readonly kind: 'any' }
  | { readonly kind: ContainerName; readonly element?: TypeNode | undefined }
  | { readonly kind: DictName; readonly entry?: readonly [key: TypeNode, value: TypeNode] | undefined }
  | { readonly kind: 'struct'; readonly struct: StructNode }
  /** One of the schema's named structs. */
  | { readonly kind: 'named'; readonly name: string }
  /** A stored type that this library cannot read. */
  | { readonly kind: 'stored'; readonly name: string };

export interface TypeNode {
  readonly shape: Shape;
  readonly optional: boolean;
  readonly nullable: boolean;
}

export interface StructNode {
  readonly fields: ReadonlyMap<string, TypeNode>;
  /** In bytes. */
  readonly alignment: number;
}

/** A struct that types name. */
export interface NamedStruct extends StructNode {
  /** By which it stands in lists, sets and `any`; undefined for one that only fields hold. */
  readonly code: number | undefined;
  /** What the file calls it, where that is not its name here. */
  readonly label?: string | undefined;
}

/** Integers of any width share one type, and those that may be negative another: the index has a width of its own. */
export const KEY_TYPES = [
  'string',
  'bytes',
  'uint64',
  'signed',
  'float64',
  'date',
  'datetime',
  'any',
] as const;
export type KeyTypeName = (typeof KEY_TYPES)[number];

export interface KeyNode {
  readonly type: KeyTypeName;
  readonly width: 32 | 64;
  readonly multi: boolean;
  /** Whether integers are read as bigints always, which the file says. */
  readonly bigint?: boolean | undefined;
  /** What keys are found by; the usual table where undefined. */
  readonly index?: IndexKind | undefined;
  /** Whether the order of text and bytes is stored. */
  readonly ordered?: boolean | undefined;
  /** Whether a filter of the keys is stored. */
  readonly filter?: boolean | undefined;
  /** Whether equal records are stored once. */
  readonly dedupe?: boolean | undefined;
  /** Fields that are stored as columns too. */
  readonly columns?: readonly string[] | undefined;
  /** Indexes by fields. */
  readonly indexes?: readonly (string | FieldIndex)[] | undefined;
}

export interface Schema {
  readonly root: StructNode;
  readonly structs: ReadonlyMap<string, NamedStruct>;
  /** Absent for arrays. */
  readonly key?: KeyNode | undefined;
}

export const DEFAULT_ALIGNMENT = 8;
/** Fields of a struct (docs/format.md 9). */
export const MAX_FIELDS: number = 64;
/** First of the type codes that are free for structs (docs/format.md 6). */
export const FIRST_CODE = 0x80;

export function required(shape: Shape): TypeNode {
  return { shape, optional: false, nullable: false };
}

/** Names of named structs in type notation. */
export const NAME: RegExp = /^[\p{L}_][\p{L}\p{N}_]*$/u;

export function isScalar(name: string): name is ScalarName {
  return (SCALARS as readonly string[]).includes(name);
}

export function isContainer(name: string): name is ContainerName {
  return (CONTAINERS as readonly string[]).includes(name);
}

export function isDict(name: string): name is DictName {
  return (DICTS as readonly string[]).includes(name);
}

/** Whether a struct may have this name: it is a word, and no type's. */
export function isFreeName(name: string): boolean {
  if (name === 'any' || name === 'null' || isScalar(name) || isContainer(name) || isDict(name)) return false;
  return NAME.test(name);
}
