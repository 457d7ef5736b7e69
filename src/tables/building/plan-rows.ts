/** What is to be made of the rows of an input, before the first of them is: their schema and their keys. */
import type { Input } from '../input/input-file.js';
import type { Format } from '../input/input-format.js';
import type { Progress } from '../progress.js';
import type { Schema } from '../schema/schema.js';
import { typesOf } from '../schema/schema-to-types.js';
import type { BuildFromOptions } from './build-from-options.js';
import { firstLook } from './first-look.js';
import { inferFrom } from './first-pass.js';
import { keyed, keyFields, withKey } from './plan-keys.js';
import type { RowPlan } from './second-pass.js';

/** `given`: the schema, where it is not to be inferred. Throws `InputError`, `SchemaError` or `ArgumentError`. */
export async function planRows(
  input: Input,
  format: Format,
  given: Schema | undefined,
  options: BuildFromOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<RowPlan> {
  const first = firstLook(input, format, options);
  const key = keyFields(first, options);
  const { dumped } = first;
  const refuseKeys = key === undefined && options.fromDump !== false;
  const planned =
    given === undefined
      ? await inferFrom(input, format, { key, dumped, refuseKeys }, progress, signal)
      : keyed(given, key, first);
  const schema = withKey(planned, options);
  const ignoreUnknown = options.ignoreUnknown ?? false;
  return {
    input,
    format,
    schema,
    types: typesOf(schema),
    ignoreUnknown,
    dumped,
    refuseKeys,
    key: planned.key,
  };
}
