/** Bytes that are read as what they are not: files of another kind, and noise. */
import { array, idMapper, type Key, mapping, struct, t } from 'sharedbuffers';
import { Random } from '../random.js';
import { readArray, readMapper, readMapping } from '../read/containers.js';
import type { Sample } from './sample.js';

const Row = struct({ id: t.uint32, name: t.string.optional() });
const Rows = array(Row);
const KEYS = [
  { key: t.string },
  { key: t.string, width: 32 },
  { key: t.uint64 },
  { key: t.uint32, width: 32 },
  { key: t.any },
  { key: t.string, approximate: true, multi: true },
] as const;
const mappings = KEYS.map((key) => mapping(key as never));
const mappers = KEYS.map((key) => idMapper<Key>(key as never));
const NOISE = [0, 1, 7, 16, 56, 64, 200, 1000];

const readAsAnything: Sample['read'] = (bytes, all) => {
  all.attempt(() => readArray(Rows.fromBuffer(bytes), all));
  for (const each of mappings) all.attempt(() => readMapping(each.fromBuffer(bytes), all));
  for (const each of mappers) all.attempt(() => readMapper(each.fromBuffer(bytes), all));
};

export function foreignSamples(generated: readonly Sample[]): Sample[] {
  const random = new Random(1);
  const noise = NOISE.map((length) => Uint8Array.from({ length }, () => random.below(256)));
  return [
    ...generated.map(
      ({ name, bytes }): Sample => ({
        name: `${name}, read as anything`,
        bytes,
        foreign: true,
        read: readAsAnything,
      }),
    ),
    ...noise.map(
      (bytes): Sample => ({
        name: `noise of ${bytes.length} bytes`,
        bytes,
        foreign: true,
        read: readAsAnything,
      }),
    ),
  ];
}
