import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buildMapping } from 'sharedbuffers/node';
import { entries, type Key, type KeyKind, type User } from '../data.js';
import { ROOT } from '../paths.js';
import type { Contender } from './contender.js';
import { byInteger, byString, contender as sharedbuffers } from './sharedbuffers.js';

/** Compiled, as threads cannot run them otherwise. */
const ROWS = join(ROOT, '.build/bench/contenders');
/** Rows of a part. */
const PART = 10_000;

/** What threads are told of a build. */
export interface Given {
  readonly keys: KeyKind;
  readonly records: number;
}

/** The entries of one part. */
export function partOf(part: number, { keys, records }: Given): Generator<[Key, User]> {
  return entries(keys, Math.min(records, (part + 1) * PART), part * PART);
}

/** Builds only: for the rest its file is the same. */
export const contender: Contender = {
  ...sharedbuffers,
  name: 'sharedbuffers, all cores',
  about:
    'rows made and packed in as many threads as there are cores: buildMapping(…, { worker, parts }, { threads })',
  ending: 'threads.sb',
  build(path, keys, records) {
    const data: Given = { keys, records };
    const parts = Math.ceil(records / PART);
    // The thread that builds has a third of the work, and waits for the others.
    const options = { threads: availableParallelism() };
    return keys === 'string'
      ? buildMapping(path, byString, { worker: join(ROWS, 'text-rows.js'), parts, data }, options)
      : buildMapping(path, byInteger, { worker: join(ROWS, 'integer-rows.js'), parts, data }, options);
  },
};
