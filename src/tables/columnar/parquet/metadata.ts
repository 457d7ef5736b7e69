/** The footer of a Parquet file, checked, and its schema as a tree. */
import type { ColumnMetaData, FileMetaData, SchemaElement } from 'hyparquet';
import { parquetMetadataAsync } from 'hyparquet';
import { InputError } from '../../../errors.js';
import type { Input } from '../../input/input-file.js';

/** A footer is this long at most. */
const MAX_FOOTER = 2 ** 28;
/** Elements of a schema, and rows of a row group, which is read at once. */
const MAX_ELEMENTS = 100_000;
const MAX_GROUP_ROWS = 2 ** 26;
const MAX_DEPTH = 64;

/** An element of the schema. */
export interface Element {
  readonly info: SchemaElement;
  /** What hyparquet knows it by: the names of files may repeat, hold dots, or be `__proto__`. */
  readonly id: string;
  readonly children: readonly Element[];
  /** Columns below it: from this one, this many. */
  readonly firstLeaf: number;
  readonly leaves: number;
}

export interface Footer {
  readonly metadata: FileMetaData;
  readonly root: Element;
}

/** A file's bytes as hyparquet takes them. */
export function byteRange(input: Input, start: number, end: number): ArrayBuffer {
  if (!(start >= 0 && start <= end && end <= input.byteLength)) {
    throw new InputError(`${input.name} is damaged, or cut short: parts of it lie past its end`, {
      input: input.name,
    });
  }
  const bytes = new Uint8Array(end - start);
  for (let done = 0; done < bytes.length; ) {
    const count = input.read(start + done, bytes.subarray(done));
    if (count === 0)
      throw new InputError(`${input.name} became shorter while it was read`, { input: input.name });
    done += count;
  }
  return bytes.buffer;
}

/** Throws `InputError` for a file that is not whole, or none of Parquet. */
export async function readFooter(input: Input): Promise<Footer> {
  const { name, byteLength } = input;
  const fail = (what: string) => new InputError(`${name} ${what}`, { input: name });
  if (byteLength < 12) throw fail('is too short for a Parquet file');
  const end = new DataView(byteRange(input, byteLength - 8, byteLength));
  const magic = end.getUint32(4, true);
  if (magic === 0x45524150) throw fail('is an encrypted Parquet file, which is not read: decrypt it first');
  if (magic !== 0x31524150) throw fail('is cut short, or no Parquet file: it does not end as one');
  const length = end.getUint32(0, true);
  if (length > Math.min(MAX_FOOTER, byteLength - 12))
    throw fail('is damaged: its footer cannot be that long');
  let metadata: FileMetaData;
  try {
    const file = { byteLength, slice: (start: number, to = byteLength) => byteRange(input, start, to) };
    metadata = await parquetMetadataAsync(file, { geoparquet: false });
    return { metadata, root: checked(metadata) };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw fail(`is damaged: its footer cannot be read (${(error as Error).message})`);
  }
}

function checked(metadata: FileMetaData): Element {
  const { schema, row_groups: groups } = metadata;
  if (schema.length > MAX_ELEMENTS) throw new Error(`${schema.length} elements in its schema`);
  const walk = { next: 0, leaf: 0 };
  const root = elementAt(schema, walk, 0);
  if (walk.next !== schema.length) throw new Error('its schema has elements that belong nowhere');
  let rows = 0n;
  for (const { columns, num_rows } of groups) {
    if (columns.length !== root.leaves) throw new Error('a row group has not as many columns as the schema');
    if (!(num_rows >= 0n && num_rows <= MAX_GROUP_ROWS)) {
      throw new Error(`a row group of ${num_rows} rows: write it again with smaller ones`);
    }
    rows += num_rows;
  }
  if (rows !== metadata.num_rows) throw new Error('its row groups do not have as many rows as the file');
  return root;
}

function elementAt(
  schema: readonly SchemaElement[],
  walk: { next: number; leaf: number },
  depth: number,
): Element {
  const index = walk.next;
  const info = schema[index];
  if (info === undefined || depth > MAX_DEPTH) throw new Error('its schema is not whole');
  walk.next += 1;
  const firstLeaf = walk.leaf;
  const children: Element[] = [];
  const count = info.num_children ?? 0;
  for (let child = 0; child < count; child += 1) children.push(elementAt(schema, walk, depth + 1));
  if (count === 0 && info.type !== undefined) walk.leaf += 1;
  return { info, id: `n${index}`, children, firstLeaf, leaves: walk.leaf - firstLeaf };
}

/** Where a column lies in a row group; throws for what is not in this file. */
export function columnRange(column: ColumnMetaData): {
  readonly startByte: number;
  readonly endByte: number;
} {
  const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: size } = column;
  // Some writers leave a dictionary's offset at 0.
  const start = dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data;
  return { startByte: Number(start), endByte: Number(start + size) };
}
