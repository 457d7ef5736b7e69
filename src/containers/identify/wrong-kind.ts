/** Errors for bytes that are opened as what they are not, which say what they are. */
import type { Source } from '../../bytes/container-source.js';
import type { Memory } from '../../bytes/memory.js';
import { CorruptBufferError, SchemaError, SharedBuffersError, VersionError } from '../../errors.js';
import { type ContainerFound, findContainer } from './container-kind.js';
import { foreignFormat, looksLikeZip } from './foreign-bytes.js';

/** What a file is; containers say it as their `kind`. */
export type ContainerKind = 'array' | 'mapping' | 'idMapper' | 'bundle';

const NAMES: Readonly<Record<ContainerKind, string>> = {
  array: 'an array',
  mapping: 'a mapping',
  idMapper: 'an id mapper',
  bundle: 'a zip bundle',
};

/** How a kind is opened from what the source is in. */
function opener(from: Source['from'], kind: ContainerKind): string {
  const ofFile = `open${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  if (from === 'file') return ofFile;
  if (kind === 'bundle') return `${ofFile}, of a file`;
  return from === 'buffer' ? `${kind}(…).fromBuffer` : `bundle.${kind}`;
}

/**
 * Runs `open`, which reads the source as the `wanted` kind. Where it fails because the source is something else, the error
 * says what: a `SchemaError` for another kind of container, a `CorruptBufferError` for another format.
 */
export function openAs<T>(source: Source, wanted: ContainerKind, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const refused =
      error instanceof CorruptBufferError || error instanceof SchemaError || error instanceof VersionError;
    if (!refused) throw error;
    throw otherKind(source, wanted) ?? otherFormat(source, wanted) ?? named(error, source.memory.name);
  }
}

/** The error for a source of another kind than wanted; undefined when it is of this one, or of none that can be told. */
export function otherKind(source: Source, wanted: ContainerKind): SchemaError | undefined {
  const { memory, from } = source;
  const found = containerIn(memory);
  const kind = found?.kind ?? (looksLikeZip(memory) ? 'bundle' : undefined);
  if (kind === undefined || kind === wanted) return undefined;
  const what = found === undefined ? NAMES[kind] : `${NAMES[kind]} of ${counted(found)}`;
  return new SchemaError(`${memory.name} is ${what}, not ${NAMES[wanted]}: use ${opener(from, kind)}`);
}

/** The error for a source of another format. */
export function otherFormat({ memory }: Source, wanted?: ContainerKind): CorruptBufferError | undefined {
  const foreign = foreignFormat(memory);
  if (foreign === undefined) return undefined;
  const not = wanted === undefined ? 'a file of sharedbuffers' : NAMES[wanted];
  return new CorruptBufferError(`${memory.name} is ${foreign.what}, not ${not}: ${foreign.advice}`);
}

function containerIn(memory: Memory): ContainerFound | undefined {
  try {
    return findContainer(memory);
  } catch (error) {
    // Too old or too damaged to be told apart; opening it said so already.
    if (error instanceof SharedBuffersError) return undefined;
    throw error;
  }
}

function counted(found: ContainerFound): string {
  const [count, one, many] =
    found.kind === 'array'
      ? [found.header.length, 'record', 'records']
      : [found.mapper.entries, 'entry', 'entries'];
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** The error with the name of the file in its message, whatever part of the library found the fault. */
function named(error: SharedBuffersError, name: string): SharedBuffersError {
  if (!error.message.includes(name)) error.message = `${name}: ${error.message}`;
  return error;
}
