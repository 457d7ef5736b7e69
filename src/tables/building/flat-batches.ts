/** Batches of columns that are packed as they are, without a look at their rows one by one: those of numbers and text. */
import { ColumnPacker, type PackableColumn } from '../../containers/building/column-packer.js';
import type { PackedChunk } from '../../containers/building/relocatable-chunk.js';
import { TextColumn } from '../../containers/building/text-column.js';
import { structOf } from '../../containers/record-type.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { ColumnBatch } from '../columnar/columnar-source.js';
import type { ColumnPlan } from '../plan/column-plan.js';
import { encodedTexts } from './encoded-texts.js';

/** Keys of more bytes are packed one by one. */
const MAX_KEY_BYTES = 2 ** 16;

/** What keys are that need no look at each: text, and integers that are exact as numbers. */
const KEY_TYPES: readonly string[] = ['string', 'uint64'];

/** A batch's records, and their keys where they have some. */
export interface FlatBatch {
  readonly chunk: PackedChunk;
  readonly keys: TextColumn | readonly Key[] | undefined;
}

export class FlatBatches {
  readonly #plan: ColumnPlan;
  readonly #packer: ColumnPacker;
  readonly #texts: ReadonlySet<number>;
  /** Columns of the fields, in the order of declaration. */
  readonly #columns: readonly number[];
  /** The column that holds the keys. */
  readonly #key: number | undefined;

  private constructor(
    plan: ColumnPlan,
    packer: ColumnPacker,
    columns: readonly number[],
    key: number | undefined,
  ) {
    this.#plan = plan;
    this.#packer = packer;
    this.#texts = new Set(packer.texts);
    this.#columns = columns;
    this.#key = key;
  }

  /** Undefined where records or keys are of other kinds, or columns are not as they are to be. */
  static of(plan: ColumnPlan): FlatBatches | undefined {
    const { types, schema, fields, columns, key } = plan;
    const packer = ColumnPacker.of(structOf(types.root).codec);
    const planned = Array.from(schema.root.fields.keys(), (name) =>
      fields.find((field) => field.name === name),
    );
    if (packer === undefined || !planned.every((field) => field?.plain)) return undefined;
    const places = planned.map((field) => field!.column);
    if (key === undefined) return new FlatBatches(plan, packer, places, undefined);
    const found = key.names.length === 1 ? columns.indexOf(key.names[0]!) : -1;
    return found < 0 || !KEY_TYPES.includes(key.type)
      ? undefined
      : new FlatBatches(plan, packer, places, found);
  }

  /** Undefined for a batch whose rows have to be looked at one by one. */
  pack(batch: ColumnBatch): FlatBatch | undefined {
    const given = new Map<number, PackableColumn | undefined>();
    const text = (column: number) => {
      if (!given.has(column)) given.set(column, asText(batch.columns[column]!));
      return given.get(column);
    };
    const keys =
      this.#key === undefined ? undefined : this.#keys(batch.columns[this.#key]!, () => text(this.#key!));
    if (this.#key !== undefined && keys === undefined) return undefined;
    const columns = this.#columns.map((column, field) =>
      this.#texts.has(field) ? text(column) : batch.columns[column],
    );
    if (columns.includes(undefined)) return undefined;
    const chunk = this.#packer.pack(columns as PackableColumn[], batch.size);
    return chunk && { chunk, keys };
  }

  #keys(values: PackableColumn, text: () => PackableColumn | undefined): FlatBatch['keys'] {
    if (this.#plan.key!.type === 'uint64') {
      return values instanceof TextColumn || !areKeys(values)
        ? undefined
        : Array.from(values as ArrayLike<number>);
    }
    const keys = text();
    const isWhole = keys instanceof TextColumn && keys.lengths.every((length) => length >= 0);
    return isWhole && keys.longest <= MAX_KEY_BYTES ? keys : undefined;
  }
}

function asText(values: PackableColumn): TextColumn | undefined {
  return values instanceof TextColumn ? values : encodedTexts(values);
}

function areKeys(values: ArrayLike<unknown>): boolean {
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (!(Number.isSafeInteger(value) && (value as number) >= 0)) return false;
  }
  return true;
}
