/** The records of the keys in a file, a key a line, in their order. */
import { closeSync, openSync, readSync } from 'node:fs';
import { orFileError } from '../../../files/file-error.js';
import type { Key } from '../../../mappers/id-mapper.js';
import { type Entry, type Keyed, recordsOf, textOfKey } from '../../../tables/files/entries.js';
import { keyFromText } from '../../../tables/input/key-input.js';
import { lineBlocks } from '../../../tables/input/rows.js';
import type { KeyTypeName } from '../../../tables/schema/schema.js';
import { counted, Failure } from '../../failure.js';
import type { Io } from '../../io.js';
import { say } from '../../output.js';
import type { Parts } from '../../parts.js';

const CHUNK_BYTES = 2 ** 16;
/** Keys named at most of those that are not there. */
const NAMED = 3;

/** Says at the end how many keys were not there. Throws a usage error for a line that is no key of the file's. */
export function* entriesOfKeys(parts: Parts, path: string, io: Io): Generator<Entry> {
  const { opened } = parts.first;
  if (opened.kind === 'array') throw new Failure('CLI_USAGE', 'an array has no keys: leave out --keys');
  const missing: string[] = [];
  let missed = 0;
  let sought = 0;
  for (const [line, number] of linesOf(path)) {
    sought += 1;
    if (!(yield* recordsOfKey(parts, opened.keys.type, line, `${path}:${number}`))) {
      missed += 1;
      if (missing.length < NAMED) missing.push(JSON.stringify(line));
    }
  }
  if (missed > 0) {
    const more = missed > missing.length ? ', …' : '';
    say(io.stderr, `${missed} of ${counted(sought, 'key')} are not there: ${missing.join(', ')}${more}`);
  }
}

function* recordsOfKey(
  parts: Parts,
  type: KeyTypeName,
  line: string,
  place: string,
): Generator<Entry, boolean> {
  let key: Key;
  try {
    key = keyFromText(type, line);
  } catch (error) {
    throw new Failure('CLI_USAGE', `${place}: ${(error as Error).message}`);
  }
  let found = false;
  for (const record of recordsOf(parts.of(key) as Keyed, key)) {
    found = true;
    yield [textOfKey(type, key), record];
  }
  return found;
}

/** Lines without their ends, and their numbers; empty ones are passed over. */
function* linesOf(path: string): Generator<[line: string, number: number]> {
  let number = 0;
  for (const block of lineBlocks(chunksOf(path), path, { line: 0, bytes: 0 })) {
    const all = block.split('\n');
    // A block ends with a line end, but for the last line of a file that does not.
    if (all.at(-1) === '') all.pop();
    for (const line of all) {
      const text = line.endsWith('\r') ? line.slice(0, -1) : line;
      number += 1;
      if (text !== '') yield [text, number];
    }
  }
}

function* chunksOf(path: string): Generator<Uint8Array> {
  const fd = orFileError('read', path, () => openSync(path, 'r'));
  try {
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const length = orFileError('read', path, () => readSync(fd, chunk));
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(fd);
  }
}
