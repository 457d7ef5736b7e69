/** Columns of a source by their names. */
import { InputError } from '../../errors.js';
import { noSuchField } from '../nearest-name.js';
import type { ColumnType, Convert } from './column-type.js';
import type { ColumnarSource } from './columnar-source.js';
import type { TimeMaker } from './times.js';

/** Where the columns of these names are; all, without names. Throws `InputError` for a name that none has, or several have. */
export function columnIndices(
  { name: input, columnNames }: Pick<ColumnarSource, 'name' | 'columnNames'>,
  names: readonly string[] = columnNames,
): number[] {
  return names.map((name) => {
    const index = columnNames.indexOf(name);
    if (index < 0) throw unknownColumn(input, name, columnNames);
    if (columnNames.indexOf(name, index + 1) >= 0) {
      throw new InputError(
        `${input} has two columns called ${name}: leave them out, by naming the others with --select`,
        { input, field: name },
      );
    }
    return index;
  });
}

/** Columns with how their values become those that packing takes. */
export function columnsToRead(
  source: Pick<ColumnarSource, 'name' | 'columnNames'>,
  names: readonly string[],
  typeOf: (index: number) => ColumnType,
  times: TimeMaker,
): { readonly index: number; readonly name: string; readonly convert: Convert | undefined }[] {
  return columnIndices(source, names).map((index) => ({
    index,
    name: source.columnNames[index]!,
    convert: typeOf(index).convert?.(times),
  }));
}

function unknownColumn(input: string, name: string, names: readonly string[]): InputError {
  return new InputError(`${input}: ${noSuchField(name, names)}`, { input, field: name });
}
