/** `get`: the records of some keys. */
import type { Mapping } from '../../containers/mapping.js';
import type { Key } from '../../mappers/id-mapper.js';
import { type KeyChoice, type Opened, open, withFile } from '../../tables/files/open-undeclared.js';
import { keyFromText, keyJson } from '../../tables/input/key-input.js';
import { numberJson } from '../../tables/json/json-forms.js';
import { RecordWriter } from '../../tables/json/record-to-json.js';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { Lines } from '../output.js';
import { warnOfUnreadable } from '../unreadable.js';

export interface GetOptions extends KeyChoice {
  readonly json?: boolean | undefined;
}

/** Prints what is there, then fails when a key was not: an incomplete answer must not pass for a complete one. */
export async function get(path: string, keys: readonly string[], options: GetOptions, io: Io): Promise<void> {
  await withFile(path, async (found) => {
    const opened = open(found, options);
    if (opened.kind === 'array') {
      throw new Failure('CLI_USAGE', `${path} is an array, which has no keys: dump shows its records`);
    }
    // All keys are checked before the first is looked up.
    const sought = keys.map((text): [string, Key] => [text, keyFromText(opened.keys.type, text)]);
    const lines = new Lines(io);
    const missing: string[] = [];
    for (const [text, key] of sought) {
      let any = false;
      for (const json of matches(opened, key, io)) {
        any = true;
        await lines.add(options.json ? json : JSON.stringify(JSON.parse(json), null, 2));
      }
      if (!any) missing.push(text);
    }
    await lines.flush();
    if (missing.length > 0) throw notFound(path, missing);
  });
}

function* matches(opened: Exclude<Opened, { kind: 'array' }>, key: Key, io: Io): Generator<string> {
  const label = keyJson(opened.keys.type, key);
  if (opened.kind === 'idMapper') {
    for (const value of opened.mapper.iterate(key)) yield `{"$key":${label},"$value":${numberJson(value)}}`;
    return;
  }
  const writer = new RecordWriter(opened.mapping.array);
  for (const record of records(opened.mapping, key, opened.keys.multi ?? true))
    yield writer.record(record, label);
  warnOfUnreadable(writer, io);
}

function* records(mapping: Mapping<Key, object>, key: Key, several: boolean): Generator<object> {
  if (several) yield* mapping.iterate(key);
  else {
    const record = mapping.get(key);
    if (record !== undefined) yield record;
  }
}

function notFound(path: string, keys: readonly string[]): Failure {
  const shown = keys.map((key) => JSON.stringify(key)).join(', ');
  return new Failure('CLI_NOT_FOUND', `${path} has no key ${shown}`);
}
