/** Arrow, files and streams, with flechette: record batches one at a time. */
import { type Table, Type, tableFromIPC } from '@uwdata/flechette';
import type { TextColumn } from '../../../containers/building/text-column.js';
import { InputError } from '../../../errors.js';
import type { Input } from '../../input/input-file.js';
import { ValueError } from '../../input/value-error.js';
import { SCHEMA_METADATA } from '../../output/sink.js';
import { DEFAULT_ALIGNMENT, type Schema, type TypeNode } from '../../schema/schema.js';
import { carriedSchema } from '../carried-schema.js';
import { columnIndices, columnsToRead } from '../column-names.js';
import { type ColumnType, type Convert, unsupported } from '../column-type.js';
import { columnError, convertColumn } from '../column-values.js';
import type { BatchOptions, ColumnarSource, ColumnBatch, ColumnValues } from '../columnar-source.js';
import { plainIntegers } from '../integers.js';
import { PACKED_TIMES } from '../times.js';
import { type ArrowBatch, type ArrowField, checkBatch } from './batches.js';
import { registerCodecs } from './codecs.js';
import { bytesOf, messagesOf } from './messages.js';
import { schemaMessage } from './schema-message.js';
import { textPart } from './text-part.js';
import { typeOfField } from './types.js';
import { readerOf } from './values.js';

/** Rows of a batch at most: record batches may have any number. */
const BATCH_ROWS = 2 ** 14;
/** 64-bit integers and decimals as they are. */
const EXTRACTION = { useBigInt: true, useBigIntTimestamp: true, useDecimalInt: true };

/** Throws `InputError` for what is damaged, or no Arrow. The input stays open, and is its owner's to close. */
export async function openArrow(input: Input): Promise<ColumnarSource> {
  registerCodecs();
  return new ArrowSource(input);
}

class ArrowSource implements ColumnarSource {
  readonly name: string;
  readonly byteLength: number;
  readonly rowCount = undefined;
  readonly columnNames: readonly string[];
  readonly carried: Schema | undefined;
  readonly #input: Input;
  readonly #schema: Uint8Array;
  readonly #fields: readonly ArrowField[];

  constructor(input: Input) {
    this.#input = input;
    this.name = input.name;
    this.byteLength = input.byteLength;
    this.#schema = schemaMessage(input);
    const { schema } = this.#table([]);
    this.#fields = schema.fields as unknown as readonly ArrowField[];
    this.columnNames = this.#fields.map(({ name }) => name);
    if (schema.endianness === 1)
      throw new InputError(`${input.name} is of a big-endian machine, which is not read`, {
        input: input.name,
      });
    this.carried = carriedSchema(input.name, schema.metadata?.get(SCHEMA_METADATA));
  }

  schemaOf(names?: readonly string[]): Schema {
    const fields = columnIndices(this, names).map((index): [string, TypeNode] => {
      const { name, nullable } = this.#fields[index]!;
      return [name, { shape: this.#type(index).shape, optional: nullable, nullable: false }];
    });
    return { root: { fields: new Map(fields), alignment: DEFAULT_ALIGNMENT }, structs: new Map() };
  }

  async *batches(
    names: readonly string[],
    { times = PACKED_TIMES, texts = false }: BatchOptions = {},
  ): AsyncGenerator<ColumnBatch> {
    const columns = columnsToRead(this, names, (index) => this.#type(index), times);
    const input = this.name;
    /** Those that a batch may need, in the order in which they came. */
    const dictionaries: Uint8Array[] = [];
    let first = 0;
    for (const message of messagesOf(this.#input)) {
      if (message.kind === 'dictionary') dictionaries.push(bytesOf(this.#input, message));
      if (message.kind !== 'batch') continue;
      const table = this.#table([...dictionaries, bytesOf(this.#input, message)]);
      const rows = table.numRows;
      const readers = columns.map(({ index, name, convert }) => {
        try {
          return columnReader(table, index, rows, convert, texts);
        } catch (error) {
          throw columnError(input, name, error);
        }
      });
      for (let done = 0; done < rows; done += BATCH_ROWS) {
        const size = Math.min(BATCH_ROWS, rows - done);
        const values = columns.map(({ name }, column) => {
          try {
            return readers[column]!(done, size, { input, column: name, first });
          } catch (error) {
            throw columnError(input, name, error);
          }
        });
        yield { size, first, columns: values };
        first += size;
      }
    }
  }

  close(): void {}

  #table(messages: readonly Uint8Array[]): Table {
    try {
      return tableFromIPC([this.#schema, ...messages], EXTRACTION);
    } catch (error) {
      const what =
        error instanceof ValueError
          ? error.message
          : `is damaged, or of a form that is not read: ${(error as Error).message}`;
      throw new InputError(`${this.name} ${what}`, { input: this.name });
    }
  }

  #type(index: number): ColumnType {
    const field = this.#fields[index]!;
    try {
      return typeOfField(field);
    } catch (error) {
      throw error instanceof ValueError ? unsupported(this.name, field.name, error.message) : error;
    }
  }
}

type ReadColumn = (
  from: number,
  size: number,
  place: Parameters<typeof convertColumn>[2],
) => ColumnValues | TextColumn;

/** Numbers without nulls are read where they lie, and so is text where that is asked for. */
function columnReader(
  table: Table,
  index: number,
  rows: number,
  convert: Convert | undefined,
  texts: boolean,
): ReadColumn {
  const batch = table.getChildAt(index).data[0] as unknown as ArrowBatch | undefined;
  if (batch === undefined) return () => [];
  checkBatch(batch, rows);
  const { typeId, precision } = batch.type;
  if (batch.nullCount === 0 && (typeId === Type.Int || (typeId === Type.Float && precision !== 0))) {
    const { values } = batch;
    return (from, size) => {
      const part = values.subarray(from, from + size);
      return part instanceof BigInt64Array || part instanceof BigUint64Array ? plainIntegers(part) : part;
    };
  }
  const asText = texts && convert === undefined && (typeId === Type.Utf8 || typeId === Type.LargeUtf8);
  const read = readerOf(batch);
  return (from, size, place) => {
    const text = asText ? textPart(batch, from, size) : undefined;
    if (text !== undefined) return text;
    const raw = new Array<unknown>(size);
    for (let row = 0; row < size; row += 1) raw[row] = read(from + row);
    return convertColumn(raw, convert, place);
  };
}
