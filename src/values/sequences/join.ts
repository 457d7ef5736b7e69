/** Lists as text, as arrays have it: nested lists within commas, null as nothing, anything else by `String`. */
import { ArgumentError } from '../../errors.js';
import { COST } from '../base/budget.js';
import { MAX_DEPTH } from '../base/codec.js';
import { Readings } from '../base/readings.js';
import { ITEMS } from '../compare/ordering.js';

/** V8's longest string, in UTF-16 units. */
const MAX_TEXT = 2 ** 29 - 24;

interface List extends Iterable<unknown> {
  [ITEMS](readings: Readings): Iterable<unknown>;
}

function tooLong(): ArgumentError {
  return new ArgumentError('the list spells out to more text than there can honestly be: join it in parts');
}

class Joining {
  readonly readings: Readings = new Readings(tooLong);
  readonly #pieces: string[] = [];
  /** Lists under way: one inside itself is no text, as in arrays. */
  readonly #open = new Set<unknown>();
  #length = 0;

  get text(): string {
    return this.#pieces.join('');
  }

  list(items: Iterable<unknown>, separator: string): void {
    if (this.#open.size > MAX_DEPTH) throw tooLong();
    this.#open.add(items);
    let first = true;
    for (const item of items) {
      if (!first) this.#put(separator);
      first = false;
      if (Array.isArray(item)) {
        if (!this.#open.has(item)) this.list(item, ',');
      } else if (item !== null && item !== undefined) {
        // Bytes are text of up to four characters each, before anyone can measure it.
        if (ArrayBuffer.isView(item)) this.readings.budget.work(4 * item.byteLength);
        this.#put(String(item));
      }
    }
    this.#open.delete(items);
  }

  #put(text: string): void {
    this.readings.budget.work(COST.value + text.length);
    this.#length += text.length;
    if (this.#length > MAX_TEXT) throw tooLong();
    this.#pieces.push(text);
  }
}

/** The elements of a list read in place as text. Throws `ArgumentError` for more than a string can hold. */
export function joined(list: List, separator: string): string {
  const joining = new Joining();
  joining.list(list[ITEMS](joining.readings), separator);
  return joining.text;
}
