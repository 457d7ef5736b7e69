/**
 * Rows that go from the bytes of an input into the bytes of a file, without values in between: those of plain fields, written as
 * most programs write them. All others are left to the readers that take anything, and come to the same records and messages.
 */
import type { Writer } from '../../bytes/byte-writer.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { Cells } from '../input/csv/cells.js';
import type { RowInference } from '../plan/row-inference.js';
import type { EntryPlan } from '../plan/second-pass.js';
import { CellScan } from './cell-scan.js';
import { JsonScan } from './json-scan.js';
import { type StraightFields, straightFields } from './straight-fields.js';
import { StraightKey } from './straight-key.js';
import { State, StraightRow } from './straight-row.js';
import { StraightWriter } from './straight-writer.js';

export class StraightRows {
  readonly #fields: StraightFields;
  readonly #key: StraightKey | undefined;
  readonly #row: StraightRow;
  readonly #writer: StraightWriter;
  readonly #json: JsonScan | undefined;
  readonly #cells: CellScan | undefined;
  /** Fields of which inference knows what plain values show no more. */
  readonly #known: Uint8Array;
  #inference: RowInference | undefined;
  #rows = 0;
  /** The key of the row that was taken last. */
  key: Key | undefined;

  private constructor(plan: EntryPlan, fields: StraightFields, key: StraightKey | undefined) {
    const count = fields.fields.length;
    this.#fields = fields;
    this.#key = key;
    this.#row = new StraightRow(count);
    this.#writer = new StraightWriter(fields);
    this.#known = new Uint8Array(count);
    if (plan.format.kind === 'csv') this.#cells = new CellScan(plan.format.columns, fields, this.#row);
    else this.#json = new JsonScan(plan.schema, fields, this.#row);
  }

  /** `dates`: whether text is to be looked at for times. Undefined where no row of a plan is plain. */
  static of(plan: EntryPlan, dates: boolean): StraightRows | undefined {
    const { format, schema, types, dumped, key, shaping } = plan;
    if (dumped || shaping.group || shaping.select !== undefined) return undefined;
    const isCsv = format.kind === 'csv';
    const fields = straightFields(schema, types);
    if (fields === undefined) return undefined;
    if (isCsv) {
      if (format.nulls.length > 0) return undefined;
      if (!format.columns.every((name) => schema.root.fields.has(name))) return undefined;
    } else if (dates || format.literals) return undefined;
    const straightKey = key && StraightKey.of(key, fields, isCsv);
    if (key !== undefined && straightKey === undefined) return undefined;
    return new StraightRows(plan, fields, straightKey);
  }

  /** Begins with rows in `bytes`, which are UTF-8; `inference` takes in what they show. */
  start(bytes: Uint8Array, inference: RowInference | undefined): void {
    this.#row.bytes = bytes;
    this.#inference = inference;
    this.#rows = 0;
    this.#known.fill(inference === undefined ? 1 : 0);
  }

  /** Appends the record of the line of JSON that starts at a place, and gives where the next one starts; −1 if it is not plain. */
  line(writer: Writer, start: number): number {
    const next = this.#json!.line(start);
    return next >= 0 && this.#taken(writer) ? next : -1;
  }

  /** The same of a row of CSV by its first cell; false if it is not plain. */
  cells(writer: Writer, cells: Cells, first: number): boolean {
    return this.#cells!.cells(cells, first) && this.#taken(writer);
  }

  /** What the rows so far showed is taken in, before a row that is not plain, and at the end. */
  settle(): void {
    if (this.#rows === 0 || this.#inference === undefined) return;
    this.#inference.addTallies(this.#rows, this.#writer.takeTallies());
    this.#rows = 0;
    this.#known.fill(0);
  }

  #taken(writer: Writer): boolean {
    const { states } = this.#row;
    const { fields } = this.#fields;
    for (let field = 0; field < states.length; field += 1) {
      if (states[field] === State.absent) {
        if (!fields[field]!.optional) return false;
      } else if (this.#known[field] === 0) {
        if (!this.#inference!.knows(fields[field]!)) return false;
        this.#known[field] = 1;
      }
    }
    this.key = undefined;
    if (this.#key !== undefined) {
      this.key = this.#key.of(this.#row);
      if (this.key === undefined) return false;
      this.#inference?.addKey(this.key);
    }
    this.#writer.write(writer, this.#row);
    this.#rows += 1;
    return true;
  }
}
