/** What all rows of an input show: their schema and their keys. Parts of an input can be looked at apart, and put together. */
import { InputError } from '../../errors.js';
import { BeyondFloat, ColumnInference, type ColumnsSeen } from '../inference/infer-columns.js';
import { KeyInference, type KeysSeen } from '../inference/infer-keys.js';
import { Inference, type RecordsSeen, tooManyFields } from '../inference/infer-schema.js';
import { crowdedAt } from '../inference/seen.js';
import type { Typing } from '../inference/typing.js';
import { CsvRow } from '../input/csv/csv-rows.js';
import type { Format } from '../input/input-format.js';
import { type Row, valueError } from '../input/rows.js';
import { ValueError } from '../input/value-error.js';
import { fieldName, type JsonObject, KEY_MEMBER } from '../json/reserved-members.js';
import type { KeyTypeName, Schema, TypeNode } from '../schema/schema.js';
import type { StraightField } from '../straight/straight-fields.js';
import type { Tally } from '../straight/tallies.js';
import { allKeyless } from './row-errors.js';
import { type KeyFields, type KeyPlan, keyIn, missingKey } from './row-keys.js';
import { checkSelected, picked, type Shaping, shapedColumns } from './shape-fields.js';

export interface Inferred {
  readonly schema: Schema;
  /** Where the keys are, and of which type; undefined when there are none. */
  readonly key: KeyPlan | undefined;
}

/** What is known of the rows before they are looked at. */
export interface Inferring {
  /** Where the keys are; undefined when there are none. */
  readonly key: KeyFields | undefined;
  /** Whether `dump` wrote the rows. */
  readonly dumped: boolean;
  /** Whether rows that have a key in front, as those of `dump`, are refused: the first one has none. */
  readonly refuseKeys: boolean;
  readonly typing: Typing;
  readonly shaping: Shaping;
}

/** What rows showed. Plain data: threads post it. */
export interface RowsSeen {
  /** Rows that were not passed over, and those that were, as they have no key. */
  taken: number;
  passed: number;
  /** Why the first of the rows without a key has none. */
  keyless: { readonly message: string; readonly line: number } | undefined;
  readonly keys: KeysSeen;
  /** One of the two, by the format. */
  readonly records: RecordsSeen;
  readonly columns: ColumnsSeen;
  /** Names in the first row of JSON, where fields are selected. */
  readonly firstNames: readonly string[] | undefined;
}

export class RowInference {
  /** Name of the input, for messages. */
  name: string;
  readonly #known: Inferring;
  /** Names of the columns of CSV. */
  readonly #header: readonly string[] | undefined;
  /** Where in its rows the key is; −1 for what is no column. */
  readonly #keyColumns: readonly number[];
  readonly #records: Inference;
  readonly #columns: ColumnInference;
  readonly #keys: KeyInference;
  #taken = 0;
  #passed = 0;
  /** Names in the first object, for messages about fields that are not there. */
  #firstNames: readonly string[] | undefined;
  #keyless: RowsSeen['keyless'];

  constructor(name: string, format: Format, known: Inferring) {
    const { key, dumped, typing } = known;
    this.name = name;
    this.#known = known;
    this.#header = format.kind === 'csv' ? format.columns : undefined;
    this.#keyColumns = key?.names.map((column) => this.#header?.indexOf(column) ?? -1) ?? [];
    this.#columns = new ColumnInference(this.#header?.length ?? 0, typing);
    this.#records = new Inference(dumped, typing);
    this.#keys = new KeyInference(key?.names[0] === KEY_MEMBER);
  }

  /** What was seen so far. */
  get seen(): RowsSeen {
    return {
      taken: this.#taken,
      passed: this.#passed,
      keyless: this.#keyless,
      keys: this.#keys.seen,
      records: this.#records.seen,
      columns: this.#columns.seen,
      firstNames: this.#firstNames,
    };
  }

  /**
   * Takes a row in; false for one without a key that is passed over. Throws `InputError` with the line of what no type holds, and
   * of a row without the key that it must have.
   */
  add(row: Row): boolean {
    try {
      const taken = row instanceof CsvRow ? this.#addCells(row) : this.#addObject(row);
      if (taken) this.#taken += 1;
      return taken;
    } catch (error) {
      throw error instanceof ValueError ? valueError(this.name, row.line, error) : error;
    }
  }

  #addCells(row: CsvRow): boolean {
    for (const column of this.#keyColumns) {
      if (row.cells[column] === undefined) return this.#passOver(row);
    }
    this.#columns.add(row.cells, row.line);
    return true;
  }

  #addObject(row: Row): boolean {
    const { fields } = row;
    const { key } = this.#known;
    const json = key && keyIn(fields, key.names);
    if (key !== undefined && json === undefined) return this.#passOver(row);
    refuseStrayKey(fields, this.#known);
    if (key?.names.length === 1) this.#keys.add(json);
    const { select } = this.#known.shaping;
    if (select !== undefined) this.#firstNames ??= Object.keys(fields);
    this.#records.add(picked(fields, select));
    return true;
  }

  #passOver({ fields, line }: Row): false {
    const { names, skip } = this.#known.key!;
    const missing = missingKey(fields, names, this.#header);
    if (!skip) throw missing;
    this.#passed += 1;
    this.#keyless ??= { message: valueError(this.name, line, missing).message, line };
    return false;
  }

  /** Whether plain values show of a field's type no more than that there are such. */
  knows({ name, kind }: StraightField): boolean {
    if (this.#header === undefined) return this.#records.knows(name);
    return this.#columns.knows(this.#header.indexOf(name), kind);
  }

  /** Takes in the key of a row whose values come as tallies. Throws `ValueError`. */
  addKey(key: unknown): void {
    if (this.#header === undefined) this.#keys.add(key);
  }

  /** Takes in rows of fields that it knows. */
  addTallies(rows: number, tallies: readonly Tally[]): void {
    this.#taken += rows;
    if (this.#header === undefined) this.#records.addTallies(rows, tallies);
    else this.#columns.addTallies(rows, tallies, this.#header);
  }

  /** Takes in what later rows showed. `lineOf`: the line of each row that was taken, from 1. Throws as adding them would. */
  takeIn(later: RowsSeen, lineOf: (row: number) => number): void {
    const crowding = crowdedAt(this.#records.seen.root, later.records.root);
    if (crowding !== undefined) throw valueError(this.name, lineOf(crowding), tooManyFields());
    this.#taken += later.taken;
    this.#passed += later.passed;
    this.#keyless ??= later.keyless;
    this.#firstNames ??= later.firstNames;
    this.#keys.takeIn(later.keys);
    this.#columns.takeIn(later.columns);
    this.#records.takeIn(later.records);
  }

  /** Throws `InputError` where there were no rows, or keys of several kinds. */
  conclude(): Inferred {
    if (this.#taken === 0) {
      const { keyless } = this.seen;
      if (keyless !== undefined) {
        const error = new InputError(keyless.message, { input: this.name, line: keyless.line });
        throw allKeyless(error, this.#passed);
      }
      throw new InputError(`${this.name} has no records to infer a schema from: give one with --schema`, {
        input: this.name,
      });
    }
    const { key } = this.#known;
    return { schema: this.#schema(), key: key && { ...key, type: key.type ?? this.#keyType(key) } };
  }

  #schema(): Schema {
    const { select } = this.#known.shaping;
    if (this.#header === undefined) {
      const schema = this.#records.schema();
      checkSelected(select, [...new Set([...schema.root.fields.keys(), ...(this.#firstNames ?? [])])]);
      return schema;
    }
    const types = this.#columnTypes(this.#header);
    const fields = Array.from(
      types,
      ([column, type]) => [this.#known.dumped ? fieldName(column) : column, type] as const,
    );
    const named = fields.filter((field): field is [string, (typeof field)[1]] => field[0] !== undefined);
    checkSelected(select, [...types.keys()]);
    const taken = select?.map((name) => named.find((field) => field[0] === name)!) ?? named;
    return { root: shapedColumns(taken, this.#known.shaping), structs: new Map() };
  }

  #columnTypes(header: readonly string[]): Map<string, TypeNode> {
    try {
      return this.#columns.types(header);
    } catch (error) {
      throw error instanceof BeyondFloat ? valueError(this.name, error.line, error) : error;
    }
  }

  #keyType({ names }: KeyFields): KeyTypeName {
    if (names.length > 1) return 'any';
    if (this.#header === undefined) return this.#keys.type;
    return this.#columns.keyType(this.#keyColumns[0]!);
  }
}

/** A key among the records of a dump without keys would be lost; elsewhere, one in front says that something went wrong. */
export function refuseStrayKey(
  fields: JsonObject,
  { dumped, refuseKeys }: Pick<Inferring, 'dumped' | 'refuseKeys'>,
): void {
  if (!refuseKeys || !Object.hasOwn(fields, KEY_MEMBER)) return;
  if (!dumped && Object.keys(fields)[0] !== KEY_MEMBER) return;
  throw new ValueError(
    `there is a ${KEY_MEMBER} here, but not in the first record: give all records one, or none (--no-from-dump takes it as data)`,
  );
}
