/** `build`: a file from NDJSON or CSV. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { buildArray, buildMapping } from '../files/build.js';
import { orFileError } from '../files/open-file-error.js';
import { PackError } from '../errors.js';
import { counted, Failure, readableBytes } from './failure.js';
import { countRepeatedKeys } from './repeated-keys.js';
import { inferSchema } from './build-infer.js';
import { converted } from './build-rows.js';
import { type Input, openInput } from './input.js';
import type { Io } from './io.js';
import { declarationOf } from './keys.js';
import { write } from './output.js';
import { type Progress, progressTo, SILENT } from './progress.js';
import type { Position } from './rows.js';
import type { KeyNode, Schema } from './schema.js';
import { readSchema, schemaJson } from './schema-file.js';
import { typesOf } from './schema-types.js';
import { type Format, formatOf } from './source.js';

export interface BuildOptions {
  readonly output: string;
  readonly key?: string | undefined;
  readonly multi?: boolean | undefined;
  readonly width?: 32 | 64 | undefined;
  readonly schema?: string | undefined;
  readonly format?: 'ndjson' | 'csv' | undefined;
  readonly delimiter?: string | undefined;
  readonly ignoreUnknown?: boolean | undefined;
  readonly overwrite?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** What a build is made from, once all of it is known. */
interface Plan {
  readonly input: Input;
  readonly format: Format;
  readonly schema: Schema;
  /** Member of the rows that holds the key; undefined for arrays. */
  readonly keyField: string | undefined;
}
