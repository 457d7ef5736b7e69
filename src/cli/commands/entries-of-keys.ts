/** The records of the keys in a file, a key a line, in their order. */
import { closeSync, openSync, readSync } from 'node:fs';
import { orFileError } from '../../files/file-error.js';
import { type Entry, type Keyed, recordsOf, textOfKey } from '../../tables/files/entries.js';
import type { Opened } from '../../tables/files/open-undeclared.js';
import { keyFromText } from '../../tables/input/key-input.js';
import { lineBlocks } from '../../tables/input/rows.js';
import { counted, Failure } from '../failure.js';
import type { Io } from '../io.js';
import { say } from '../output.js';

const CHUNK_BYTES = 2 ** 16;
/** Keys named at most of those that are not there. */
const NAMED = 3;

/** Says at the end how many keys were not there. Throws a usage error for a line that is no key of the file's. */
export function* entriesOfKeys(opened: Opened, path: string, io: Io): Generator<Entry> {
  if (opened.kind === 'array') throw new Failure('CLI_USAGE', 'an array has no keys: leave out --keys');
  const missing: string[] = [];
  let missed = 0;
  let sought = 0;
  for (const line of linesOf(path)) {
    sought += 1;
    if (!(yield* recordsOfKey(opened, line))) {
      missed += 1;
      if (missing.length < NAMED) missing.push(JSON.stringify(line));
    }
  }
  if (missed > 0) {
    const more = missed > missing.length ? ', …' : '';
    say(io.stderr, `${missed} of ${counted(sought, 'key')} are not there: ${missing.join(', ')}${more}`);
  }
}

function* recordsOfKey(opened: Keyed, line: string): Generator<Entry, boolean> {
  const key = keyFromText(opened.keys.type, line);
  let found = false;
  for (const record of recordsOf(opened, key)) {
    found = true;
    yield [textOfKey(opened.keys.type, key), record];
  }
  return found;
}

/** Lines without their ends; empty ones are passed over. */
function* linesOf(path: string): Generator<string> {
  for (const block of lineBlocks(chunksOf(path), path, { line: 0, bytes: 0 })) {
    for (const line of block.split('\n')) {
      const text = line.endsWith('\r') ? line.slice(0, -1) : line;
      if (text !== '') yield text;
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
