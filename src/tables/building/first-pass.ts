/** The first pass over an input without a schema: what its records and keys are. */
import { InputError } from '../../errors.js';
import { KeyInference } from '../inference/infer-keys.js';
import { Inference } from '../inference/infer-schema.js';
import { ColumnInference } from '../input/csv-values.js';
import type { Input } from '../input/input-file.js';
import { type Format, rowsOf } from '../input/input-format.js';
import { type Position, type Row, valueError } from '../input/rows.js';
import { ValueError } from '../input/value-error.js';
import { fieldName, type JsonObject, KEY_MEMBER, member } from '../json/reserved-members.js';
import { eachRow, type Progress } from '../progress.js';
import { DEFAULT_ALIGNMENT, type KeyTypeName, type Schema } from '../schema/schema.js';

export interface Inferred {
  readonly schema: Schema;
  /** Member of the rows that holds the key, and its type; undefined when there are no keys. */
  readonly key: { readonly field: string; readonly type: KeyTypeName } | undefined;
  readonly records: number;
}

/** Infers from all rows. Throws `InputError` with the line of what no type holds. */
export async function inferFrom(
  input: Input,
  format: Format,
  keyField: string | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<Inferred> {
  const position: Position = { line: 0, bytes: 0 };
  progress.start(`inferring the schema of ${input.name}`, input.byteLength, 'infer');
  const inference =
    format.kind === 'csv' ? new CsvInference(keyField, position) : new NdjsonInference(keyField);
  const add = (row: Row) => {
    try {
      inference.add(row);
    } catch (error) {
      throw error instanceof ValueError ? valueError(input.name, row.line, error) : error;
    }
  };
  const report = (records: number) => progress.update(records, position.bytes);
  const records = await eachRow(rowsOf(input, format, position), add, report, signal);
  report(records);
  if (records === 0) {
    throw new InputError(`${input.name} has no records to infer a schema from: give one with --schema`, {
      input: input.name,
    });
  }
  return { schema: inference.schema(), key: inference.key(), records };
}

class NdjsonInference {
  readonly #records = new Inference();
  #field: string | undefined;
  #first = true;
  #keys: KeyInference | undefined;

  constructor(field: string | undefined) {
    this.#field = field;
  }

  add({ fields }: Row): void {
    // The first record decides whether there are keys.
    if (this.#first && this.#field === undefined && Object.hasOwn(fields, KEY_MEMBER))
      this.#field = KEY_MEMBER;
    this.#first = false;
    if (this.#field === undefined) refuseStrayKey(fields);
    else {
      this.#keys ??= new KeyInference(this.#field === KEY_MEMBER);
      this.#keys.add(member(fields, this.#field));
    }
    this.#records.add(fields);
  }

  schema(): Schema {
    return this.#records.schema();
  }

  key(): Inferred['key'] {
    return this.#field === undefined ? undefined : { field: this.#field, type: this.#keys!.type };
  }
}

/** A key among records without keys would be lost. */
export function refuseStrayKey(fields: JsonObject): void {
  if (Object.hasOwn(fields, KEY_MEMBER)) {
    throw new ValueError(
      `there is a ${KEY_MEMBER} here, but not in the first record: give all records one, or none`,
    );
  }
}

class CsvInference {
  readonly #columns = new ColumnInference();
  readonly #position: Position;
  readonly #named: string | undefined;

  constructor(field: string | undefined, position: Position) {
    this.#named = field;
    this.#position = position;
  }

  add({ fields }: Row): void {
    const field = this.#field;
    if (field !== undefined && member(fields, field) === undefined)
      throw new ValueError('the key is missing');
    this.#columns.add(fields as { readonly [name: string]: string });
  }

  get #field(): string | undefined {
    return this.#named ?? (this.#position.columns?.includes(KEY_MEMBER) ? KEY_MEMBER : undefined);
  }

  schema(): Schema {
    const types = this.#columns.types(this.#position.columns ?? []);
    const fields = Array.from(types, ([column, type]) => [fieldName(column), type] as const);
    const named = fields.filter((field): field is [string, (typeof field)[1]] => field[0] !== undefined);
    return { root: { fields: new Map(named), alignment: DEFAULT_ALIGNMENT }, structs: new Map() };
  }

  key(): Inferred['key'] {
    const field = this.#field;
    return field === undefined
      ? undefined
      : { field, type: this.#columns.isUnsigned(field) ? 'uint64' : 'string' };
  }
}
