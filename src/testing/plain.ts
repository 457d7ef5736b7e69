/** Values read in place as what any assertion, snapshot or diff can take. */
import { Copy } from '../schema/proxies/to-object.js';
import { define } from '../values/base/json-parts.js';
import { isPlain } from '../values/compare/equality.js';
import { Decimal } from '../values/decimals/decimal.js';
import { NdArray } from '../values/ndarrays/ndarray.js';
import { isTime } from '../values/times/temporal-values.js';

class PlainCopy extends Copy {
  protected override leaf(value: object): unknown {
    if (value instanceof NdArray) return this.keep(value, value.toArray(), value.spelledCost);
    if (value instanceof Decimal) return String(value);
    if (isTime(value)) return value instanceof Date ? new Date(value) : String(value);
    return isPlain(value) ? this.#object(value) : value;
  }

  #object(object: Record<string, unknown>): object {
    const copy = this.keep(object, {}, 0);
    this.nested(() => {
      for (const name of Object.keys(object)) define(copy, name, this.value(object[name]));
    });
    return copy;
  }
}

/**
 * A deep copy of a value, and of what plain objects, arrays, Sets and Maps hold, in which nothing is read in place:
 * records become plain objects, lists and tuples arrays, sets and dicts `Set` and `Map`, numpy arrays nested arrays,
 * decimals and Temporal values text (`assert.deepEqual` finds any two dates equal).
 *
 * @param value The value.
 * @throws `ArgumentError` for values nested too deep, or that share more than their memory is worth.
 *
 * @example
 * plain(Cities.fromBuffer(Cities.pack([['AR-ROS', { name: 'Rosario', population: 1 }]])).get('AR-ROS'));
 * // { name: 'Rosario', population: 1 }
 */
export function plain(value: unknown): unknown {
  return new PlainCopy().value(value);
}
