/** Records of keys, as JSON. */
import type { Key } from '../../mappers/id-mapper.js';
import { arrayOf, type Keyed, keyNodeOf, recordsOf } from '../../tables/files/entries.js';
import { keyFromText, keyOf } from '../../tables/input/key-input.js';
import { ValueError } from '../../tables/input/value-error.js';
import { EntryJson } from '../../tables/output/json-sinks.js';
import { Refusal } from './refusal.js';
import type { ServedVersion } from './served-file.js';

/** Keys of one request. */
const MAX_KEYS = 10_000;
/** Characters of one answer. */
const MAX_CHARACTERS = 2 ** 26;

/** The record of a key as it stands in a path. A mapping of several records a key gives an array of them. */
export function lookUp(version: ServedVersion, text: string): string {
  const keyed = keyedOf(version);
  const found = recordJson(keyed, keyFromText(keyed.keys.type, text));
  if (found === undefined) throw new Refusal(404, 'NOT_FOUND', `there is no key ${JSON.stringify(text)}`);
  return found;
}

/** The records of many keys, `["a", "b"]` or `{"keys": ["a", "b"]}`, in their order: null where there is none. */
export function lookUpMany(version: ServedVersion, body: string): string {
  const keyed = keyedOf(version);
  const pieces: string[] = [];
  let characters = 0;
  for (const [index, given] of keysIn(body).entries()) {
    const piece = recordJson(keyed, keyAt(keyed, given, index)) ?? 'null';
    characters += piece.length;
    if (characters > MAX_CHARACTERS) {
      throw new Refusal(
        413,
        'TOO_LARGE',
        `the first ${index} records take ${MAX_CHARACTERS} characters: ask for fewer`,
      );
    }
    pieces.push(piece);
  }
  return `[${pieces.join(',')}]`;
}

function keysIn(body: string): unknown[] {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    throw new Refusal(400, 'INPUT', `the body is no JSON: ${(error as Error).message}`);
  }
  const keys = Array.isArray(json) ? json : (json as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) throw new Refusal(400, 'INPUT', 'the body is an array of keys: ["a", "b"]');
  if (keys.length <= MAX_KEYS) return keys;
  throw new Refusal(413, 'TOO_LARGE', `a request has ${MAX_KEYS} keys at most, not ${keys.length}`);
}

function keyAt({ keys }: Keyed, given: unknown, index: number): Key {
  try {
    return keyOf(keys.type, given);
  } catch (error) {
    throw error instanceof ValueError
      ? new Refusal(400, 'INPUT', `the key at [${index}]: ${error.message}`)
      : error;
  }
}

function keyedOf({ opened }: ServedVersion): Keyed {
  if (opened.kind !== 'array') return opened;
  throw new Refusal(404, 'NOT_FOUND', 'this file is an array, which has no keys: GET /file has its bytes');
}

function recordJson(keyed: Keyed, key: Key): string | undefined {
  const json = new EntryJson({ key: keyNodeOf(keyed), only: undefined, array: arrayOf(keyed) });
  const records = Array.from(recordsOf(keyed, key), (record) => json.json(record, key));
  if (keyed.keys.multi === true) return records.length === 0 ? undefined : `[${records.join(',')}]`;
  return records[0];
}
