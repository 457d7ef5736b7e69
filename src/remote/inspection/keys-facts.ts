/** What is known of the keys of a file. */
import type { Identity } from '../../containers/identify/identify-container.js';
import type { AnyContainer } from '../../containers/undeclared.js';
import { SectionKind } from '../../mappers/tables/sections.js';
import type { KeyFacts } from '../../trailer/trailer-info.js';
import type { FoundContainer } from './open-found.js';

/** As the file says, or, of files that do not, as their layout tells. */
export interface KeysFacts {
  /** Number of entries of the index. */
  readonly entries: number;
  /** `string`, `bytes`, `integer`, `bigint` or `object`; `unknown` where they make no sense. */
  readonly kind: string;
  /** What integers stand for: `signed`, `float`, `date` or `datetime`; `undefined` where for themselves. */
  readonly form: string | undefined;
  /** Bits of hashes, keys and values. */
  readonly width: 32 | 64;
  /** Whether a key may have several values; `undefined` where the file does not say. */
  readonly multi: boolean | undefined;
  /** Whether only hashes of keys are kept. */
  readonly approximate: boolean;
  /** Whether the file says what its keys are. */
  readonly declared: boolean;
  /** The table that look-ups go through; `undefined` where they search the index. */
  readonly table: string | undefined;
  /** Bytes of an entry of the index. */
  readonly entryBytes: number;
}

const TABLES = ['bucketTable', 'directTable', 'integerTable', 'hashTable'] as const;
/** What keys are taken for by their layout. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'string',
  empty: 'string',
  numeric: 'integer',
  object: 'object',
  approximate: 'string',
};

export function keysFacts(
  identity: Identity | undefined,
  container: AnyContainer | undefined,
  stated: KeyFacts | undefined,
): KeysFacts | undefined {
  if (identity === undefined || identity.kind === 'array') return undefined;
  const { entries, layout, width } = identity.keys;
  const about = identity.kind === 'mapping' ? identity.about : stated;
  const approximate = about?.approximate ?? layout === 'approximate';
  const mapper = container?.kind === 'mapping' ? container.mapper : container;
  const sections = identity.kind === 'mapping' ? identity.sections : undefined;
  const wide = layout !== 'numeric' && !approximate;
  return {
    entries,
    kind: about?.key ?? KINDS[layout] ?? 'unknown',
    form: about?.type,
    width,
    multi: about?.multi,
    approximate,
    declared: about !== undefined,
    table: TABLES.find((name) => sections?.has(SectionKind[name])),
    entryBytes:
      mapper?.kind === 'idMapper' ? mapper.parts.columns * mapper.parts.width : ((wide ? 3 : 2) * width) / 8,
  };
}

/** Whether the order of keys is stored, or theirs by nature. */
export function hasOrder({ identity, container }: FoundContainer): boolean {
  if (identity?.kind !== 'mapping' || container?.kind !== 'mapping') return false;
  const { kind, approximate } = container.spec;
  if (kind === 'integer' || kind === 'bigint') return !approximate;
  return identity.sections.has(SectionKind.order);
}
