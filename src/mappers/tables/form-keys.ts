/** Tables of integers that stand for keys of another form. */

import { type KeyForm, splitAs } from '../forms/key-form.js';
import { splitHigh, splitLow } from '../integer-key.js';
import type { IntegerKeys } from './integer-keys.js';
import type { RecordTable } from './record-table.js';
import type { TableKeys } from './table-keys.js';

const TWO_32 = 2 ** 32;

/** Of bucket tables. */
export class FormKeys implements TableKeys {
  readonly #keys: IntegerKeys;
  readonly #form: KeyForm;

  constructor(keys: IntegerKeys, form: KeyForm) {
    this.#keys = keys;
    this.#form = form;
  }

  take(key: unknown): number {
    return splitAs(this.#form, key) ? this.#keys.takeHalves(splitHigh, splitLow) : this.#keys.take(undefined);
  }

  matches(place: number): boolean {
    return this.#keys.matches(place);
  }

  positionOf(place: number): number {
    return this.#keys.positionOf(place);
  }

  missing(key: unknown): -1 {
    return this.#form.missing(key);
  }
}

/** A direct table, whose keys are below 2⁵³. */
export class FormTable implements RecordTable {
  readonly #table: RecordTable;
  readonly #form: KeyForm;

  constructor(table: RecordTable, form: KeyForm) {
    this.#table = table;
    this.#form = form;
  }

  find(key: unknown): number {
    if (!splitAs(this.#form, key)) return this.#form.missing(key);
    const stored = splitHigh * TWO_32 + splitLow;
    return Number.isSafeInteger(stored) ? this.#table.find(stored) : -1;
  }
}
