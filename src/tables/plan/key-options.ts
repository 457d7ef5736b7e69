/** Options of files with keys: which there are none of without keys, and which do not go together. */
import { MAX_DEDUPE_ENTRIES } from '../../containers/building/dedupe-option.js';
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import type { KeyNode, KeyTypeName } from '../schema/schema.js';
import type { BuildFromOptions } from './build-from-options.js';

/** Keys that an index holds hashes of, in whose order equal keys are not found. */
const HASHED: readonly KeyTypeName[] = ['string', 'bytes', 'any'];

/** Throws `ArgumentError` for options of keys, of which there are none. */
export function refuseKeyOptions(options: BuildFromOptions): void {
  const { multi, ordered, filter, dedupe, discardDuplicateKeys, sections } = options;
  const { width, index, columns, indexes } = options;
  const none = [width, index, columns, indexes].every((each) => each === undefined);
  const plain = !(multi || ordered || filter || dedupe || discardDuplicateKeys) && sections !== false;
  if (none && plain) return;
  throw new ArgumentError(
    '--multi, --width, --index, --ordered, --filter, --dedupe, --discard-duplicate-keys, --no-sections, --column and --index-on ' +
      'are for files with keys: say which field is the key with --key',
  );
}

/** Throws `ArgumentError` for options that do not go with the keys, or with each other. */
export function checkKeyOptions(key: KeyNode, options: BuildFromOptions): void {
  if (options.discardDuplicateKeys) {
    if (key.multi) {
      throw new ArgumentError(
        '--multi keeps all records of a key, and --discard-duplicate-keys the first: leave out one of the two, also in the schema',
      );
    }
    if (HASHED.includes(key.type)) {
      throw new ArgumentError(
        `--discard-duplicate-keys finds equal keys by the order of integers, and these are ${key.type}: leave it out, and get finds ` +
          'the first of each',
      );
    }
  }
  if (options.sections === false) checkWithoutSections(options);
}

/** What a schema asks for is left out, too; what is asked for beside it contradicts it. */
function checkWithoutSections({ ordered, filter, index, columns, indexes }: BuildFromOptions): void {
  const stored = {
    '--ordered': ordered,
    '--filter': filter,
    '--index': index !== undefined && index !== 'none',
    '--column': columns?.length,
    '--index-on': indexes?.length,
  };
  const found = Object.entries(stored).find(([, asked]) => asked);
  if (found === undefined) return;
  throw new ArgumentError(`--no-sections leaves out what ${found[0]} stores: leave out one of the two`);
}

/** Throws `ArgumentError` for what is no number of entries to look for equal records among. */
export function checkDedupe({ dedupe }: BuildFromOptions): void {
  if (dedupe === undefined || typeof dedupe === 'boolean') return;
  if (Number.isInteger(dedupe) && dedupe >= 0 && dedupe <= MAX_DEDUPE_ENTRIES) return;
  throw new ArgumentError(
    `dedupe is true, or a number of entries up to ${MAX_DEDUPE_ENTRIES}, not ${describe(dedupe)}`,
  );
}
