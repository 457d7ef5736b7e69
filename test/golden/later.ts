/**
 * Golden cases of kinds that the library does not have yet: which ids, and what they wait for. `coverage.test.ts`
 * proves that these and the tested cases together are all cases.
 */
import type { GoldenCase, GoldenError, Json } from './manifest.js';
import { typeNamed } from './types.js';

interface Later {
  readonly ids: RegExp;
  readonly waitsFor: string;
}

export const LATER_CASES: readonly Later[] = [
  { ids: /^(rtti_)?(mapped|proxied)_dict__/, waitsFor: 'dicts' },
  { ids: /^rtti_auto__(dict|defaultdict|repacked_proxied_dict)$/, waitsFor: 'dicts' },
  { ids: /^(rtti_)?(mapped|proxied)_(list|tuple)__mixed$/, waitsFor: 'dicts (one is among the elements)' },
  { ids: /^(var_only_(di|pd)|var_coerce_di_dict|dict_and_list_share|nested_in_dict)$/, waitsFor: 'dicts' },
  { ids: /^var_none$/, waitsFor: 'slots of every type' },
  { ids: /^array_/, waitsFor: 'typed arrays' },
  { ids: /^(Approx)?(String|Numeric|Object)Id(32)?(Multi)?Mapper_/, waitsFor: 'id mappers' },
  { ids: /^map_|^bundle/, waitsFor: 'mappings and zip bundles' },
];

export const LATER_ERRORS: readonly Later[] = [
  { ids: /^(Numeric|Object)Id(32)?(Multi)?Mapper_/, waitsFor: 'id mappers' },
];

export function isLater({ id }: GoldenCase): boolean {
  return LATER_CASES.some(({ ids }) => ids.test(id));
}

export function isLaterError({ id }: GoldenError): boolean {
  return LATER_ERRORS.some(({ ids }) => ids.test(id));
}

const MISSING_VALUES = /"\$dict":/;

/** Whether a case, looked at by its content, is one that the library cannot do yet. */
export function lacksSupport({ kind, packer, schema, input, expected = null }: GoldenCase): boolean {
  if (kind !== 'prim' && kind !== 'rtti' && kind !== 'schema') return true;
  const types = schema?.slots.map(([, type]) => type) ?? [packer!];
  const json = JSON.stringify([input, expected] satisfies Json);
  return MISSING_VALUES.test(json) || types.some((type) => typeNamed(type) === undefined);
}
