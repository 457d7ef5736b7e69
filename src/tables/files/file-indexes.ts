/** The secondary indexes of a file: what they are, and those by fields as a build would be asked for them. */
import type { FieldIndex } from '../../containers/secondary/index-types.js';
import { StoredIndexes } from '../../containers/secondary/stored-indexes.js';
import { ArgumentError } from '../../errors.js';
import type { IndexKind } from '../../mappers/building/index-option.js';
import { SectionKind } from '../../mappers/tables/sections.js';
import type { Found } from './open-undeclared.js';

export interface IndexStat {
  readonly name: string;
  /** The field that its keys come from, or a path to it; null where a function gave them. */
  readonly field: string | null;
  /** `string`, `bytes`, `integer` or `bigint`; `signed`, `float`, `date` or `datetime`, which integers stand for. */
  readonly type: string;
  /** Different keys, and pairs of a key and a record. */
  readonly keys: number;
  readonly entries: number;
  readonly ordered: boolean;
  readonly bytes: number;
}

/** Undefined where there are none, or none any more. */
export function indexesOf({ file, identity }: Found): readonly IndexStat[] | undefined {
  const section = identity.kind === 'mapping' ? identity.sections.get(SectionKind.secondary) : undefined;
  const stored = section && new StoredIndexes(file, section);
  if (!stored?.live) return undefined;
  return stored.entries.map((entry): IndexStat => {
    const { mapper, order } = stored.open(entry, 0);
    const { name, field = null, key, type = key, entries, bytes } = entry;
    return { name, field, type, keys: mapper.size, entries, ordered: order !== undefined, bytes };
  });
}

/** Those by fields, as schemas name them: a function is nowhere in a file. */
export function fieldIndexesOf(found: Found): readonly (string | FieldIndex)[] | undefined {
  const named = indexesOf(found)?.flatMap(({ name, field, ordered }): (string | FieldIndex)[] => {
    if (field === null) return [];
    if (name === field && !ordered) return [name];
    return [{ name, ...(name !== field && { field }), ...(ordered && { ordered }) }];
  });
  return named === undefined || named.length === 0 ? undefined : named;
}

/** What a build is asked for, or what its schema says. */
export interface KeyExtras {
  readonly index?: IndexKind | undefined;
  readonly ordered?: boolean | undefined;
  readonly filter?: boolean | undefined;
  readonly dedupe?: number | boolean | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly indexes?: readonly (string | FieldIndex)[] | undefined;
}

/** What no schema says. */
export interface KeyAsked extends KeyExtras {
  readonly discardDuplicateKeys?: boolean | undefined;
  readonly sections?: boolean | undefined;
}

/** What is written beside the keys: what the options say, else what the schema does, as far as there are sections for it. */
export function extrasOf(options: KeyAsked, said: KeyExtras): KeyAsked {
  const { discardDuplicateKeys, sections } = options;
  const key = sections === false ? { dedupe: said.dedupe } : said;
  return {
    discardDuplicateKeys,
    sections,
    dedupe: options.dedupe ?? key.dedupe,
    index: options.index ?? key.index,
    ordered: options.ordered ?? key.ordered,
    filter: options.filter ?? key.filter,
    columns: options.columns ?? key.columns,
    indexes: options.indexes ?? key.indexes,
  };
}

/**
 * The indexes that a file of the records of several can have: those by fields that all of them have. Throws `ArgumentError` for others,
 * which `drop` leaves out.
 */
export function commonIndexes(
  files: readonly { readonly found: Found; readonly path: string }[],
  drop: boolean,
): readonly (string | FieldIndex)[] {
  const each = files.map(({ found, path }) => ({
    path,
    all: indexesOf(found) ?? [],
    labels: (fieldIndexesOf(found) ?? []).map((index) => JSON.stringify(index)),
  }));
  const [first] = each as [(typeof each)[number]];
  const common = first.labels.filter((label) => each.every(({ labels }) => labels.includes(label)));
  const kept = common.map((label) => JSON.parse(label) as string | FieldIndex);
  if (drop) return kept;
  const names = new Set(kept.map((index) => (typeof index === 'string' ? index : index.name)));
  for (const { path, all } of each) {
    const lost = all.find(({ name }) => !names.has(name));
    if (lost === undefined) continue;
    const why =
      lost.field === null
        ? 'a function gave its keys, which no file has'
        : 'not all files have it, of the same field and order';
    throw new ArgumentError(
      `the index ${lost.name} of ${path} cannot be merged: ${why}; leave out such by --drop-indexes`,
    );
  }
  return kept;
}
