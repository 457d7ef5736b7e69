/** Records of mappings that follow from their entries, so that entries alone are made at random. */
import { struct, t } from 'sharedbuffers';
import type { Json } from '../golden/manifest.js';
import { normal } from './encoding.js';
import type { Entry } from './keys.js';
import type { Peer, SchemaSpec } from './peer.js';

export const Item = struct({
  name: t.string,
  score: t.float64,
  id: t.uint64,
  tags: t.set(t.uint8),
  note: t.string.optional().nullable(),
});
export const SPEC: SchemaSpec = {
  declared: [
    ['name', 'mapped_unicode'],
    ['score', 'float64'],
    ['id', 'uint64'],
    ['tags', 'mapped_frozenset'],
    ['note', 'mapped_unicode'],
  ],
};

/** A record that follows from its entry. */
export function itemOf([key, id]: Entry) {
  const note = id % 3 === 0 ? {} : { note: id % 3 === 1 ? null : `note on ${key}` };
  return { name: `name of ${key}`, score: id / 4, id, tags: new Set([id % 56, 7]), ...note };
}

export function jsonOf(entry: Entry): Json {
  const { tags, score, ...rest } = itemOf(entry);
  return normal({ $obj: 'proxy', attrs: { ...rest, score: { $f: score }, tags: { $set: [...tags] } } });
}

/** What Python reads from a mapping. */
export interface ReadMapping {
  readonly length: number;
  readonly items: readonly (readonly [Json, Json])[];
  readonly found: readonly Json[];
  readonly has: readonly boolean[];
  readonly rows: readonly Json[];
}

/** What Python reads from a file, sets in one order. */
export async function readByPython(
  python: Peer,
  args: { path: string; mapper: string; keys: readonly Json[]; entry?: string },
): Promise<ReadMapping> {
  return normal(await python.ask<Json>('read_mapping', args)) as unknown as ReadMapping;
}
