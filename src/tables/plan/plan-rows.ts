/** What is to be made of the rows of an input, before the first of them is: their schema and their keys. */
import { ArgumentError } from '../../errors.js';
import type { Typing } from '../inference/typing.js';
import type { Input } from '../input/input-file.js';
import type { Format } from '../input/input-format.js';
import type { Progress } from '../progress.js';
import { holdsDecimals } from '../schema/holds-decimals.js';
import type { Schema } from '../schema/schema.js';
import { typesOf } from '../schema/schema-to-types.js';
import type { BuildFromOptions } from './build-from-options.js';
import { type FirstLook, firstLook } from './first-look.js';
import { inferFrom } from './first-pass.js';
import { keyed, keyFields, type Planned, withKey } from './plan-keys.js';
import type { Inferring } from './row-inference.js';
import type { RowPlan } from './second-pass.js';
import { selectedSchema, selection } from './shape-fields.js';

/** What an input and the options tell before all rows are looked at. */
export interface Looked {
  readonly input: Input;
  readonly format: Format;
  readonly first: FirstLook;
  readonly known: Inferring;
}

/** `given`: the schema, where it is not to be inferred. Throws `InputError` or `ArgumentError`. */
export function lookAt(
  input: Input,
  asked: Format,
  given: Schema | undefined,
  options: BuildFromOptions,
): Looked {
  const literals = asked.kind !== 'csv' && given !== undefined && holdsDecimals(given);
  const format = literals ? { ...asked, literals } : asked;
  const first = firstLook(input, format, options);
  const key = keyFields(first, options);
  const refuseKeys = key === undefined && options.fromDump !== false;
  const typing = typingOf(format, options);
  const shaping = { select: selection(options.select), group: options.group ?? false };
  if (shaping.group && format.kind !== 'csv') throw new ArgumentError('--group is for CSV');
  return { input, format, first, known: { key, dumped: first.dumped, refuseKeys, typing, shaping } };
}

/** The plan by a schema, and by what the options say of its keys. */
export function rowPlan(
  { input, format, known: { dumped, refuseKeys, typing, shaping } }: Looked,
  planned: Planned,
  options: BuildFromOptions,
): RowPlan {
  const whole = withKey(planned, options);
  // Columns that are nested were selected before that.
  const schema = shaping.group ? whole : selectedSchema(whole, shaping.select);
  const ignoreUnknown = options.ignoreUnknown ?? false;
  const { key } = planned;
  const cells = { booleans: typing.booleans, undecided: options.fromDump === undefined && !dumped };
  const types = typesOf(schema);
  return { input, format, schema, types, ignoreUnknown, dumped, refuseKeys, key, cells, shaping };
}

/** `given`: the schema, where it is not to be inferred. Throws `InputError`, `SchemaError` or `ArgumentError`. */
export async function planRows(
  looked: Looked,
  given: Schema | undefined,
  options: BuildFromOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<RowPlan> {
  const { input, format, first, known } = looked;
  const planned =
    given === undefined
      ? await inferFrom(input, format, known, progress, signal)
      : keyed(given, known.key, first);
  // What was read once, to be inferred from, has no repeated names.
  const checked = given === undefined && format.kind !== 'csv' ? { ...format, checked: true } : format;
  return rowPlan({ ...looked, format: checked }, planned, options);
}

/**
 * Text in CSV has no types, and so is what it looks like. JSON says which values are text: they stay that, and come back from a
 * `dump` as the same bytes, unless dates are asked for.
 */
function typingOf({ kind }: Format, { compact, dates, booleans }: BuildFromOptions): Typing {
  const words = typeof booleans === 'string' ? booleans.split(',') : booleans;
  if (words !== undefined && (words.length !== 2 || words.some((word) => !word.trim()))) {
    throw new ArgumentError('booleans are the words for true and false, as yes,no');
  }
  const [yes, no] = (words ?? []).map((word) => word.trim().toLowerCase());
  if (yes !== undefined && yes === no)
    throw new ArgumentError(`booleans are two words: ${yes} cannot be both`);
  return {
    compact: compact ?? false,
    dates: dates ?? kind === 'csv',
    booleans: yes === undefined ? undefined : [yes, no!],
  };
}
