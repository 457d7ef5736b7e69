/** Rows of columns: one object with a getter a field, which stands at one row after another, for packing; or an object each. */
import type { Key } from '../../mappers/id-mapper.js';
import { Decimal } from '../../values/decimals/decimal.js';
import { temporal } from '../../values/times/temporal-library.js';
import { isInstant, isoText } from '../../values/times/temporal-values.js';
import { type ColumnBatch, type ColumnValues, valuesOf } from '../columnar/columnar-source.js';
import { parseLine } from '../json/json-line.js';
import { KEY_MEMBER } from '../json/reserved-members.js';
import type { ColumnPlan } from './column-plan.js';
import { fieldAt, keyIn, rowKey } from './row-keys.js';

/** The rows of one batch after another. */
export class ColumnRows {
  readonly #plan: ColumnPlan;
  #columns: readonly ColumnValues[] = [];
  /** Of the batch, as they came. */
  #given: readonly ColumnValues[] = [];
  #row = 0;
  /** Stands at a row. */
  readonly record: object;
  readonly #keyFields: object;

  constructor(plan: ColumnPlan) {
    this.#plan = plan;
    this.record = this.#view(
      plan.fields.map(({ name }, index) => [name, () => this.#columns[index]![this.#row]]),
    );
    this.#keyFields = this.#view(
      plan.columns.map((name, index) => [name, () => this.#given[index]![this.#row]]),
    );
  }

  batch(batch: ColumnBatch): void {
    const { fields, missing } = this.#plan;
    const input = batch.input ?? this.#plan.source.name;
    const given = batch.columns.map(valuesOf);
    const place = {
      input,
      first: batch.first,
      missing: missing === undefined ? undefined : given[missing],
    };
    this.#columns = fields.map(({ column, adapt }) => adapt(given[column]!, place));
    this.#given = given;
  }

  /** Moves `record` to a row of the batch. */
  at(row: number): void {
    this.#row = row;
  }

  /** The key of the row; undefined where it has none. */
  key(): Key | undefined {
    const { key } = this.#plan;
    const found = keyIn(this.#keyFields as never, key!.names);
    if (found === undefined) return undefined;
    if (key!.names.length > 1)
      return rowKey(
        key!,
        (found as unknown[]).map((part, index) => this.#plainKey(part, key!.names[index]!)),
      );
    if (found instanceof Uint8Array && key!.type === 'bytes') return found;
    // Keys of any kind are written as JSON.
    if (key!.type === 'any' && key!.names[0] === KEY_MEMBER && this.#plan.source.carried !== undefined)
      return rowKey(key!, parseLine(String(found)));
    return rowKey(key!, this.#plainKey(found, key!.names[0]!));
  }

  /** Fields that hold the key, for messages. */
  get keyFields(): { readonly [name: string]: unknown } {
    const names = this.#plan.key!.names;
    return Object.fromEntries(names.map((name) => [name, fieldAt(this.#keyFields as never, name) ?? null]));
  }

  /** The row as an object of its own. */
  object(): Record<string, unknown> {
    const object: Record<string, unknown> = Object.create(null);
    this.#plan.fields.forEach(({ name }, index) => {
      const value = this.#columns[index]![this.#row];
      if (value !== undefined) object[name] = value;
    });
    return object;
  }

  #view(getters: [string, () => unknown][]): object {
    // Own properties, without a prototype: a field may be called __proto__ or constructor.
    const view: object = Object.create(null);
    for (const [name, get] of getters) Object.defineProperty(view, name, { get, enumerable: true });
    return view;
  }

  /** Keys of times and decimals are their text, as in JSON. */
  #plainKey(value: unknown, name: string): unknown {
    if (value instanceof Decimal) return String(value);
    if (value instanceof Date) {
      if (this.#plan.dates.has(name)) return value.toISOString().slice(0, 10);
      return isoText(temporal().Instant.fromEpochMilliseconds(value.getTime()));
    }
    if (typeof value === 'object' && value !== null && isInstant(value)) {
      return isoText(new (temporal().Instant)(value.epochNanoseconds));
    }
    return value;
  }
}
