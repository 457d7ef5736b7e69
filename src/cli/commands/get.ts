/** `get`: the records of some keys. */
import type { Key } from '../../mappers/id-mapper.js';
import { arrayOf, keyNodeOf, recordsOf } from '../../tables/files/entries.js';
import type { KeyChoice, Opened } from '../../tables/files/open-undeclared.js';
import { keyFromText } from '../../tables/input/key-input.js';
import { EntryJson } from '../../tables/output/json-sinks.js';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { Lines } from '../output.js';
import { withParts } from '../parts.js';
import { prettyJson } from '../pretty-json.js';
import { warnOfUnreadable } from '../unreadable.js';
import { type ByOptions, indexesOf, keyOfIndex, recordsBy } from './by-index.js';

export interface GetOptions extends KeyChoice, ByOptions {
  readonly json?: boolean | undefined;
}

/** Prints what is there, then fails when a key was not: an incomplete answer must not pass for a complete one. */
export async function get(path: string, keys: readonly string[], options: GetOptions, io: Io): Promise<void> {
  await withParts(path, options, async (parts) => {
    const { opened } = parts.first;
    if (opened.kind === 'array') {
      throw new Failure('CLI_USAGE', `${path} is an array, which has no keys: dump shows its records`);
    }
    // All keys are checked before the first is looked up.
    const index = options.by === undefined ? undefined : indexesOf(parts, path, options.by);
    const sought = keys.map((text): [string, Key] => {
      return [text, index === undefined ? keyFromText(opened.keys.type, text) : keyOfIndex(index, text)];
    });
    const lines = new Lines(io);
    const missing: string[] = [];
    for (const [text, key] of sought) {
      let any = false;
      const found = index === undefined ? matches(parts.of(key), key, io) : recordsBy(index, key, io);
      for (const json of found) {
        any = true;
        await lines.add(
          options.json ? json : prettyJson(json, { color: io.color, short: io.stdout.isTTY === true }),
        );
      }
      if (!any) missing.push(text);
    }
    await lines.flush();
    if (missing.length > 0) throw notFound(path, missing);
  });
}

function* matches(opened: Opened, key: Key, io: Io): Generator<string> {
  if (opened.kind === 'array') return;
  const entries = new EntryJson({ key: keyNodeOf(opened), only: undefined, array: arrayOf(opened) });
  for (const record of recordsOf(opened, key)) yield entries.json(record, key);
  warnOfUnreadable(entries.unreadable, io);
}

function notFound(path: string, keys: readonly string[]): Failure {
  const shown = keys.map((key) => JSON.stringify(key)).join(', ');
  return new Failure('CLI_NOT_FOUND', `${path} has no key ${shown}`);
}
