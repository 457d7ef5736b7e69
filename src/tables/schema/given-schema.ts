/** A schema that the caller gives: as an object, or as a file. */
import { readFileSync } from 'node:fs';
import { SchemaError } from '../../errors.js';
import { orFileError } from '../../files/file-error.js';
import { type FilePath, pathOf } from '../../files/path-of.js';
import type { Schema } from './schema.js';
import { readSchema } from './schema-file.js';
import type { SchemaJson } from './schema-json.js';

export type GivenSchema = SchemaJson | FilePath | undefined;

/** Path of the schema's file; undefined for one that is no file. */
export function schemaPath(given: GivenSchema): string | undefined {
  return typeof given === 'string' || given instanceof URL ? pathOf(given) : undefined;
}

/** Throws `SchemaError` with the path of what is wrong, `FileError` for a file that cannot be read. */
export function givenSchema(given: GivenSchema): Schema | undefined {
  const path = schemaPath(given);
  if (path === undefined) return given === undefined ? undefined : readSchema(given, 'schema');
  const text = orFileError('read', path, () => readFileSync(path, 'utf8'));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new SchemaError(`${path}: not JSON: ${(error as Error).message}`);
  }
  return readSchema(json, path);
}
