/** Keys of a file, each once, in the order of the index: all, or those in a range or with a beginning. */
import { ArgumentError } from '../../errors.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { splitHigh, splitKey, splitLow } from '../../mappers/integer-key.js';
import { keyFromText, keyJson } from '../input/key-input.js';
import type { KeyTypeName } from '../schema/schema.js';
import { type Keyed, textOfKey } from './entries.js';

export interface KeyFilter {
  /** Beginning of text keys. */
  readonly prefix?: string | undefined;
  /** Two keys with two dots between, both included; either may be left out. */
  readonly range?: string | undefined;
}

/** Whether keys can be found by this only by looking at all of them. */
export function needsScan({ keys }: Keyed, { prefix, range }: KeyFilter): boolean {
  return keys.type !== 'uint64' && (prefix !== undefined || range !== undefined);
}

export function mapperOf(opened: Keyed): IdMapper<Key> {
  return opened.kind === 'mapping' ? opened.mapping.mapper : opened.mapper;
}

/** Keys passed over between looks at whoever waits. */
const PAUSE = 4096;

/** Gives undefined now and then while keys are passed over. Throws `ArgumentError` for what the keys cannot have. */
export function* keysIn(opened: Keyed, { prefix, range }: KeyFilter): Generator<Key | undefined> {
  const { type } = opened.keys;
  if (prefix !== undefined && (type === 'uint64' || type === 'any')) {
    throw new ArgumentError('--prefix is for text keys: give a --range');
  }
  if (range !== undefined && type === 'any') throw new ArgumentError('keys of any kind have no ranges');
  const [low, high] = range === undefined ? [undefined, undefined] : boundsOf(range, type);
  if (type === 'uint64') {
    yield* integersIn(
      mapperOf(opened),
      low as number | bigint | undefined,
      high as number | bigint | undefined,
    );
    return;
  }
  let seen = 0;
  for (const key of distinctKeys(mapperOf(opened), type)) {
    const text = textOfKey(type, key);
    seen += 1;
    if (seen % PAUSE === 0) yield undefined;
    if (prefix !== undefined || range !== undefined) {
      if (typeof text !== 'string' || (prefix !== undefined && !text.startsWith(prefix))) continue;
      if ((low !== undefined && text < low) || (high !== undefined && text > high)) continue;
    }
    yield text;
  }
}

type Bound = string | number | bigint | undefined;

/** The ends of a range. Throws `ArgumentError` for what is none. */
export function boundsOf(range: string, type: KeyTypeName): [Bound, Bound] {
  const dots = range.indexOf('..');
  if (dots < 0)
    throw new ArgumentError(`the range ${JSON.stringify(range)} has no two dots: write A..B, A.. or ..B`);
  const bound = (text: string): Bound => {
    if (text === '') return undefined;
    return type === 'uint64' ? (keyFromText(type, text) as number | bigint) : text;
  };
  return [bound(range.slice(0, dots)), bound(range.slice(dots + 2))];
}

/** Integers are sorted in the index. */
function* integersIn(
  mapper: IdMapper<Key>,
  low: number | bigint | undefined,
  high: number | bigint | undefined,
): Generator<Key> {
  const { index } = mapper.parts;
  let entry = 0;
  if (low !== undefined) {
    splitKey(low);
    entry = index.lowerBound(splitHigh, splitLow);
  }
  let last: number | bigint | undefined;
  for (; entry < mapper.size; entry += 1) {
    const key = index.exact(entry, 0);
    if (high !== undefined && key > high) return;
    if (key !== last) yield key;
    last = key;
  }
}

/** Equal keys have one hash, and so are near one another. */
export function* distinctKeys(mapper: IdMapper<Key>, type: KeyTypeName): Generator<Key> {
  const { index } = mapper.parts;
  let entry = 0;
  let [high, low] = [-1, -1];
  const seen = new Set<string>();
  for (const key of mapper.keys()) {
    const [nextHigh, nextLow] = [index.high(entry, 0), index.low(entry, 0)];
    entry += 1;
    if (nextHigh !== high || nextLow !== low) seen.clear();
    [high, low] = [nextHigh, nextLow];
    const label = keyJson(type, key);
    if (seen.has(label)) continue;
    seen.add(label);
    yield key;
  }
}
