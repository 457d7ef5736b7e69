/** Opening whatever a file holds, as far as damage lets it. */
import type { Source } from '../../bytes/container-source.js';
import { looksLikeZip } from '../../containers/identify/foreign-bytes.js';
import { type Identity, identify } from '../../containers/identify/identify-container.js';
import { otherFormat } from '../../containers/identify/wrong-kind.js';
import { RecordArray } from '../../containers/record-array.js';
import type { UndeclaredRecord } from '../../containers/record-type.js';
import { type AnyContainer, undeclaredArray, undeclaredContainer } from '../../containers/undeclared.js';
import { CorruptBufferError } from '../../errors.js';
import { MissingBytes } from '../blocks/missing-bytes.js';

/** Bytes at the start that are zeros in files that nothing was written to. */
const ZEROS = 1024;

/** What a file was found to hold. */
export interface FoundContainer {
  readonly identity: Identity | undefined;
  /** Undefined where nothing of it can be opened. */
  readonly container: AnyContainer | undefined;
  /** What keeps all, or a part, of it from being opened. */
  readonly problem: Error | undefined;
}

/** Throws `MissingBytes` and `RangeError` where more has to be read, and nothing else. */
export function openFound(source: Source): FoundContainer {
  let identity: Identity | undefined;
  try {
    identity = identify(source.memory);
    if (identity === undefined) throw otherFormat(source) ?? unknown(source);
    return { identity, container: undeclaredContainer(source, identity), problem: undefined };
  } catch (error) {
    const problem = told(error);
    return { identity, container: recordsOf(source, identity), problem };
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
function recordsOf(source: Source, identity: Identity | undefined): AnyContainer | undefined {
  try {
    if (identity?.kind === 'mapping') {
      return new RecordArray<UndeclaredRecord>(source, identity.array, undefined);
    }
    if (identity?.kind === 'array') {
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
