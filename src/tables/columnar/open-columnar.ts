/** Opens tables that say their types. What reads each is loaded when it is wanted: it is a lot. */
import { type Input, partsOf } from '../input/input-file.js';
import type { ColumnarFormat } from './columnar-format.js';
import type { ColumnarSource } from './columnar-source.js';
import { joinedSource } from './joined-source.js';

/**
 * Loads what reads the format, and opens the table; of several files, as one. Throws `InputError` for what is damaged, or of
 * another format, and for files whose columns are not the same.
 */
export async function openColumnar(input: Input, format: ColumnarFormat): Promise<ColumnarSource> {
  const sources: ColumnarSource[] = [];
  for (const part of partsOf(input)) sources.push(await openPart(part, format));
  return sources.length === 1 ? sources[0]! : joinedSource(input, sources);
}

async function openPart(input: Input, format: ColumnarFormat): Promise<ColumnarSource> {
  if (format === 'parquet') return (await import('./parquet/parquet-source.js')).openParquet(input);
  return (await import('./arrow/arrow-source.js')).openArrow(input);
}
