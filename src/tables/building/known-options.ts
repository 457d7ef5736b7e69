/** Names of options: one that is misspelled is an error. */
import { checkOptions } from '../../bytes/options.js';
import type { BuildFromOptions, ReadOptions } from './build-from-options.js';

/** All of them: the compiler tells of one that is missing here. */
const READING: Readonly<Record<keyof ReadOptions, true>> = {
  format: true,
  path: true,
  delimiter: true,
  quote: true,
  noQuotes: true,
  header: true,
  null: true,
  skip: true,
  comment: true,
  lenient: true,
  schema: true,
  select: true,
  group: true,
  compact: true,
  dates: true,
  booleans: true,
  ignoreUnknown: true,
  fromDump: true,
  signal: true,
};
const BUILDING: Readonly<Record<keyof BuildFromOptions, true>> = {
  ...READING,
  key: true,
  skipMissingKey: true,
  multi: true,
  width: true,
  index: true,
  columns: true,
  threads: true,
  checksums: true,
  reproducible: true,
  keepFree: true,
  overwrite: true,
  onProgress: true,
};

/** Throws `ArgumentError` for an option that reading rows does not have. */
export function checkReadOptions(options: ReadOptions): void {
  checkOptions(options, Object.keys(READING).join(' '));
}

/** Throws `ArgumentError` for an option that `buildFrom` does not have. */
export function checkBuildOptions(options: BuildFromOptions): void {
  checkOptions(options, Object.keys(BUILDING).join(' '));
}
