/** The formats that records leave in, by their names. */
import type { OpenSink } from './sink.js';

export const OUTPUT_FORMATS = ['ndjson', 'json', 'csv', 'tsv', 'parquet', 'arrow'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** What a format is like for those who choose where it goes. */
export interface FormatFacts {
  /** Whether it is text that people read, and not bytes. */
  readonly text: boolean;
  /** Whether it is made of JSON, whose escapes can stand for any character. */
  readonly json: boolean;
  /** Whether each field is a column of plain cells: what is selected within a struct then is a column of its own. */
  readonly flat: boolean;
}

export function formatFacts(format: OutputFormat): FormatFacts {
  const json = format === 'ndjson' || format === 'json';
  const flat = format === 'csv' || format === 'tsv';
  return { text: json || flat, json, flat };
}

/** The format by the end of a file's name; undefined for names that say nothing. */
export function formatOfName(path: string): OutputFormat | undefined {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  switch (extension) {
    case 'ndjson':
    case 'jsonl':
      return 'ndjson';
    case 'tsv':
    case 'tab':
      return 'tsv';
    case 'arrow':
    case 'arrows':
    case 'feather':
      return 'arrow';
    case 'json':
    case 'csv':
    case 'parquet':
      return extension;
    default:
      return undefined;
  }
}

/** Loads what writes a format. */
export async function sinkOf(format: OutputFormat): Promise<OpenSink> {
  switch (format) {
    case 'csv':
      return (await import('./csv-sink.js')).csvSink;
    case 'tsv':
      return (await import('./csv-sink.js')).tsvSink;
    case 'json':
      return (await import('./json-sinks.js')).jsonSink;
    case 'parquet':
      return (await import('./columnar/parquet-sink.js')).parquetSink;
    case 'arrow':
      return (await import('./columnar/arrow-sink.js')).arrowSink;
    default:
      return (await import('./json-sinks.js')).ndjsonSink;
  }
}
