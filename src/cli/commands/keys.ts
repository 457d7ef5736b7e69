/** `keys`: the keys of a file, each once. */

import type { Key } from '../../mappers/id-mapper.js';
import { inOneOrder } from '../../shards/merge.js';
import type { Keyed } from '../../tables/files/entries.js';
import { isInOrder, type KeyFilter, keysIn, needsScan } from '../../tables/files/key-ranges.js';
import type { KeyChoice } from '../../tables/files/open-undeclared.js';
import { keyJson } from '../../tables/input/key-input.js';
import { counted, Failure } from '../failure.js';
import type { Io } from '../io.js';
import { flushed, Lines, say } from '../output.js';
import { type Parts, withParts } from '../parts.js';
import { printable } from '../printable.js';
import { type ByOptions, indexesOf, keysBy } from './by-index.js';

export interface KeysOptions extends KeyChoice, KeyFilter, ByOptions {
  readonly limit?: number | undefined;
  readonly json?: boolean | undefined;
}

export async function keys(path: string, options: KeysOptions, io: Io): Promise<void> {
  await withParts(path, options, async (parts) => {
    if (options.by !== undefined) return keysBy(indexesOf(parts, path, options.by), options, io);
    const { opened } = parts.first;
    if (opened.kind === 'array') throw new Failure('CLI_USAGE', `${path} is an array, which has no keys`);
    if (opened.keys.approximate) {
      throw new Failure('CLI_UNSUPPORTED', `${path} holds hashes in place of its keys`);
    }
    if (needsScan(opened, options)) {
      say(
        io.stderr,
        `text keys are sorted by their hash, so all ${counted(parts.size, 'entry')} are looked at`,
      );
    }
    const lines = new Lines(io);
    const { type } = opened.keys;
    let left = options.limit ?? Number.POSITIVE_INFINITY;
    for (const key of keysOfParts(parts, options)) {
      if (left <= 0) break;
      if (key === undefined) {
        await flushed(io.signal);
        continue;
      }
      left -= 1;
      const plain = !options.json && !(key instanceof Uint8Array) && type !== 'any';
      await lines.add(plain ? printable(String(key)) : keyJson(type, key));
    }
    await lines.flush();
  });
}

function* keysOfParts(parts: Parts, filter: KeyFilter): Generator<Key | undefined> {
  const { opened } = parts.first;
  if (opened.kind === 'mapping' && parts.manifest !== undefined && isInOrder(opened, filter)) {
    const rows = parts.all.map((part) => keysIn(part.opened as Keyed, filter) as Generator<Key>);
    yield* inOneOrder(rows, opened.mapping.spec);
    return;
  }
  for (const part of parts) yield* keysIn(part.opened as Keyed, filter);
}
