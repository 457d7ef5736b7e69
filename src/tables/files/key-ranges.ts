/** Keys of a file, each once, in the order of the index: all, or those in a range or with a beginning. */
import { ArgumentError } from '../../errors.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { hasKeyData, keySpec } from '../../mappers/key-kind.js';
import { openOrdered } from '../../mappers/ordered/open-ordered.js';
import type { OrderedKeys, Stretch } from '../../mappers/ordered/ordered-keys.js';
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
export function needsScan(opened: Keyed, { prefix, range }: KeyFilter): boolean {
  return (prefix !== undefined || range !== undefined) && orderOf(opened) === undefined;
}

/** Whether `keysIn` gives them in their order: of text that is asked for whole, the order of the index is given. */
export function isInOrder(opened: Keyed, { prefix, range }: KeyFilter): boolean {
  const { type } = opened.keys;
  const all = prefix === undefined && range === undefined && (type === 'string' || type === 'bytes');
  return !all && orderOf(opened) !== undefined;
}

/** By what keys are searched in their order; `undefined` where they have none. */
function orderOf(opened: Keyed): OrderedKeys | undefined {
  if (opened.kind === 'mapping') return opened.mapping.hasOrder ? opened.mapping.orderedKeys() : undefined;
  const spec = keySpec(opened.keys.options);
  return hasKeyData(spec) || spec.approximate ? undefined : openOrdered(opened.mapper, spec, undefined);
}

export function mapperOf(opened: Keyed): IdMapper<Key> {
  return opened.kind === 'mapping' ? opened.mapping.mapper : opened.mapper;
}

/** Keys passed over between looks at whoever waits. */
const PAUSE = 4096;

/** Gives undefined now and then while keys are passed over. Throws `ArgumentError` for what the keys cannot have. */
export function* keysIn(opened: Keyed, { prefix, range }: KeyFilter): Generator<Key | undefined> {
  const { type } = opened.keys;
  const text = type === 'string' || type === 'bytes';
  if (prefix !== undefined && !text) throw new ArgumentError('--prefix is for text keys: give a --range');
  if (range !== undefined && type === 'any') throw new ArgumentError('keys of any kind have no ranges');
  const [low, high] = range === undefined ? [undefined, undefined] : boundsOf(range, type);
  const [start, first, last] = [prefix, low, high].map((each) =>
    each === undefined || !text ? undefined : Buffer.from(each as string),
  );
  const isWithin = (key: Uint8Array): boolean =>
    (start === undefined || start.equals(key.subarray(0, start.length))) &&
    (first === undefined || first.compare(key) <= 0) &&
    (last === undefined || last.compare(key) >= 0);
  if (isInOrder(opened, { prefix, range })) {
    const order = orderOf(opened)!;
    const found = prefix === undefined ? order.closedRange(low, high) : order.prefix(prefix);
    for (const key of inOrder(opened, found)) {
      if (prefix === undefined || isWithin(key as Uint8Array)) yield textOfKey(type, key);
    }
    return;
  }
  let seen = 0;
  for (const key of distinctKeys(mapperOf(opened), type)) {
    seen += 1;
    if (seen % PAUSE === 0) yield undefined;
    if ((prefix === undefined && range === undefined) || isWithin(key as Uint8Array))
      yield textOfKey(type, key);
  }
}

/** Bounds of text are compared as bytes, as its order is. */
type Bound = Key | undefined;

/** The ends of a range. Throws `ArgumentError` for what is none. */
export function boundsOf(range: string, type: KeyTypeName): [Bound, Bound] {
  const dots = range.indexOf('..');
  if (dots < 0)
    throw new ArgumentError(`the range ${JSON.stringify(range)} has no two dots: write A..B, A.. or ..B`);
  const bound = (text: string): Bound => {
    if (text === '') return undefined;
    return keyFromText(type, text);
  };
  return [bound(range.slice(0, dots)), bound(range.slice(dots + 2))];
}

/** The keys of entries, each once: equal ones are neighbours. */
function* inOrder(opened: Keyed, { count, entry }: Stretch): Generator<Key> {
  const { type } = opened.keys;
  const { key } = mapperOf(opened).steps();
  let last: string | undefined;
  for (let step = 0; step < count; step += 1) {
    const next = key(entry(step));
    const label = keyJson(type, next);
    if (label !== last) yield next;
    last = label;
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
