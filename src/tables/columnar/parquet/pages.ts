/**
 * What is checked of the pages of Parquet before hyparquet reads them: it takes counts at their word, and one that is damaged
 * can make it fill memory. hyparquet asks for each page to be decompressed, which is where the insides are looked at.
 */
import type { ColumnMetaData, CompressionCodec, Encoding, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { ValueError } from '../../input/value-error.js';
import { checkRuns } from './runs.js';

/** Values of a page at most, and bytes of it. */
const MAX_VALUES = 2 ** 25;
const MAX_BYTES = 2 ** 30;

/** How deep values of a column lie: the largest definition and repetition level. */
export interface Levels {
  readonly definition: number;
  readonly repetition: number;
}

export type Decompress = (codec: CompressionCodec, input: Uint8Array, length: number) => Uint8Array;

/** A column's bytes in a row group, whose pages have been looked at. */
export interface CheckedPages {
  readonly bytes: ArrayBuffer;
  /** Decompresses what lies in `bytes`, and checks it. */
  decompress(input: Uint8Array, length: number): Uint8Array;
}

/** Walks over all page headers. Throws `ValueError` for what cannot be. */
export function checkPages(
  bytes: ArrayBuffer,
  column: ColumnMetaData,
  levels: Levels,
  decompress: Decompress,
): CheckedPages {
  const view = new DataView(bytes);
  const reader = { view, offset: 0 };
  /** By where the bytes to decompress begin. */
  const pages = new Map<number, PageHeader>();
  let left = Number(column.num_values);
  while (reader.offset < bytes.byteLength - 1 && left > 0) {
    const header = parquetHeader(reader);
    const { compressed_page_size: size, uncompressed_page_size: length } = header;
    if (!(size >= 0 && size <= bytes.byteLength - reader.offset))
      throw damaged('a page is longer than its column');
    if (!(length >= 0 && length <= MAX_BYTES)) throw damaged(`a page has ${length} bytes`);
    const values = valuesOf(header);
    if (!(values >= 0 && values <= MAX_VALUES)) throw damaged(`a page has ${values} values`);
    let start = reader.offset;
    const v2 = header.data_page_header_v2;
    if (v2 !== undefined) start += checkLevels(view, start, header, levels);
    if (v2?.is_compressed === false) {
      const end = reader.offset + size;
      checkValues(new Uint8Array(bytes, start, end - start), 0, v2.encoding, values, column);
    }
    pages.set(start, header);
    if (header.type !== 'DICTIONARY_PAGE') left -= values;
    reader.offset += size;
  }
  if (left !== 0) throw damaged('its pages have not as many values as its row group says');
  return {
    bytes,
    decompress(input, length) {
      const page = decompress(column.codec, input, length);
      const header = pages.get(input.byteOffset);
      if (header === undefined || page.length !== length)
        throw damaged('a page has another length than it says');
      checkInside(page, header, levels, column);
      return page;
    },
  };
}

function valuesOf(header: PageHeader): number {
  if (header.type === 'DICTIONARY_PAGE') return header.dictionary_page_header?.num_values ?? -1;
  if (header.type === 'DATA_PAGE') return header.data_page_header?.num_values ?? -1;
  const v2 = header.data_page_header_v2;
  if (header.type !== 'DATA_PAGE_V2' || v2 === undefined) throw damaged('it has a page of an unknown kind');
  const { num_values, num_nulls, num_rows } = v2;
  return num_nulls >= 0 && num_nulls <= num_values && num_rows <= num_values ? num_values : -1;
}

/** Levels of version 2 lie before what is compressed; gives their bytes. */
function checkLevels(view: DataView, start: number, header: PageHeader, levels: Levels): number {
  const v2 = header.data_page_header_v2!;
  const [repetition, definition] = [v2.repetition_levels_byte_length, v2.definition_levels_byte_length];
  const fits = repetition >= 0 && definition >= 0 && repetition + definition <= header.compressed_page_size;
  if (!fits || repetition + definition > header.uncompressed_page_size)
    throw damaged('a page has levels past its end');
  const count = v2.num_values;
  if (levels.repetition > 0) checkRuns(view, start, start + repetition, width(levels.repetition), count);
  const from = start + repetition;
  if (levels.definition > 0) checkRuns(view, from, from + definition, width(levels.definition), count);
  return repetition + definition;
}

function checkInside(page: Uint8Array, header: PageHeader, levels: Levels, column: ColumnMetaData): void {
  if (header.type === 'DICTIONARY_PAGE') return;
  const v2 = header.data_page_header_v2;
  if (v2 !== undefined) {
    checkValues(page, 0, v2.encoding, v2.num_values, column);
    return;
  }
  const { num_values, encoding } = header.data_page_header!;
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  let at = 0;
  for (const level of [levels.repetition, levels.definition]) {
    if (level === 0) continue;
    const length = view.getUint32(at, true);
    at += 4;
    if (length > page.length - at) throw damaged('a page has levels past its end');
    checkRuns(view, at, at + length, width(level), num_values);
    at += length;
  }
  checkValues(page, at, encoding, num_values, column);
}

function checkValues(
  page: Uint8Array,
  from: number,
  encoding: Encoding,
  count: number,
  column: ColumnMetaData,
): void {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  if (count === 0 || from >= page.length) return;
  if (column.type === 'BOOLEAN') {
    if (encoding === 'RLE') checkRuns(view, from + 4, page.length, 1, count);
  } else if (encoding.endsWith('DICTIONARY')) {
    const bits = view.getUint8(from);
    if (bits > 32) throw damaged(`a page has indices of ${bits} bits`);
    checkRuns(view, from + 1, page.length, bits, count);
  }
}

function width(level: number): number {
  return 32 - Math.clz32(level);
}

export function damaged(what: string): ValueError {
  return new ValueError(`is damaged: ${what}`);
}
