/** The schema that a table carries along, if this library wrote it. */
import { InputError, SchemaError } from '../../errors.js';
import type { Schema } from '../schema/schema.js';
import { readSchema } from '../schema/schema-file.js';

/** From the text of the metadata. Throws `InputError` where it is no schema. */
export function carriedSchema(input: string, text: string | undefined): Schema | undefined {
  if (text === undefined) return undefined;
  try {
    return readSchema(JSON.parse(text), 'schema');
  } catch (error) {
    const what = error instanceof SchemaError ? error.message : 'it is not JSON';
    throw new InputError(`${input} carries a schema that cannot be read: ${what}; give one with --schema`, {
      input,
    });
  }
}
