/** Joining files of one kind into one, record by record. */

import { IdMapperDeclaration } from '../../containers/declaring/declarations.js';
import { ArgumentError, SchemaError } from '../../errors.js';
import { buildArray, buildMapping } from '../../files/building/build-file.js';
import { mergeIdMapperFiles } from '../../files/building/merge-files.js';
import type { BuildProgress } from '../../files/building/run-build.js';
import { refuseAsSource, targetOf } from '../../files/temporary/target.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { Struct } from '../../schema/struct-class.js';
import { schemaChanges } from '../files/compare.js';
import { entriesOf, type Keyed, sizeOf } from '../files/entries.js';
import { commonIndexes, extrasOf } from '../files/file-indexes.js';
import { fileSchema, keysOf } from '../files/file-schema.js';
import { mapperOf } from '../files/key-ranges.js';
import { type Found, type Opened, open, withFile } from '../files/open-undeclared.js';
import { declarationOf, keyJson } from '../input/key-input.js';
import type { KeyNode, Schema, TypeNode } from '../schema/schema.js';
import { typesOf } from '../schema/schema-to-types.js';

export const CONFLICT_RULES = ['first', 'last', 'error'] as const;
export type ConflictRule = (typeof CONFLICT_RULES)[number];

export interface MergeTablesOptions {
  readonly onConflict?: ConflictRule | undefined;
  readonly reproducible?: boolean | undefined;
  /** Whether to leave out indexes that not all files have, or whose keys a function gave. */
  readonly dropIndexes?: boolean | undefined;
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Part {
  readonly path: string;
  readonly found: Found;
  readonly opened: Opened;
}

/**
 * Builds `target` of the records of all files and gives their number. Neither they nor the result are held in memory. Throws
 * `SchemaError` for files of different kinds or fields, `ArgumentError` for a key that several files have where no rule is
 * given.
 */
export function mergeTables(
  target: string,
  paths: readonly string[],
  options: MergeTablesOptions,
): Promise<number> {
  const place = targetOf(target);
  for (const path of paths) refuseAsSource(place, path);
  const parts: Part[] = [];
  const next = async (): Promise<number> => {
    const path = paths[parts.length];
    if (path === undefined) return merged(target, parts, options);
    return withFile(path, (found) => {
      parts.push({ path, found, opened: open(found, {}) });
      return next();
    });
  };
  return next();
}

async function merged(target: string, parts: readonly Part[], options: MergeTablesOptions): Promise<number> {
  const [first] = parts as [Part];
  for (const part of parts) checkAlike(first, part);
  if (first.opened.kind === 'idMapper') return mergedMappers(target, parts, options);
  const schema = commonSchema(parts);
  const indexes = commonIndexes(
    parts.map(({ found, path }) => ({ found, path })),
    options.dropIndexes ?? false,
  );
  const { root } = typesOf(schema, { exact: true });
  const typed = parts.map((part) => ({
    ...part,
    opened: open(part.found, {}, root as unknown as typeof Struct),
  }));
  let records = 0;
  const { onProgress, signal, reproducible } = options;
  const common = { onProgress, signal, reproducible };
  function* rows(): Generator<unknown> {
    for (const { opened } of typed) {
      for (const [, record] of entriesOf(opened)) {
        records += 1;
        yield record;
      }
    }
  }
  function* entries(key: KeyNode): Generator<[Key, unknown]> {
    for (const [place, { opened }] of typed.entries()) {
      for (const [name, record] of entriesOf(opened)) {
        if (!key.multi && conflicts(typed, place, name as Key, options.onConflict)) continue;
        records += 1;
        yield [bytesWhereSo(key, name as Key), record];
      }
    }
  }
  const { key } = schema;
  if (key === undefined) await buildArray(target, root, rows(), common);
  else {
    await buildMapping(target, declarationOf(key, root), entries(key), {
      ...common,
      ...extrasOf({ indexes }, key),
    });
  }
  return records;
}

const UTF8 = new TextEncoder();

function bytesWhereSo({ type }: KeyNode, key: Key): Key {
  return type === 'bytes' && typeof key === 'string' ? UTF8.encode(key) : key;
}

/** Whether the record of the key in this file gives way to that of another. */
function conflicts(parts: readonly Part[], place: number, key: Key, rule: ConflictRule = 'error'): boolean {
  const from = rule === 'last' ? place + 1 : 0;
  const to = rule === 'last' ? parts.length : place;
  for (let other = from; other < to; other += 1) {
    const { opened, path } = parts[other]!;
    if (!mapperOf(opened as Keyed).has(key)) continue;
    if (rule !== 'error') return true;
    const label = keyJson((opened as Keyed).keys.type, key);
    throw new ArgumentError(
      `${parts[place]!.path} has the key ${label}, as ${path} does: say whose record stays with --on-conflict first or last`,
    );
  }
  return false;
}

function checkAlike(first: Part, part: Part): void {
  const [a, b] = [first.opened, part.opened];
  if (a.kind !== b.kind) {
    throw new SchemaError(
      `${first.path} is ${nounOf(a)}, and ${part.path} is ${nounOf(b)}: only files of one kind are merged`,
    );
  }
  for (const { opened, path } of [first, part]) {
    if (opened.kind === 'mapping' && opened.keys.approximate) {
      throw new SchemaError(`${path} holds hashes in place of its keys, of which no mapping is built`);
    }
  }
  if (a.kind === 'array' || b.kind === 'array') return;
  const [left, right] = [a.keys.type, b.keys.type].map((type) => (type === 'bytes' ? 'string' : type));
  if (left !== right) {
    throw new SchemaError(
      `${first.path} has keys of type ${left}, and ${part.path} of type ${right}: give files with the same`,
    );
  }
}

function nounOf({ kind }: Opened): string {
  return kind === 'array' ? 'an array' : kind === 'mapping' ? 'a mapping' : 'an id mapper';
}

/** The first file's schema, in which fields are optional or nullable where they are so in any. */
function commonSchema(parts: readonly Part[]): Schema {
  const schemas = parts.map(({ found, opened }) => {
    const array =
      opened.kind === 'array' ? opened.array : (opened as Opened & { kind: 'mapping' }).mapping.array;
    return fileSchema(found, array, keysOf(found, {}));
  });
  const [first] = schemas as [Schema];
  parts.forEach((part, place) => {
    const changes = schemaChanges(parts[0]!.opened, part.opened);
    for (const [name, [before, after]] of changes) {
      if (bare(before) === bare(after)) continue;
      throw new SchemaError(
        `field ${name} is ${before ?? 'missing'} in ${parts[0]!.path} and ${after ?? 'missing'} in ${parts[place]!.path}: ` +
          'files are merged that have the same fields, of the same types',
      );
    }
  });
  const fields = new Map(
    Array.from(first.root.fields, ([name, type]): [string, TypeNode] => {
      const all = schemas.map(({ root }) => root.fields.get(name) ?? type);
      const optional = all.some((each) => each.optional);
      return [name, { ...type, optional, nullable: all.some((each) => each.nullable) }];
    }),
  );
  const key = first.key && {
    ...first.key,
    multi: schemas.some((schema) => schema.key?.multi),
    ordered: schemas.some((schema) => schema.key?.ordered),
    filter: schemas.every((schema) => schema.key?.filter),
    dedupe: schemas.some((schema) => schema.key?.dedupe),
    type: schemas.some((schema) => schema.key?.type === 'bytes') ? ('bytes' as const) : first.key.type,
  };
  return { ...first, key, root: { ...first.root, fields } };
}

/** A type without what may be missing or null. */
function bare(type: string | undefined): string | undefined {
  return type?.replace(/\?? ?(\| null)?$/, '');
}

/** Entries of all, or of each key those of the first mapper that has it. */
async function mergedMappers(
  target: string,
  parts: readonly Part[],
  { onConflict, reproducible, onProgress, signal }: MergeTablesOptions,
): Promise<number> {
  if (onConflict === 'last' || onConflict === 'error') {
    throw new ArgumentError(
      'id mappers are merged with all entries, or, where keys are integers, with --on-conflict first',
    );
  }
  const [{ opened }] = parts as [Part & { opened: Keyed }];
  const declaration = new IdMapperDeclaration<Key>(opened.keys.options);
  const discardDuplicateKeys = onConflict === 'first';
  const options = { reproducible, onProgress, signal, discardDuplicateKeys };
  await mergeIdMapperFiles(
    target,
    declaration,
    parts.map(({ path }) => path),
    options,
  );
  return withFile(target, (found) => sizeOf(open(found, {})));
}
