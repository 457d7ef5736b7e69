/** Reading every record of an array, and every value in it, within one budget. */
import type { RecordArray } from '../containers/record-array.js';
import { fieldWithin } from '../schema/proxies/fields.js';
import { FIELDS, ProxyBase } from '../schema/proxies/proxy.js';
import { MAX_DEPTH } from '../values/base/codec.js';
import { Readings } from '../values/base/readings.js';
import { isView } from '../values/views/view.js';
import type { Findings } from './findings.js';
import type { StoredColumn } from './stored-columns.js';

/** Records between pauses, and what reading them may cost in between, in the measure of budgets. */
const PAUSE_RECORDS = 256;
const PAUSE_COST = 2 ** 22;

class TooDeep extends Error {}

/** Walks values; what several records share is read and walked once, as long as it is met again soon. */
class Walk {
  readonly readings: Readings = new Readings(undefined, true);
  /** Containers walked: readings give the same object for the same place, as long as they remember it. */
  readonly #seen = new WeakSet<object>();
  #depth = 0;

  value(value: unknown): void {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
    if (this.#seen.has(value)) return;
    this.#seen.add(value);
    if (this.#depth >= MAX_DEPTH) throw new TooDeep(`values nest deeper than ${MAX_DEPTH} levels`);
    this.#depth += 1;
    try {
      this.#contents(value);
    } finally {
      this.#depth -= 1;
    }
  }

  #contents(value: object): void {
    if (value instanceof ProxyBase) {
      for (const name of value[FIELDS]) this.value(fieldWithin(value, name, this.readings));
    } else if (isView(value)) {
      this.value(value.plainWithin(this.readings));
    } else if (value instanceof Map) {
      for (const [key, each] of value) {
        this.value(key);
        this.value(each);
      }
    } else if (Array.isArray(value) || value instanceof Set) {
      for (const each of value) this.value(each);
    }
  }
}

/** Yields the number of records read so far. `start`: position of the array. */
export function* verifyRecords(
  array: RecordArray<object>,
  start: number,
  columns: readonly StoredColumn[],
  findings: Findings,
): Generator<number> {
  const walk = new Walk();
  const { places, type } = array;
  let paused = walk.readings.budget.left;
  const names = (type.prototype as ProxyBase)[FIELDS];
  for (let item = 0; item < array.length; item += 1) {
    const position = findings.guard('record-place', start, `[${item}]`, () => places.positionOf(item));
    const record = position === undefined ? undefined : array.at(item);
    if (record !== undefined) {
      for (const name of names) {
        const path = `[${item}].${name}`;
        findings.guard('record', position!, path, () => walk.value(fieldWithin(record, name, walk.readings)));
        if (walk.readings.budget.left < 0) {
          const message =
            'shared pointers multiply beyond what the file is worth: later records were not read';
          findings.add('too-much', message, position!, path);
          return;
        }
      }
      for (const column of columns) compareColumn(column, record, item, position!, findings);
    }
    walk.readings.next();
    const { left } = walk.readings.budget;
    if (item % PAUSE_RECORDS !== 0 && Math.abs(paused - left) < PAUSE_COST) continue;
    paused = left;
    yield item;
  }
}

function compareColumn(
  { name, values }: StoredColumn,
  record: object,
  item: number,
  position: number,
  findings: Findings,
): void {
  const path = `[${item}].${name}`;
  // One that cannot be read was found before.
  let own: unknown;
  try {
    own = Reflect.get(record, name);
  } catch {
    return;
  }
  const value = values[item];
  // Integers of 64 bits are numbers or bigints, here and there.
  const same = typeof own === typeof value ? Object.is(own, value) : isSameInteger(own, value);
  if (same) return;
  findings.add('column', `the column has ${value} where the record has ${own}`, position, path);
}

function isSameInteger(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map((each) => (Number.isSafeInteger(each) ? BigInt(each as number) : each));
  return typeof a === 'bigint' && a === b;
}
