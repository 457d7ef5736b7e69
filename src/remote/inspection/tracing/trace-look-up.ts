/** How the look-up of a key goes, as the code does it that looks keys up. */
import type { Source } from '../../../bytes/container-source.js';
import type { Identity } from '../../../containers/identify/identify-container.js';
import { type AnyContainer, undeclaredContainer } from '../../../containers/undeclared.js';
import { stableHash } from '../../../hash/stable-hash.js';
import type { Key } from '../../../mappers/id-mapper.js';
import type { RemoteFile } from '../../remote-file.js';
import type { FilePart } from '../file-parts.js';
import type { FoundContainer } from '../open-found.js';
import type { Repair } from '../repairs/repairs.js';
import { type Read, TracedMemory } from './traced-memory.js';

/** Bytes that a look-up reads in one place. */
export interface LookUpStep {
  /** From the start of the file. */
  readonly offset: number;
  /** How many bytes. */
  readonly length: number;
  /** The part of the file. */
  readonly part: string;
  /** The section of docs/format.md. */
  readonly section: string;
  /** Numbers that were read there. */
  readonly reads: number;
}

/** What a look-up has read, and what it found. */
export interface LookUpTrace {
  /** What was read, in order. */
  readonly steps: readonly LookUpStep[];
  /** The stable hash of the key, of keys that are found by it: text, bytes and objects in indexes of 64 bits. */
  readonly hash: bigint | undefined;
  /** Whether a record was looked for, and not the number of a key in an id mapper. */
  readonly isRecord: boolean;
  /** Where the record lies in the file, or the number of the key in an id mapper; `undefined` where there is no such key. */
  readonly found: number | bigint | undefined;
  /** Requests and bytes that this took, with what was here already not counted. */
  readonly requests: number;
  /** Bytes that came for it. */
  readonly bytes: number;
}

/** Reads that are no further apart are one step. */
const NEAR = 64;

export async function traceLookUp(
  file: RemoteFile,
  { identity, repair }: Pick<FoundContainer, 'repair'> & { readonly identity: Identity },
  container: Exclude<AnyContainer, { readonly kind: 'array' }>,
  parts: readonly FilePart[],
  key: Key,
  signal: AbortSignal | undefined,
): Promise<LookUpTrace> {
  const before = file.stats;
  const { reads, found } = await file.attempt(() => lookedUp(file.source, identity, repair, key), signal);
  const after = file.stats;
  const offset =
    container.kind === 'mapping' && typeof found === 'number'
      ? found < 0
        ? undefined
        : container.array.places.start + found
      : found;
  return {
    hash: hashOf(identity, container, key),
    isRecord: container.kind === 'mapping',
    steps: stepsOf(reads, parts),
    found: offset,
    requests: after.requests - before.requests,
    bytes: after.bytes - before.bytes,
  };
}

function hashOf(identity: Identity, container: AnyContainer, key: Key): bigint | undefined {
  const mapper = container.kind === 'mapping' ? container.mapper : container;
  const isInteger = mapper.kind === 'idMapper' && mapper.parts.columns === 2;
  if (identity.kind === 'array' || identity.keys.width === 32 || isInteger) return undefined;
  const out = new Uint32Array(2);
  stableHash(key, out);
  return (BigInt(out[1]!) << 32n) | BigInt(out[0]!);
}

function lookedUp(
  source: Source,
  identity: Identity,
  repair: Repair | undefined,
  key: Key,
): { reads: Read[]; found: number | bigint | undefined } {
  const reads: Read[] = [];
  const memory = new TracedMemory(source.memory, (read) => reads.push(read));
  const opened = undeclaredContainer({ ...source, memory: repair?.over(memory) ?? memory }, identity);
  reads.length = 0;
  if (opened.kind === 'array') return { reads, found: undefined };
  return { reads, found: opened.kind === 'mapping' ? opened.offsetOf(key) : opened.get(key) };
}

function stepsOf(reads: readonly Read[], parts: readonly FilePart[]): LookUpStep[] {
  const steps: LookUpStep[] = [];
  for (const { position, length } of reads) {
    const part = parts.find(({ offset, length: all }) => position >= offset && position < offset + all);
    const last = steps.at(-1);
    const end = position + length;
    if (last !== undefined && last.part === part?.name && isNear(last, position, end)) {
      const offset = Math.min(last.offset, position);
      const length = Math.max(last.offset + last.length, end) - offset;
      steps[steps.length - 1] = { ...last, offset, length, reads: last.reads + 1 };
    } else {
      steps.push({
        offset: position,
        length,
        part: part?.name ?? '',
        section: part?.section ?? '',
        reads: 1,
      });
    }
  }
  return steps;
}

function isNear({ offset, length }: LookUpStep, from: number, to: number): boolean {
  return from <= offset + length + NEAR && to >= offset - NEAR;
}
