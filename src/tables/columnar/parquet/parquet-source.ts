/** Parquet files, with hyparquet: row groups one at a time, and of flat columns as many rows as a batch has. */
import type { InputError } from '../../../errors.js';
import type { Input } from '../../input/input-file.js';
import { SCHEMA_METADATA } from '../../output/sink.js';
import { DEFAULT_ALIGNMENT, type Schema, type TypeNode } from '../../schema/schema.js';
import { carriedSchema } from '../carried-schema.js';
import { columnIndices } from '../column-names.js';
import { type ColumnType, unsupported } from '../column-type.js';
import { columnError, convertColumn } from '../column-values.js';
import type { BatchOptions, ColumnarSource, ColumnBatch } from '../columnar-source.js';
import { joinedTexts } from '../joined-texts.js';
import { PACKED_TIMES } from '../times.js';
import { type Element, type Footer, readFooter } from './metadata.js';
import { type ColumnReader, RootColumn } from './root-column.js';
import { columnType } from './types.js';

/** Rows of a batch. */
const BATCH_ROWS = 2 ** 14;

/** Throws `InputError` for a file that is damaged, or none of Parquet. The input stays open, and is its owner's to close. */
export async function openParquet(input: Input): Promise<ColumnarSource> {
  return new ParquetSource(input, await readFooter(input));
}

class ParquetSource implements ColumnarSource {
  readonly name: string;
  readonly byteLength: number;
  readonly rowCount: number;
  readonly parts: number;
  readonly columnNames: readonly string[];
  readonly carried: Schema | undefined;
  readonly #input: Input;
  readonly #footer: Footer;
  readonly #elements: readonly Element[];
  /** Made when they are asked for. */
  readonly #types: (ColumnType | undefined)[] = [];

  constructor(input: Input, footer: Footer) {
    const { metadata, root } = footer;
    this.#input = input;
    this.#footer = footer;
    this.#elements = root.children;
    this.name = input.name;
    this.byteLength = input.byteLength;
    this.rowCount = Number(metadata.num_rows);
    this.parts = metadata.row_groups.length;
    this.columnNames = root.children.map(({ info }) => info.name);
    const carried = metadata.key_value_metadata?.find(({ key }) => key === SCHEMA_METADATA)?.value;
    this.carried = carriedSchema(input.name, carried);
  }

  schemaOf(names?: readonly string[]): Schema {
    const fields = columnIndices(this, names).map((index): [string, TypeNode] => {
      const { shape } = this.#type(index);
      const optional = this.#elements[index]!.info.repetition_type === 'OPTIONAL';
      return [this.columnNames[index]!, { shape, optional, nullable: false }];
    });
    return { root: { fields: new Map(fields), alignment: DEFAULT_ALIGNMENT }, structs: new Map() };
  }

  async *batches(
    names: readonly string[],
    { times = PACKED_TIMES, part, texts = false }: BatchOptions = {},
  ): AsyncGenerator<ColumnBatch> {
    const columns = columnIndices(this, names).map((index) => {
      const { shape, convert } = this.#type(index);
      const root = new RootColumn(this.#elements[index]!);
      const asBytes =
        texts && root.flat && convert === undefined && shape.kind === 'scalar' && shape.name === 'string';
      return { name: this.columnNames[index]!, convert: convert?.(times), root, asBytes };
    });
    const input = this.name;
    let first = 0;
    for (const [number, group] of this.#footer.metadata.row_groups.entries()) {
      const rows = Number(group.num_rows);
      // Without rows, a group may be without pages, too.
      if (rows === 0 || (part !== undefined && part !== number)) {
        first += rows;
        continue;
      }
      const readers: ColumnReader[] = [];
      for (const { name, root, asBytes } of columns) {
        try {
          readers.push(await root.open(this.#input, group, asBytes));
        } catch (error) {
          throw columnError(input, name, error);
        }
      }
      for (let done = 0; done < rows; ) {
        const size = Math.min(BATCH_ROWS, rows - done);
        const values = columns.map(({ name, convert, asBytes }, index) => {
          try {
            const raw = readers[index]!.take(size);
            if (asBytes) return joinedTexts(raw);
            return convertColumn(raw, convert, { input, column: name, first });
          } catch (error) {
            throw columnError(input, name, error);
          }
        });
        yield { size, first, columns: values };
        done += size;
        first += size;
      }
    }
  }

  close(): void {}

  #type(index: number): ColumnType {
    const known = this.#types[index];
    if (known !== undefined) return known;
    const name = this.columnNames[index]!;
    const made = columnType(this.#elements[index]!, (what): InputError => unsupported(this.name, name, what));
    this.#types[index] = made;
    return made;
  }
}
