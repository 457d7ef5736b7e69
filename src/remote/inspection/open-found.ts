/** Opening whatever a file holds, as far as damage lets it. */
import type { Source } from '../../bytes/container-source.js';
import { readArrayHeader } from '../../containers/array-header.js';
import { looksLikeZip } from '../../containers/identify/foreign-bytes.js';
import { type Identity, identify } from '../../containers/identify/identify-container.js';
import { otherFormat } from '../../containers/identify/wrong-kind.js';
import { arrayPosition } from '../../containers/part-positions.js';
import { RecordArray } from '../../containers/record-array.js';
import type { UndeclaredRecord } from '../../containers/record-type.js';
import { type AnyContainer, undeclaredArray, undeclaredContainer } from '../../containers/undeclared.js';
import { CorruptBufferError } from '../../errors.js';
import { MAPPER_HEADER } from '../../mappers/mapper-header.js';
import { MissingBytes } from '../blocks/missing-bytes.js';
import { type Helps, type Repair, recordsWithoutSchema, repairsOf } from './repairs/repairs.js';

/** Bytes at the start that are zeros in files that nothing was written to. */
const ZEROS = 1024;

/** What a file was found to hold. */
export interface FoundContainer {
  readonly identity: Identity | undefined;
  /** Undefined where nothing of it can be opened. */
  readonly container: AnyContainer | undefined;
  /** What keeps all, or a part, of it from being opened. */
  readonly problem: Error | undefined;
  /** What it is read through that has lost its head or its end; undefined where it is read as it is. */
  readonly repair?: Repair | undefined;
  /** Where records begin that a schema would give; undefined where there are none. */
  readonly lacksSchema?: number | undefined;
}

/** Opens what a source holds, and what is left of it where that is damaged. Throws `MissingBytes` and `RangeError` where more has to be read, and nothing else. */
export function openFound(source: Source, helps: Helps = {}): FoundContainer {
  const plain = openAsItIs(source);
  const { problem } = plain;
  if (problem === undefined || looksLikeZip(source.memory)) return plain;
  const isOpen = plain.container !== undefined;
  const cut = !isOpen && helps.trailer === undefined;
  const lacksSchema = cut ? recordsWithoutSchema(source.memory) : undefined;
  for (const repair of attempted(repairsOf(source.memory, helps))) {
    if (isOpen && helps.trailer === undefined) break;
    const found = openAsItIs({ ...source, memory: repair.over(source.memory) });
    if (found.container === undefined || found.problem !== undefined) continue;
    // Any bytes can be an index of integers: only keys whose hashes are there are taken for what is left of one.
    if (repair.keysOnly && found.identity?.kind === 'idMapper' && found.identity.keys.layout !== 'string')
      continue;
    return {
      ...found,
      problem: new CorruptBufferError(
        `${plain.identity === undefined ? `${source.memory.name} is damaged` : problem.message}: ${repair.how}`,
      ),
      repair,
      lacksSchema,
    };
  }
  return isOpen
    ? plain
    : (recordsByFooter(source, problem) ?? withoutSchema(plain, lacksSchema, source, helps));
}

function withoutSchema(
  plain: FoundContainer,
  lacksSchema: number | undefined,
  { memory }: Source,
  { schema }: Helps,
): FoundContainer {
  if (lacksSchema === undefined) return plain;
  const lost = 'its end is cut off, and with it what fields its records have; ';
  const how =
    lost +
    (schema === undefined
      ? 'the schema of another file with the same records says that'
      : 'what was given as the schema of another file is none');
  return { ...plain, lacksSchema, problem: new CorruptBufferError(`${memory.name} is damaged: ${how}`) };
}

/** Those that can be made, of which none keeps the next from being tried. */
function* attempted(repairs: Generator<Repair>): Generator<Repair> {
  for (;;) {
    try {
      const { done, value } = repairs.next();
      if (done) return;
      yield value;
    } catch (error) {
      told(error);
      return;
    }
  }
}

function openAsItIs(source: Source): FoundContainer {
  let identity: Identity | undefined;
  try {
    identity = identify(source.memory);
    if (identity === undefined) throw otherFormat(source) ?? unknown(source);
    return { identity, ...containerIn(source, identity) };
  } catch (error) {
    return { identity, container: undefined, problem: told(error) };
  }
}

/** What a source was found to hold; of a mapping whose keys cannot be read, its records. */
export function containerIn(
  source: Source,
  identity: Identity,
): Pick<FoundContainer, 'container' | 'problem'> {
  try {
    return { container: undeclaredContainer(source, identity), problem: undefined };
  } catch (error) {
    const problem = told(error);
    return { container: recordsOf(source, identity), problem };
  }
}

/** The records of a mapping whose head is damaged, which its last bytes lead to. */
function recordsByFooter(source: Source, problem: Error): FoundContainer | undefined {
  try {
    const array = arrayPosition(source.memory);
    const container = new RecordArray<UndeclaredRecord>(source, array, undefined);
    const header = readArrayHeader(source.memory, array);
    const keys = { entries: 0, indexOffset: MAPPER_HEADER, layout: 'unknown', width: 64 } as const;
    const identity = { kind: 'mapping', keys, array, header, sections: new Map() } as const;
    const how = 'its keys cannot be found from its head; its records are, from its end';
    return { identity, container, problem: new CorruptBufferError(`${problem.message}: ${how}`) };
  } catch (error) {
    told(error);
    return undefined;
  }
}

function unknown({ memory }: Source): Error {
  if (looksLikeZip(memory)) {
    return new CorruptBufferError(`${memory.name} is a zip bundle: open one of its files, by bundleEntry`);
  }
  const { bytes } = memory.peek(0, Math.min(ZEROS, memory.byteLength), 'the start of a file');
  return new CorruptBufferError(
    bytes.every((byte) => byte === 0)
      ? `${memory.name} begins with nothing but zeros: a segment or a file that was made and not written yet, or that was overwritten`
      : `${memory.name} is no file of sharedbuffers, is cut short, or is damaged where it begins or ends. What a pool dumps and ` +
          'single packed values have no header that tells what they are: who knows their type reads them, by type.unpackFrom(bytes, at)',
  );
}

/** The records alone, where the keys of a mapping cannot be read. */
function recordsOf(source: Source, identity: Identity): AnyContainer | undefined {
  try {
    if (identity.kind === 'mapping') {
      return new RecordArray<UndeclaredRecord>(source, identity.array, undefined);
    }
    if (identity.kind === 'array') {
      return undeclaredArray(source);
    }
  } catch (error) {
    told(error);
  }
  return undefined;
}

function told(error: unknown): Error {
  if (error instanceof MissingBytes || error instanceof RangeError) throw error;
  return error as Error;
}
