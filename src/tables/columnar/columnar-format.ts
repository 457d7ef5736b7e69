/** Which inputs are tables that say their types, by their names and by what they begin with. */
import type { Input } from '../input/input-file.js';

export const COLUMNAR_FORMATS = ['parquet', 'arrow'] as const;
export type ColumnarFormat = (typeof COLUMNAR_FORMATS)[number];

const EXTENSIONS: ReadonlyMap<string, ColumnarFormat> = new Map([
  ['.parquet', 'parquet'],
  ['.pq', 'parquet'],
  ['.arrow', 'arrow'],
  ['.arrows', 'arrow'],
  ['.ipc', 'arrow'],
  ['.feather', 'arrow'],
]);

export function isColumnar(format: string | undefined): format is ColumnarFormat {
  return (COLUMNAR_FORMATS as readonly (string | undefined)[]).includes(format);
}

/** The format by the extension of a name, with its dot and in lower case. */
export function columnarExtension(extension: string): ColumnarFormat | undefined {
  return EXTENSIONS.get(extension);
}

/** The format by the first bytes; undefined for all that is text, or compressed. */
export function columnarFormat(input: Input): ColumnarFormat | undefined {
  const start = new Uint8Array(8);
  const length = input.read(0, start);
  const text = String.fromCharCode(...start);
  if (text.startsWith('PAR1') || text.startsWith('PARE')) return 'parquet';
  if (text.startsWith('ARROW1') || text.startsWith('FEA1')) return 'arrow';
  // A stream begins with a message: a mark, which is no text, and its length.
  const mark = length === 8 && start.subarray(0, 4).every((byte) => byte === 0xff);
  return mark && new DataView(start.buffer).getInt32(4, true) > 0 ? 'arrow' : undefined;
}
