/**
 * Golden cases that the tests of values leave to those of arrays, id mappers and mappings. `coverage.test.ts` proves that
 * these and the cases tested as values together are all cases.
 */
import type { GoldenCase, GoldenError } from './manifest.js';
import { typeNamed } from './schemas.js';

interface Elsewhere {
  readonly ids: RegExp;
  readonly testedIn: string;
}

export const CONTAINER_CASES: readonly Elsewhere[] = [
  { ids: /^array_/, testedIn: 'arrays.test.ts' },
  { ids: /^(Approx)?(String|Numeric|Object)Id(32)?(Multi)?Mapper_/, testedIn: 'idmappers.test.ts' },
  { ids: /^map_|^bundle/, testedIn: 'mappings.test.ts, and src/files/bundle.test.ts' },
];

export const CONTAINER_ERRORS: readonly Elsewhere[] = [
  { ids: /^(Numeric|Object)Id(32)?(Multi)?Mapper_/, testedIn: 'idmappers.test.ts' },
];

export function isContainerCase({ id }: GoldenCase): boolean {
  return CONTAINER_CASES.some(({ ids }) => ids.test(id));
}

export function isContainerError({ id }: GoldenError): boolean {
  return CONTAINER_ERRORS.some(({ ids }) => ids.test(id));
}

/** Whether a case, looked at by its content, is of a container. */
export function holdsContainer({ kind, packer, schema }: GoldenCase): boolean {
  if (kind !== 'prim' && kind !== 'rtti' && kind !== 'schema') return true;
  const types = schema?.slots.map(([, type]) => type) ?? [packer!];
  return types.some((type) => typeNamed(type) === undefined);
}
