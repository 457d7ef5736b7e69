/** The keys that records have by a field, to be compared with those of an index. */
import type { RecordArray } from '../containers/record-array.js';
import { fieldAt } from '../containers/secondary/index-plan.js';
import { eachKey } from '../containers/secondary/row-keys.js';
import { keyHasher } from '../hash/key-hasher.js';
import { hashInteger, type Multipliers } from '../hash/table-hash.js';
import { splitHigh, splitKey, splitLow } from '../mappers/integer-key.js';
import { hasTextKeys, type KeySpec } from '../mappers/key-kind.js';
import { fieldWithin } from '../schema/proxies/fields.js';
import { Readings } from '../values/base/readings.js';
import { setKey } from '../values/compare/key-match.js';

/** For each half of the sum, of its own. */
const FIRST: Multipliers = { first: 0x85ebca77 | 0, second: 0x27d4eb2f | 0 };
const SECOND: Multipliers = { first: 0x9e3779b1 | 0, second: 0xc2b2ae3d | 0 };
const PAUSE = 256;
/** Keys that are looked at for each byte of the file, and in any case. */
const KEYS_EACH = 8;
const KEYS_FREE = 2 ** 22;

/** (key, record) pairs as one number, whatever their order. Keys are halves of an integer, or of a text's hash. */
export class PairSum {
  pairs = 0;
  #first = 0;
  #second = 0;

  add(high: number, low: number, record: number): void {
    this.pairs += 1;
    this.#first = (this.#first + pairHash(high, low, record, FIRST)) | 0;
    this.#second = (this.#second + pairHash(high, low, record, SECOND)) | 0;
  }

  equals(other: PairSum): boolean {
    return this.pairs === other.pairs && this.#first === other.#first && this.#second === other.#second;
  }
}

function pairHash(high: number, low: number, record: number, multipliers: Multipliers): number {
  return hashInteger(hashInteger(high | 0, low | 0, multipliers), record | 0, multipliers);
}

/** Adds the pairs that records have by a field. Yields how many records were read, and gives how it ended. */
export function* fieldPairs(
  array: RecordArray<object>,
  field: string,
  spec: KeySpec,
  sum: PairSum,
): Generator<number, 'read' | 'unreadable' | 'too much'> {
  const text = hasTextKeys(spec);
  const readings = new Readings(undefined, true);
  let left = KEYS_FREE + KEYS_EACH * array.places.memory.byteLength;
  const seen = new Set<string>();
  try {
    const { path } = fieldAt(array.type.schema, field, field);
    for (let record = 0; record < array.length; record += 1) {
      let value: unknown = array.at(record);
      for (const name of path) {
        value = typeof value === 'object' && value !== null ? fieldWithin(value, name, readings) : undefined;
      }
      seen.clear();
      eachKey(undefined, value, (key) => {
        left -= 1;
        if (spec.form !== undefined) spec.form.set(key);
        else if (text ? !setKey(key) : !splitKey(key)) throw new Unreadable();
        if (text) keyHasher.hash64();
        const [high, low] = text ? [keyHasher.high, keyHasher.low] : [splitHigh, splitLow];
        const name = `${high} ${low}`;
        if (!seen.has(name)) sum.add(high, low, record);
        seen.add(name);
      });
      readings.next();
      if (left < 0 || readings.budget.left < 0) return 'too much';
      if (record % PAUSE === 0) yield record;
    }
    return 'read';
  } catch {
    return 'unreadable';
  }
}

class Unreadable extends Error {}
