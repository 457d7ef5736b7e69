/** The keys that a row has in an index. */
import { ArgumentError, PackError } from '../../errors.js';
import { type KeySpec, keySpec } from '../../mappers/key-kind.js';
import { readField } from '../../schema/proxies/proxy.js';
import { t } from '../../schema/t.js';
import { describe } from '../../values/base/codec.js';
import { contentOf } from '../../values/base/tagged-value.js';
import type { IndexPlan } from './index-plan.js';
import type { IndexKeyValue } from './index-types.js';

/** What a row holds where an index has its keys: a key, several, or none, not checked yet. */
export function givenKeys(plan: IndexPlan, row: unknown): unknown {
  if (plan.field === undefined) return plan.keys(row as never);
  let value: unknown = row;
  for (const name of plan.path) {
    value = contentOf(value);
    if (typeof value !== 'object' || value === null) return undefined;
    value = readField(value, name);
  }
  return value;
}

/** Calls `take` with each key, of which there are several where that is said, or seen; `undefined` and `null` are none. */
export function eachKey(
  several: boolean | undefined,
  given: unknown,
  take: (key: IndexKeyValue) => void,
): void {
  const value = contentOf(given);
  if (value === undefined || value === null) return;
  if (!(several ?? isSeveral(value))) {
    take(value as IndexKeyValue);
    return;
  }
  for (const each of value as Iterable<unknown>) {
    const key = contentOf(each);
    if (key !== undefined && key !== null) take(key as IndexKeyValue);
  }
}

function isSeveral(value: unknown): boolean {
  return typeof value === 'object' && !(value instanceof Uint8Array) && Symbol.iterator in value!;
}

/** What keys are of which nothing is declared, by the first. Throws `PackError` for what is no key. */
export function specByKey(key: unknown): KeySpec {
  if (typeof key === 'string') return keySpec({ key: t.string });
  if (key instanceof Uint8Array) return keySpec({ key: t.bytes });
  if (typeof key === 'number') return keySpec({ key: t.uint64 });
  if (typeof key === 'bigint') return keySpec({ key: t.biguint64 });
  throw new PackError(
    `${describe(key)} is no key of an index: give text, bytes, whole numbers, several of these, or undefined, or say what they are, as with key: t.date`,
  );
}

/** The keys of a row that go along with a chunk, to be taken where it is added. */
export type ChunkKeys = { readonly [index: string]: readonly (readonly IndexKeyValue[])[] };

/** Throws `ArgumentError` for a chunk whose packer did not know of the index. */
export function chunkKeys(
  plan: IndexPlan,
  keys: ChunkKeys | undefined,
  rows: number,
): readonly (readonly IndexKeyValue[])[] {
  const found = keys !== undefined && Object.hasOwn(keys, plan.name) ? keys[plan.name] : undefined;
  if (Array.isArray(found) && found.length === rows && found.every(Array.isArray)) return found;
  throw new ArgumentError(
    `the chunk has no keys for the index ${plan.name}, whose function sees rows where they are packed: declare it where ` +
      'they are, as in mapping({ key, value, indexes })',
  );
}
