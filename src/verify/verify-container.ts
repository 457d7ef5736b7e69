/** Checking one array, mapping or id mapper from end to end. */
import type { Source } from '../bytes/container-source.js';
import { type Identity, identify } from '../containers/identify/identify-container.js';
import type { KeysFound } from '../containers/identify/identify-keys.js';
import { otherFormat } from '../containers/identify/wrong-kind.js';
import type { Mapping } from '../containers/mapping.js';
import type { RecordArray } from '../containers/record-array.js';
import { undeclaredArray, undeclaredMapper, undeclaredMapping } from '../containers/undeclared.js';
import { CorruptBufferError } from '../errors.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import { type KeyOptions, type KeySpec, keySpec } from '../mappers/key-kind.js';
import { MAPPER_HEADER } from '../mappers/mapper-header.js';
import type { Section } from '../mappers/tables/sections.js';
import { t } from '../schema/t.js';
import { contentEnd } from '../trailer/read-trailer.js';
import { isTrailer } from '../trailer/tail.js';
import type { Findings } from './findings.js';
import { storedColumns } from './stored-columns.js';
import { verifyIndexes } from './verify-indexes.js';
import { verifyMapper } from './verify-mapper.js';
import { verifyRecords } from './verify-records.js';
import { type TrailerState, verifyTrailer } from './verify-trailer.js';

/** What a container turned out to be. */
export interface ContainerResult extends TrailerState {
  readonly kind: Identity['kind'] | undefined;
  readonly entries: number;
  readonly records: number;
}

/** How far it is. */
export interface Step {
  readonly phase: 'checksums' | 'table' | 'entries' | 'order' | 'indexes' | 'records';
  /** Share of all work that is done, 0 to 1. Never less than before. */
  readonly done: number;
}

/** Where the work of each phase begins and ends, by what they took of files with many small records and with large ones. */
const SHARES: Readonly<Record<Step['phase'], readonly [number, number]>> = {
  checksums: [0, 0.2],
  table: [0.2, 0.3],
  entries: [0.3, 0.55],
  order: [0.55, 0.6],
  indexes: [0.6, 0.7],
  records: [0.7, 1],
};

const FOOTER = 8;
const PADDING = 32;

const KEY_TYPES = {
  string: t.bytes,
  empty: t.bytes,
  numeric: t.uint64,
  object: t.any,
  approximate: t.bytes,
  unknown: undefined,
};

/** What keys are read as: text as bytes, which those of any file are; integers where nothing else fits. */
function keyOptions({ layout, width, entries, indexOffset }: KeysFound, end: number): KeyOptions | undefined {
  const key = KEY_TYPES[layout];
  if (key !== undefined) return { key, width, approximate: layout === 'approximate' };
  const fits = (row: number) => Math.ceil((indexOffset + entries * row) / PADDING) * PADDING === end;
  if (indexOffset !== MAPPER_HEADER) return undefined;
  return fits(16) ? { key: t.biguint64, width: 64 } : fits(8) ? { key: t.uint32, width: 32 } : undefined;
}

export function* verifyContainer(source: Source, findings: Findings): Generator<Step, ContainerResult> {
  const { memory } = source;
  const size = memory.byteLength;
  const nothing = { kind: undefined, entries: 0, records: 0 };
  const trailer = yield* steps('checksums', size, verifyTrailer(memory, findings));
  const identity = findings.guard('not-readable', 0, '', () => identify(memory));
  if (identity === undefined) {
    const message =
      otherFormat(source)?.message ??
      `no file of sharedbuffers, cut short, or damaged where it begins or ends`;
    findings.add('not-readable', message, 0);
    return { ...nothing, ...trailer };
  }
  const opened = findings.guard('not-readable', 0, '', () => open(source, identity));
  if (opened === undefined) return { ...nothing, ...trailer, kind: identity.kind };
  compareFacts(identity, opened, trailer, findings);
  const { mapper, array } = opened;
  if (mapper !== undefined) yield* entriesOf(source, identity, opened, trailer, findings);
  if (array !== undefined) {
    const start = identity.kind === 'mapping' ? identity.array : 0;
    const sections = identity.kind === 'mapping' ? identity.sections : new Map<number, Section>();
    const columns = storedColumns(memory, sections, array, findings);
    yield* steps('records', array.length, verifyRecords(array, start, columns, findings));
  }
  return { ...trailer, kind: identity.kind, entries: mapper?.size ?? 0, records: array?.length ?? 0 };
}

function* steps<R>(phase: Step['phase'], total: number, work: Generator<number, R>): Generator<Step, R> {
  const [from, to] = SHARES[phase];
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
    yield { phase, done: from + (to - from) * (total === 0 ? 1 : next.value / total) };
  }
}

interface Opened {
  readonly mapper?: IdMapper<Key> | undefined;
  readonly spec?: KeySpec | undefined;
  readonly array?: RecordArray<object> | undefined;
  readonly mapping?: Mapping<Key, object> | undefined;
}

function open(source: Source, identity: Identity): Opened {
  if (identity.kind === 'array') {
    return { array: undeclaredArray(source) };
  }
  const { memory } = source;
  const end = identity.kind === 'mapping' ? identity.array : contentEnd(memory);
  const options = keyOptions(identity.keys, end);
  if (identity.kind === 'mapping') {
    const key = identity.about === undefined ? options : undefined;
    const mapping: Mapping<Key, object> = undeclaredMapping(source, key);
    return { mapper: mapping.mapper, spec: mapping.spec, array: mapping.array, mapping };
  }
  if (options === undefined)
    throw new CorruptBufferError('the index makes no sense as that of any kind of keys', 0);
  return { mapper: undeclaredMapper(source, options), spec: keySpec(options) };
}

function* entriesOf(
  { memory }: Source,
  identity: Identity,
  { mapper, spec, mapping }: Opened,
  { info }: TrailerState,
  findings: Findings,
): Generator<Step> {
  if (mapper === undefined || spec === undefined) return;
  const sections = identity.kind === 'mapping' ? identity.sections : new Map<number, Section>();
  const about = identity.kind === 'mapping' ? identity.about?.key : info?.key?.key;
  const start = identity.kind === 'mapping' ? identity.array : 0;
  const places = mapping?.array.places;
  const checks = { mapper, spec, sections, text: about === 'string', start, places };
  for (const { phase, total, work } of verifyMapper(memory, checks, findings))
    yield* steps(phase, total, work);
  if (mapping !== undefined) yield* steps('indexes', 1, verifyIndexes(memory, mapping, findings));
}

function isCopy(
  copy: Uint8Array | undefined,
  { places }: RecordArray<object>,
  [position, length]: readonly [number, number],
): boolean {
  if (copy?.length !== length || position + length > places.memory.byteLength) return false;
  const { bytes } = places.memory.peek(position, length, 'an embedded schema');
  return bytes.every((byte, at) => byte === copy[at]);
}

/** What the trailer says against what there is, and what lies where nothing should. */
function compareFacts(
  identity: Identity,
  { mapper, array }: Opened,
  { info, schema, checksums }: TrailerState,
  findings: Findings,
): void {
  if (info !== undefined) {
    const at = identity.kind === 'mapping' ? identity.array : 0;
    const said = [info.kind, info.entries, info.records, info.parts.array?.[0]];
    const are = [identity.kind, mapper?.size, array?.length, array && at];
    if (JSON.stringify(said) !== JSON.stringify(are)) {
      findings.add(
        'contradiction',
        `the trailer says ${said.join(', ')} where the file has ${are.join(', ')}`,
        at,
      );
    }
    const embedded = info.parts.schema;
    const same = embedded === undefined || array === undefined || isCopy(schema, array, embedded);
    if (!same) findings.add('contradiction', 'the copy of the schema in the trailer is another', at);
  }
  if (identity.kind !== 'mapping' || checksums !== 'none' || array === undefined) return;
  const { memory } = array.places;
  const end = identity.array + array.byteLength;
  const padded = Math.ceil(end / PADDING) * PADDING;
  const rest = memory.byteLength - FOOTER - end;
  if (isTrailer(memory, padded)) findings.add('trailer', 'the tail of the trailer is damaged', padded);
  else if (rest >= PADDING)
    findings.add('trailing-bytes', `${rest} bytes follow the array that mean nothing`, end);
}
