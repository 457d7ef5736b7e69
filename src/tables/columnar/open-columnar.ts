/** Opens tables that say their types. What reads each is loaded when it is wanted: it is a lot. */
import type { Input } from '../input/input-file.js';
import type { ColumnarFormat } from './columnar-format.js';
import type { ColumnarSource } from './columnar-source.js';

/** Loads what reads the format, and opens the table. Throws `InputError` for what is damaged, or of another format. */
export async function openColumnar(input: Input, format: ColumnarFormat): Promise<ColumnarSource> {
  if (format === 'parquet') return (await import('./parquet/parquet-source.js')).openParquet(input);
  return (await import('./arrow/arrow-source.js')).openArrow(input);
}
