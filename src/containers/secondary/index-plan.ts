/** What indexes a build is asked for, checked: where the keys of each come from, and what they are. */
import { nearestNames } from '../../bytes/nearest-name.js';
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError, SchemaError } from '../../errors.js';
import { type KeySpec, keySpec } from '../../mappers/key-kind.js';
import type { StructCodec } from '../../schema/struct-codec.js';
import type { StructSchema } from '../../schema/struct-schema.js';
import { t } from '../../schema/t.js';
import { type AnyType, TYPE } from '../../schema/type.js';
import { type Codec, describe, FixedCodec } from '../../values/base/codec.js';
import type { Element } from '../../values/sequences/element-type.js';
import type { FieldIndex, IndexOption, KeysIndex } from './index-types.js';

export interface FieldPlan {
  readonly name: string;
  readonly field: string;
  /** Names of the fields that lead to it, the last one its own. */
  readonly path: readonly string[];
  /** Whether its elements are the keys. */
  readonly several: boolean;
  readonly spec: KeySpec;
  readonly ordered: boolean;
}

export interface KeysPlan {
  readonly name: string;
  readonly field: undefined;
  readonly keys: (row: never) => unknown;
  /** A key, or several, as it gives them. */
  readonly several: undefined;
  /** Where it is not known, what the first key is tells. */
  readonly spec: KeySpec | undefined;
  readonly ordered: boolean;
}

export type IndexPlan = FieldPlan | KeysPlan;

/** Throws `ArgumentError` for what is no index, or an index of what no keys can be. */
export function planIndexes(codec: StructCodec, options: readonly IndexOption[]): IndexPlan[] {
  if (!Array.isArray(options)) {
    throw new ArgumentError(`indexes are a list of names of fields and the like, not ${describe(options)}`);
  }
  const plans = options.map((option): IndexPlan => {
    if (typeof option === 'string') return fieldPlan(codec, option, option, false);
    checkOptions(option, 'name field keys key ordered');
    const { name, field, keys, key, ordered = false } = option as FieldIndex & KeysIndex;
    if (typeof name !== 'string')
      throw new ArgumentError(`the name of an index is text, not ${describe(name)}`);
    if (typeof ordered !== 'boolean')
      throw new ArgumentError(`ordered is true or false, not ${describe(ordered)}`);
    if (keys === undefined && key === undefined) return fieldPlan(codec, name, field ?? name, ordered);
    if (field === undefined && typeof keys === 'function') {
      return { name, field: undefined, keys, several: undefined, spec: key && specOf(key, name), ordered };
    }
    throw new ArgumentError(
      `the index ${name} has a field, as in { name, field: 'country' }, or keys, a function`,
    );
  });
  const names = plans.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new ArgumentError(`there are two indexes called ${twice}`);
  return plans;
}

function fieldPlan(codec: StructCodec, name: string, field: unknown, ordered: boolean): FieldPlan {
  if (typeof field !== 'string') {
    throw new ArgumentError(`the field of the index ${name} is given by its name, not as ${describe(field)}`);
  }
  const { path, codec: found } = fieldAt(codec.schema, field, name);
  const element = elementOf(found);
  const type = typeOf(element ?? found);
  if (type === undefined) {
    throw new ArgumentError(
      `${field} is ${found.name}, which has no index: indexes are by text, bytes, integers, float64, dates and datetimes, or ` +
        'lists, tuples and sets that are declared to hold such; give keys, a function, for others',
    );
  }
  return { name, field, path, several: element !== undefined, spec: specOf(type, name), ordered };
}

/** A field by its name, or by a path through nested structs. Throws `ArgumentError` where there is none. */
export function fieldAt(
  schema: StructSchema,
  field: string,
  index: string,
): { readonly path: readonly string[]; readonly codec: Codec } {
  const { fields } = schema;
  const own = fields.find(({ name }) => name === field);
  if (own !== undefined) return { path: [field], codec: own.type.codec };
  for (let dot = field.indexOf('.'); dot >= 0; dot = field.indexOf('.', dot + 1)) {
    const head = fields.find(({ name }) => name === field.slice(0, dot));
    const nested = head?.type.codec as StructCodec | undefined;
    if (nested?.schema === undefined) continue;
    const rest = fieldAt(nested.schema, field.slice(dot + 1), index);
    return { path: [head!.name, ...rest.path], codec: rest.codec };
  }
  const names = fields.map(({ name }) => name);
  const [nearest] = nearestNames(field, names);
  throw new ArgumentError(
    `there is no field ${field} for the index ${index}: ` +
      (nearest === undefined ? `there are ${names.join(', ')}` : `is it ${nearest}?`),
  );
}

/** The declared elements of lists, tuples, sets and views of such. */
function elementOf(codec: Codec): Codec | undefined {
  const { element, plainType } = codec as { readonly element?: Element; readonly plainType?: Codec };
  return (
    element?.codec ?? (plainType === undefined || plainType === codec ? undefined : elementOf(plainType))
  );
}

/** The type of keys that a codec's values can be. */
function typeOf(codec: Codec): AnyType | undefined {
  const type = Object.hasOwn(t, codec.name) ? t[codec.name as keyof typeof t] : undefined;
  // Integers among elements are of a codec of their own by the same name; structs can have any name.
  const same = type?.[TYPE].codec === codec || codec instanceof FixedCodec;
  return same && type !== undefined && specOrNone(type) !== undefined ? type : undefined;
}

function specOrNone(key: AnyType): KeySpec | undefined {
  // Those of signed types may be negative, unlike keys of mappings that do not say so.
  for (const signed of [true, false]) {
    try {
      const spec = keySpec({ key, signed });
      return spec.kind === 'object' ? undefined : spec;
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
    }
  }
  return undefined;
}

function specOf(type: AnyType, index: string): KeySpec {
  const spec = specOrNone(type);
  if (spec !== undefined) return spec;
  throw new ArgumentError(
    `the index ${index} has keys of text, bytes, integers, floats or times: give t.string, t.bytes, an integer type, t.float64, t.date or t.datetime`,
  );
}
