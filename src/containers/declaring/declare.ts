/** Declaring what a file holds. */
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { KeyOptions } from '../../mappers/key-kind.js';
import type { AnyType } from '../../schema/type.js';
import type { RecordType, UndeclaredRecord } from '../record-type.js';
import type { DeclaredIndexes, IndexOption } from '../secondary/index-types.js';
import {
  type AnyKey,
  ArrayDeclaration,
  IdMapperDeclaration,
  type KeyType,
  MappingDeclaration,
} from './declarations.js';
import { KEY_OPTIONS } from './option-names.js';

interface KeyDeclaration<K extends Key, A extends boolean> extends Omit<KeyOptions, 'key' | 'approximate'> {
  readonly key: KeyType<K> | AnyKey;
  /** Whether only hashes of string keys are kept; values of other keys with the same hash are then found too. */
  readonly approximate?: A;
}

/** Keys that a mapper takes: in approximate ones, hashes as well. */
type MapperKey<K extends Key, A extends boolean> = true extends A ? K | number | bigint : K;

/**
 * Declares a typed array of records: `array(City)`. Without a schema, the one in the bytes is used.
 *
 * @param records What the records are: a struct.
 * @throws `SchemaError` for what is no struct.
 *
 * @example
 * const Points = array(struct({ x: t.float64, y: t.float64 }));
 * const points = Points.fromBuffer(Points.pack([{ x: 1, y: 2 }]));
 * points.at(0)?.y; // 2
 */
export function array<V extends object, Input>(records: RecordType<V, Input>): ArrayDeclaration<V, Input>;
export function array(records?: undefined): ArrayDeclaration<UndeclaredRecord, never>;
export function array(records?: AnyType): ArrayDeclaration<UndeclaredRecord, never> {
  return new ArrayDeclaration(records);
}

/**
 * Declares a typed mapping: `mapping({ key: t.string, value: City })`. Without `value`, the schema is read from the
 * file; without anything, so are the keys, which files of this library describe.
 *
 * `indexes` are those that files are built with, as `buildMapping` takes them: `mapping.by` then knows their names
 * and keys.
 *
 * @param options What the keys and records are.
 * @throws `SchemaError` for a type that cannot be a key.
 * @throws `ArgumentError` for an index of what no keys can be.
 *
 * @example
 * const Cities = mapping({ key: t.string, value: struct({ name: t.string, population: t.uint32 }) });
 * const bytes = Cities.pack([['AR-ROS', { name: 'Rosario', population: 1_030_069 }]]);
 * Cities.fromBuffer(bytes).get('AR-ROS')?.name; // Rosario
 */
export function mapping<
  K extends Key,
  V extends object,
  Input,
  const I extends readonly IndexOption<Input>[],
  A extends boolean = false,
>(
  options: KeyDeclaration<K, A> & { readonly value: RecordType<V, Input>; readonly indexes: I },
): MappingDeclaration<MapperKey<K, A>, V, Input, DeclaredIndexes<I, V>>;
export function mapping<K extends Key, V extends object, Input, A extends boolean = false>(
  options: KeyDeclaration<K, A> & { readonly value: RecordType<V, Input>; readonly indexes?: undefined },
): MappingDeclaration<MapperKey<K, A>, V, Input>;
export function mapping<K extends Key, A extends boolean = false>(
  options: KeyDeclaration<K, A> & { readonly value?: undefined },
): MappingDeclaration<MapperKey<K, A>, UndeclaredRecord, never>;
export function mapping(): MappingDeclaration<Key, UndeclaredRecord, never>;
export function mapping(
  options?: KeyOptions & {
    readonly value?: AnyType | undefined;
    readonly indexes?: readonly IndexOption[] | undefined;
  },
): MappingDeclaration<Key, UndeclaredRecord, never> {
  checkOptions(options, `${KEY_OPTIONS} value indexes`);
  return new MappingDeclaration(options, options?.value, options?.indexes);
}

/**
 * Declares an id mapper, from keys to unsigned integers: `idMapper({ key: t.string })`.
 *
 * @param options What the keys are: their type, and the width of integers.
 * @throws `SchemaError` for a type that cannot be a key.
 *
 * @example
 * const Ids = idMapper({ key: t.string });
 * const bytes = Ids.pack([['AR-ROS', 17]]);
 * Ids.fromBuffer(bytes).get('AR-ROS'); // 17
 */
export function idMapper<K extends Key, A extends boolean = false>(
  options: KeyDeclaration<K, A>,
): IdMapperDeclaration<MapperKey<K, A>> {
  if (options === undefined) throw new ArgumentError('idMapper takes what the keys are: { key: t.string }');
  checkOptions(options, KEY_OPTIONS);
  return new IdMapperDeclaration(options);
}
