/** A column of a Parquet file's root, flat or nested: what hyparquet is told of it, and how it is read. */
import type { ColumnMetaData, FileMetaData, RowGroup, SchemaElement } from 'hyparquet';
import { parquetSchema } from 'hyparquet';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { assembleAsync } from 'hyparquet/src/rowgroup.js';
import { getTreePath } from 'hyparquet/src/schema.js';
import type { ColumnDecoder, ParquetParsers, SchemaTree } from 'hyparquet/src/types.js';
import { bufferOver, decodeUtf8 } from '../../../bytes/text/utf8.js';
import type { Input } from '../../input/input-file.js';
import { ValueError } from '../../input/value-error.js';
import type { ColumnValues } from '../columnar-source.js';
import { decompressPage } from './codecs.js';
import { FlatColumnReader, readNested } from './column-reader.js';
import { byteRange, columnRange, type Element } from './metadata.js';
import { type CheckedPages, checkPages, damaged, type Levels } from './pages.js';
import { isList, isText } from './types.js';

/** Stands for all codecs: hyparquet then asks `CheckedPages` for each page. */
const CODEC = 'LZO';

/** Reads the values of a row group in order. */
export interface ColumnReader {
  /** The next values. */
  take(count: number): ColumnValues;
}

export class RootColumn {
  readonly #element: Element;
  readonly #metadata: FileMetaData;
  readonly #tree: SchemaTree;
  /** Of each column below it. */
  readonly #leaves: { readonly path: string[]; readonly levels: Levels }[] = [];

  constructor(element: Element) {
    this.#element = element;
    const root: SchemaElement = { name: 'root', num_children: 1 };
    const schema = [root, ...elements(element)];
    this.#metadata = { version: 2, schema, num_rows: 0n, row_groups: [], metadata_length: 0 };
    this.#tree = parquetSchema(this.#metadata);
    this.#collect(element, [], { definition: 0, repetition: 0 });
  }

  /** Whether it can be read piece by piece. */
  get flat(): boolean {
    return this.#element.children.length === 0 && this.#element.info.repetition_type !== 'REPEATED';
  }

  /** Reads the values of a row group, in order; `asBytes`: text of a flat column as the bytes that it is. */
  async open(input: Input, group: RowGroup, asBytes = false): Promise<ColumnReader> {
    const chunks = this.#leaves.map((leaf, index) => {
      const found = group.columns[this.#element.firstLeaf + index];
      const column = found?.meta_data;
      if (column === undefined || found?.file_path) throw damaged('its pages are not in this file');
      const range = columnRange(column);
      const pages = checkPages(
        byteRange(input, range.startByte, range.endByte),
        column,
        leaf.levels,
        decompressPage,
      );
      return { column, range, pages, path: leaf.path };
    });
    const [lone] = chunks;
    if (this.flat) return new FlatColumnReader(lone!.pages, this.#decoder(lone!, asBytes));
    const values = await this.#nested(chunks, Number(group.num_rows));
    let taken = 0;
    return {
      take(count) {
        taken += count;
        return values.slice(taken - count, taken);
      },
    };
  }

  #decoder({ column, pages, path }: Chunk, asBytes = false): ColumnDecoder {
    const schemaPath = getTreePath(this.#tree, path);
    const { element } = schemaPath.at(-1)!;
    return {
      pathInSchema: path,
      type: column.type === 'INT96' ? INT96_BYTES.type : column.type,
      element,
      schemaPath,
      codec: CODEC,
      parsers: asBytes ? AS_BYTES : parsers(),
      compressors: { [CODEC]: (bytes, length) => pages.decompress(bytes, length) },
      utf8: false,
    };
  }

  async #nested(chunks: readonly Chunk[], rows: number): Promise<unknown[]> {
    const group = {
      groupStart: 0,
      groupRows: rows,
      asyncColumns: chunks.map((chunk, leaf) => ({
        pathInSchema: chunk.path,
        data: Promise.resolve({
          data: [readNested(chunk.pages, this.#decoder(chunk), this.#leaves[leaf]!.levels)],
          skipped: 0,
        }),
      })),
    };
    const [assembled] = assembleAsync(group, this.#tree).asyncColumns;
    const { data } = await assembled!.data;
    const values = Array.from(data[0] as ArrayLike<unknown>);
    if (values.length !== rows) throw damaged(`it has ${values.length} rows where its row group has ${rows}`);
    return values;
  }

  #collect({ info, id, children }: Element, above: readonly string[], outer: Levels): void {
    const repeated = info.repetition_type === 'REPEATED';
    const levels = {
      definition: outer.definition + (info.repetition_type === 'REQUIRED' ? 0 : 1),
      repetition: outer.repetition + (repeated ? 1 : 0),
    };
    const path = [...above, id];
    if (children.length === 0) this.#leaves.push({ path, levels });
    for (const child of children) this.#collect(child, path, levels);
  }
}

/** How INT96 is read: as its bytes, since hyparquet 1.33 loses the day of those whose nanoseconds are below zero. */
const INT96_BYTES = { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 12 } as const;

interface Chunk {
  readonly column: ColumnMetaData;
  readonly range: { readonly startByte: number; readonly endByte: number };
  readonly pages: CheckedPages;
  readonly path: string[];
}

/** With names of our own, and without the annotations by which hyparquet would make values that are not exact. */
function elements(element: Element): SchemaElement[] {
  const { info, id, children } = element;
  const own: SchemaElement = { name: id, repetition_type: info.repetition_type ?? 'REQUIRED' };
  if (children.length > 0) {
    own.num_children = children.length;
    if (isList(info)) own.converted_type = 'LIST';
  } else {
    own.type = info.type!;
    if (info.type_length !== undefined) own.type_length = info.type_length;
    if (info.type === 'INT96') Object.assign(own, INT96_BYTES);
    if (isText(info)) own.converted_type = 'UTF8';
  }
  return [own, ...children.flatMap(elements)];
}

const AS_BYTES = { ...DEFAULT_PARSERS, stringFromBytes: (bytes: Uint8Array) => bytes } as ParquetParsers;

/** Text strictly: what is no UTF-8 is refused, not replaced. */
function parsers(): ParquetParsers {
  let memory: ArrayBufferLike | undefined;
  let all: Uint8Array = new Uint8Array();
  let buffer: ReturnType<typeof bufferOver>;
  const text = (bytes: Uint8Array): string => {
    if (bytes.buffer !== memory) {
      memory = bytes.buffer;
      all = new Uint8Array(memory);
      buffer = bufferOver(all);
    }
    try {
      return decodeUtf8(all, buffer, bytes.byteOffset, bytes.byteOffset + bytes.length);
    } catch {
      throw new ValueError('has text that is not UTF-8');
    }
  };
  return { ...DEFAULT_PARSERS, stringFromBytes: text };
}
