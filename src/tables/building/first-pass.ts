/** The first pass over an input without a schema: what its records and keys are. */
import { InputError } from '../../errors.js';
import { KeyInference } from '../inference/infer-keys.js';
import { Inference } from '../inference/infer-schema.js';
import { ColumnInference } from '../input/csv-values.js';
import type { Input } from '../input/input-file.js';
import { type Format, rowsOf } from '../input/input-format.js';
import { type Position, type Row, valueError } from '../input/rows.js';
import { ValueError } from '../input/value-error.js';
import { fieldName, type JsonObject, KEY_MEMBER } from '../json/reserved-members.js';
import { eachRow, type Progress } from '../progress.js';
import { DEFAULT_ALIGNMENT, type KeyTypeName, type Schema } from '../schema/schema.js';
import { type KeyFields, type KeyPlan, keyIn, missingKey } from './row-keys.js';

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
}

/** Infers from all rows. Throws `InputError` with the line of what no type holds. */
export async function inferFrom(
  input: Input,
  format: Format,
  known: Inferring,
  progress: Progress,
  signal: AbortSignal,
): Promise<Inferred> {
  const position: Position = { line: 0, bytes: 0 };
  progress.start(`inferring the schema of ${input.name}`, input.byteLength, 'infer');
  const inference = format.kind === 'csv' ? new CsvInference(known, position) : new NdjsonInference(known);
  /** Why the first of the rows without a key has none. */
  let keyless: InputError | undefined;
  let taken = 0;
  const add = (row: Row) => {
    try {
      if (known.key !== undefined && keyIn(row.fields, known.key.names) === undefined) {
        const missing = missingKey(row.fields, known.key.names, position.columns);
        if (!known.key.skip) throw missing;
        keyless ??= valueError(input.name, row.line, missing);
        return;
      }
      inference.add(row.fields);
      taken += 1;
    } catch (error) {
      throw error instanceof ValueError ? valueError(input.name, row.line, error) : error;
    }
  };
  const report = (records: number) => progress.update(records, position.bytes);
  report(await eachRow(rowsOf(input, format, position), add, report, signal));
  if (taken === 0) {
    throw (
      keyless ??
      new InputError(`${input.name} has no records to infer a schema from: give one with --schema`, {
        input: input.name,
      })
    );
  }
  const key = known.key && { ...known.key, type: inference.keyType() };
  return { schema: inference.schema(), key };
}

class NdjsonInference {
  readonly #records: Inference;
  readonly #known: Inferring;
  readonly #keys: KeyInference;

  constructor(known: Inferring) {
    this.#known = known;
    this.#records = new Inference(known.dumped);
    this.#keys = new KeyInference(known.key?.names[0] === KEY_MEMBER);
  }

  add(fields: JsonObject): void {
    const { key } = this.#known;
    refuseStrayKey(fields, this.#known);
    if (key?.names.length === 1) this.#keys.add(keyIn(fields, key.names));
    this.#records.add(fields);
  }

  schema(): Schema {
    return this.#records.schema();
  }

  keyType(): KeyTypeName {
    return this.#known.key!.names.length > 1 ? 'any' : this.#keys.type;
  }
}

/** A key among the records of a dump without keys would be lost; elsewhere, one in front says that something went wrong. */
export function refuseStrayKey(fields: JsonObject, { dumped, refuseKeys }: Omit<Inferring, 'key'>): void {
  if (!refuseKeys || !Object.hasOwn(fields, KEY_MEMBER)) return;
  if (!dumped && Object.keys(fields)[0] !== KEY_MEMBER) return;
  throw new ValueError(
    `there is a ${KEY_MEMBER} here, but not in the first record: give all records one, or none (--no-from-dump takes it as data)`,
  );
}

class CsvInference {
  readonly #columns = new ColumnInference();
  readonly #position: Position;
  readonly #known: Inferring;

  constructor(known: Inferring, position: Position) {
    this.#known = known;
    this.#position = position;
  }

  add(fields: JsonObject): void {
    this.#columns.add(fields as { readonly [name: string]: string });
  }

  schema(): Schema {
    const types = this.#columns.types(this.#position.columns ?? []);
    const fields = Array.from(
      types,
      ([column, type]) => [this.#known.dumped ? fieldName(column) : column, type] as const,
    );
    const named = fields.filter((field): field is [string, (typeof field)[1]] => field[0] !== undefined);
    return { root: { fields: new Map(named), alignment: DEFAULT_ALIGNMENT }, structs: new Map() };
  }

  keyType(): KeyTypeName {
    const { names } = this.#known.key!;
    if (names.length > 1) return 'any';
    return this.#columns.isUnsigned(names[0]!) ? 'uint64' : 'string';
  }
}
