/** Arrow, which is recognized, and not read. */
import { InputError } from '../../../errors.js';
import type { Input } from '../../input/input-file.js';
import type { ColumnarSource } from '../columnar-source.js';

export async function openArrow({ name }: Input): Promise<ColumnarSource> {
  throw new InputError(`${name} is Arrow, which is not read: convert it to Parquet`, { input: name });
}
