/** Options: one that is misspelled, or of another type, is an error. */
import { ArgumentError } from '../../errors.js';
import { checkWorkOptions } from '../../files/work-options.js';
import { describe } from '../../values/base/codec.js';
import { FORMATS } from '../input/input-format.js';
import { KEY_TYPES } from '../schema/schema.js';
import type { BuildFromOptions, ReadOptions } from './build-from-options.js';
import { checkDedupe } from './key-options.js';

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
export const BUILDING: Readonly<Record<keyof BuildFromOptions, true>> = {
  ...READING,
  key: true,
  keyType: true,
  skipMissingKey: true,
  multi: true,
  width: true,
  index: true,
  ordered: true,
  filter: true,
  dedupe: true,
  discardDuplicateKeys: true,
  sections: true,
  describeStructs: true,
  columns: true,
  indexes: true,
  threads: true,
  checksums: true,
  reproducible: true,
  keepFree: true,
  overwrite: true,
  onProgress: true,
};

/** Options that are true or false. */
export const FLAGS: readonly (keyof BuildFromOptions)[] = [
  'noQuotes',
  'header',
  'lenient',
  'group',
  'compact',
  'dates',
  'ignoreUnknown',
  'fromDump',
  'skipMissingKey',
  'multi',
  'ordered',
  'filter',
  'discardDuplicateKeys',
  'sections',
  'describeStructs',
  'checksums',
  'reproducible',
  'overwrite',
];
const TEXTS: readonly (keyof BuildFromOptions)[] = ['path', 'delimiter', 'quote', 'comment'];

/** Throws `ArgumentError` for a value that is none of its option's: text such as `'no'` would count as true. */
function checkValues(options: BuildFromOptions): void {
  for (const name of FLAGS) checkType(options, name, 'boolean', 'true or false');
  for (const name of TEXTS) checkType(options, name, 'string', 'text');
  const { format } = options;
  if (format !== undefined && !FORMATS.includes(format)) {
    throw new ArgumentError(`there is no format ${describe(format)}: there are ${FORMATS.join(', ')}`);
  }
  const { keyType } = options;
  if (keyType === undefined || KEY_TYPES.includes(keyType)) return;
  throw new ArgumentError(`keyType is one of ${KEY_TYPES.join(', ')}, not ${describe(keyType)}`);
}

function checkType(
  options: BuildFromOptions,
  name: keyof BuildFromOptions,
  type: string,
  what: string,
): void {
  const value = options[name];
  if (value === undefined || typeof value === type) return;
  throw new ArgumentError(`${name} is ${what}, not ${describe(value)}`);
}

/** Throws `ArgumentError` for an option that reading rows does not have. */
export function checkReadOptions(options: ReadOptions): void {
  checkWorkOptions(options, Object.keys(READING).join(' '));
  checkValues(options);
}

/** Throws `ArgumentError` for an option that `buildFrom` does not have. */
export function checkBuildOptions(options: BuildFromOptions): void {
  checkWorkOptions(options, Object.keys(BUILDING).join(' '));
  checkValues(options);
  checkDedupe(options);
}
