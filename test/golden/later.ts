/**
 * Golden cases of kinds that the library does not have yet: which ids, and what they wait for. `coverage.test.ts`
 * proves that these and the tested cases together are all cases.
 */
import type { GoldenCase, GoldenError } from './manifest.js';
import { typeNamed } from './types.js';

interface Later {
  readonly ids: RegExp;
  readonly waitsFor: string;
}

export const LATER_CASES: readonly Later[] = [
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

/** Whether a case, looked at by its content, is one that the library cannot do yet. */
export function lacksSupport({ kind, packer, schema }: GoldenCase): boolean {
  if (kind !== 'prim' && kind !== 'rtti' && kind !== 'schema') return true;
  const types = schema?.slots.map(([, type]) => type) ?? [packer!];
  return types.some((type) => typeNamed(type) === undefined);
}
