/** A flat column of a row group, read page by page, so that as much is in memory as is taken. */

import { parquetHeader, readPage } from 'hyparquet/src/column.js';
import { convert } from 'hyparquet/src/convert.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import type { ColumnDecoder, DecodedArray } from 'hyparquet/src/types.js';
import type { ColumnValues } from '../columnar-source.js';
import { type CheckedPages, damaged, type Levels } from './pages.js';

export class FlatColumnReader {
  readonly #reader: { view: DataView; offset: number };
  readonly #decoder: ColumnDecoder;
  #dictionary: DecodedArray | undefined;
  /** The page under way, and how many of its values were taken. */
  #page: ColumnValues = [];
  #taken = 0;

  constructor(pages: CheckedPages, decoder: ColumnDecoder) {
    this.#reader = { view: new DataView(pages.bytes), offset: 0 };
    this.#decoder = decoder;
  }

  /** The next values. */
  take(count: number): ColumnValues {
    const left = this.#page.length - this.#taken;
    if (left === 0) this.#next();
    if (this.#page.length - this.#taken >= count) return this.#cut(count);
    const parts: ColumnValues[] = [];
    for (let missing = count; missing > 0; ) {
      if (this.#taken === this.#page.length) this.#next();
      const part = this.#cut(Math.min(missing, this.#page.length - this.#taken));
      parts.push(part);
      missing -= part.length;
    }
    return joined(parts, count);
  }

  #cut(count: number): ColumnValues {
    const from = this.#taken;
    this.#taken += count;
    const page = this.#page;
    if (from === 0 && count === page.length) return page;
    return Array.isArray(page)
      ? page.slice(from, from + count)
      : (page as Uint8Array).subarray(from, from + count);
  }

  #next(): void {
    const reader = this.#reader;
    for (;;) {
      if (reader.offset >= reader.view.byteLength - 1)
        throw damaged('it has fewer values than its row group');
      const header = parquetHeader(reader);
      const dictionary = header.type === 'DICTIONARY_PAGE';
      const { data } = readPage(reader, header, this.#decoder, this.#dictionary, undefined, 0);
      if (data === undefined) continue;
      if (dictionary) this.#dictionary = convert(data, this.#decoder);
      else if (data.length > 0) {
        this.#page = data;
        this.#taken = 0;
        return;
      }
    }
  }
}

type Typed = Float64Array;

/** Pages may have other kinds of arrays: one without nulls a typed array, one with them a plain one. */
function joined(parts: readonly ColumnValues[], count: number): ColumnValues {
  const Kind = parts[0]!.constructor as new (length: number) => Typed;
  if (!Array.isArray(parts[0]) && parts.every((part) => part instanceof Kind)) {
    const values = new Kind(count);
    let at = 0;
    for (const part of parts) {
      values.set(part as Typed, at);
      at += part.length;
    }
    return values;
  }
  return parts.flatMap((part) => (Array.isArray(part) ? (part as unknown[]) : Array.from(part)));
}

/**
 * A column below a nested one, whole: rows of lists begin and end anywhere in its pages. Some writers count as nulls only those
 * of values, and not what is missing around them, so the levels are counted.
 */
export function readNested(
  pages: CheckedPages,
  decoder: ColumnDecoder,
  { definition }: Levels,
): DecodedArray {
  const reader = { view: new DataView(pages.bytes), offset: 0 };
  let dictionary: DecodedArray | undefined;
  let values: DecodedArray | undefined;
  while (reader.offset < reader.view.byteLength - 1) {
    const header = parquetHeader(reader);
    const v2 = header.data_page_header_v2;
    if (v2 !== undefined && definition > 0) {
      const at = reader.offset + v2.repetition_levels_byte_length;
      v2.num_nulls = nulls(reader.view, at, v2.definition_levels_byte_length, v2.num_values, definition);
    }
    const page = readPage(reader, header, decoder, dictionary, values, 0).data;
    if (page !== undefined && header.type === 'DICTIONARY_PAGE') dictionary = convert(page, decoder);
    else if (page !== undefined) values = after(values, page);
  }
  return values ?? [];
}

/** hyparquet goes on with the array that it was given, unless a page needs none of its own. */
function after(values: DecodedArray | undefined, page: DecodedArray): DecodedArray {
  if (values === undefined || values === page) return page;
  return [...(values as unknown[]), ...(page as unknown[])];
}

function nulls(view: DataView, offset: number, length: number, count: number, definition: number): number {
  const levels = new Uint8Array(count);
  readRleBitPackedHybrid({ view, offset }, 32 - Math.clz32(definition), levels, length);
  let defined = 0;
  for (const level of levels) if (level === definition) defined += 1;
  return count - defined;
}
