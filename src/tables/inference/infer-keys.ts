/** Finds out what the keys of an input are. */
import { InputError } from '../../errors.js';
import { bytesKey, keyOf } from '../input/key-input.js';
import { ValueError } from '../input/value-error.js';
import { wholeNumber } from '../json/json-forms.js';
import type { KeyTypeName } from '../schema/schema.js';

/**
 * Strings, or unsigned integers, those past 2^53 as strings of digits. Keys of several kinds are `any` where a dump
 * gives them, and a mistake in a field.
 */
export class KeyInference {
  readonly #dumped: boolean;
  #strings = 0;
  #digits = 0;
  #integers = 0;
  #bytes = false;
  #others = false;

  constructor(dumped: boolean) {
    this.#dumped = dumped;
  }

  add(json: unknown): void {
    if (json === undefined || (json === null && !this.#dumped)) throw new ValueError('the key is missing');
    if (typeof json === 'string') {
      this.#strings += 1;
      const integer = wholeNumber(json);
      if (integer !== undefined && integer > Number.MAX_SAFE_INTEGER) this.#digits += 1;
    } else if (bytesKey(json) !== undefined) this.#bytes = true;
    else if (this.#dumped && !isUnsigned(json)) this.#others = true;
    else {
      keyOf('uint64', json);
      this.#integers += 1;
    }
  }

  get type(): KeyTypeName {
    if (!this.#others) {
      if (this.#integers === 0) return this.#bytes ? 'bytes' : 'string';
      if (this.#strings === this.#digits && !this.#bytes) return 'uint64';
    }
    if (this.#dumped) return 'any';
    throw new InputError(
      'some keys are strings and some integers: make them all one or the other, or say "key": "any" in a schema',
    );
  }
}

function isUnsigned(json: unknown): boolean {
  return (typeof json === 'bigint' || Number.isSafeInteger(json)) && (json as number) >= 0;
}
