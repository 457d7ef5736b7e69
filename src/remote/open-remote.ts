/** Opening files that are far away. */
import type { Source } from '../bytes/container-source.js';
import type {
  ArrayDeclaration,
  IdMapperDeclaration,
  MappingDeclaration,
} from '../containers/declaring/declarations.js';
import type { RecordArray } from '../containers/record-array.js';
import type { UndeclaredRecord } from '../containers/record-type.js';
import type { IndexKeys } from '../containers/secondary/index-types.js';
import { ArgumentError, SharedBuffersError } from '../errors.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import { describe } from '../values/base/codec.js';
import type { KeyedRecords } from './keyed-records.js';
import { loadKinds, loadWhole } from './later.js';
import { type FieldKinds, type NotPlain, type PlainMapping, plainMapping } from './plain-mapping.js';
import { RemoteArray } from './remote-array.js';
import { RemoteFile } from './remote-file.js';
import { patchHeaders } from './remote-headers.js';
import { RemoteMapping } from './remote-mapping.js';
import { type CheckedRemoteOptions, checkRemoteOptions, type RemoteOptions } from './remote-options.js';
import type { RemoteSource } from './sources/remote-source.js';
import { type RemoteInput, sourceOf } from './sources/source-of.js';
import { type Version, Versions } from './versions.js';
import type { RemoteIdMapper } from './whole/remote-id-mapper.js';

/**
 * Opens a mapping, an array or an id mapper at a URL, in a `Blob`, an open file or a source of your own, and reads of
 * it what is asked for:
 *
 * ```ts
 * const cities = await openRemote('https://example.org/cities.sb', Cities);
 * (await cities.get('AR-ROS'))?.population;
 * ```
 *
 * Opening takes one request where the file has a trailer, as those of this library do. Without a declaration, the
 * file's own description is used; arrays and id mappers are declared by `array(City)` and `idMapper({ key: t.string
 * })`.
 *
 * Where it was replaced since, a read opens it anew and reads the new one: `size`, `buildId` and all else are then
 * its.
 *
 * @param input Where the file is: a URL, a `Blob`, an open file, or a source.
 * @param declaration What it holds; by default what the file says.
 * @param options How it is asked for, and how much of it is kept.
 * @throws `RemoteError` where it cannot be read.
 * @throws `ChangedError` where it is replaced again and again, and as `openMapping` does.
 */
export function openRemote<K extends Key, V extends object, X extends IndexKeys>(
  input: RemoteInput,
  declaration: MappingDeclaration<K, V, never, X>,
  options?: RemoteOptions,
): Promise<RemoteMapping<K, V, X>>;
export function openRemote<V extends object, Input>(
  input: RemoteInput,
  declaration: ArrayDeclaration<V, Input>,
  options?: RemoteOptions,
): Promise<RemoteArray<V>>;
export function openRemote<K extends Key>(
  input: RemoteInput,
  declaration: IdMapperDeclaration<K>,
  options?: RemoteOptions,
): Promise<RemoteIdMapper<K>>;
export function openRemote(
  input: RemoteInput,
  declaration?: undefined,
  options?: RemoteOptions,
): Promise<RemoteMapping<Key, UndeclaredRecord>>;
export async function openRemote(
  input: RemoteInput,
  declaration?: unknown,
  options?: RemoteOptions,
): Promise<unknown> {
  const opener = openerOf(declaration);
  const checked = checkRemoteOptions(options);
  const source = sourceOf(input, checked);
  const versions = await Versions.of(
    (signal) => openVersion(source, opener, checked, signal),
    checked.signal,
  );
  const { kind } = versions.current.container;
  if (kind === 'array') return new RemoteArray(versions as Versions<Records>);
  if (kind === 'mapping') return new RemoteMapping(versions as Versions<KeyedRecords<Key, UndeclaredRecord>>);
  const { RemoteIdMapper } = await loadWhole();
  return new RemoteIdMapper(versions as Versions<IdMapper<Key>>);
}

/** One state of a file. `tailBytes`: how much of its end is read first. */
export async function openVersion(
  source: RemoteSource,
  opener: Opener | undefined,
  options: CheckedRemoteOptions,
  signal: AbortSignal | undefined,
  tailBytes?: number,
): Promise<Version<Container>> {
  const file = await RemoteFile.open(source, options, signal, tailBytes);
  try {
    if (file.trailer !== undefined) patchHeaders(file.memory, file.trailer);
    const opened = opener === undefined ? await openUndeclared(file, signal) : undefined;
    const container = opened ?? (await file.attempt(() => opener!(file.source), signal));
    return { file, container };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** A mapping by its own description, with no more code than it takes. */
async function openUndeclared(file: RemoteFile, signal: AbortSignal | undefined): Promise<Container> {
  const { source } = file;
  let opened = await file.attempt(() => openPlain(source, undefined), signal);
  if (opened === 'kinds') {
    const kinds = (await loadKinds()).fieldKinds();
    opened = await file.attempt(() => openPlain(source, kinds), signal);
  }
  if (typeof opened === 'object') return opened;
  const { openWhole } = await loadWhole();
  return await file.attempt(() => openWhole(source), signal);
}

/** What cannot be opened is left to who says what it is instead. */
function openPlain(
  source: Source,
  kinds: FieldKinds | undefined,
): PlainMapping<Key, UndeclaredRecord> | NotPlain {
  try {
    return plainMapping<Key, UndeclaredRecord>(source, kinds);
  } catch (error) {
    if (error instanceof SharedBuffersError) return 'other';
    throw error;
  }
}

type Records = RecordArray<UndeclaredRecord>;
export type Container = Records | KeyedRecords<Key, UndeclaredRecord> | IdMapper<Key>;
export type Opener = (source: Source) => Container;

/**
 * What opens a source as it is declared. Declarations are known by what they can do: their classes build files as well, which
 * programs that only read should not have to load.
 */
export function openerOf(declaration: unknown, call = 'openRemote'): Opener | undefined {
  if (declaration === undefined) return undefined;
  const { open, fromBuffer } = (declaration ?? {}) as Partial<ArrayDeclaration<UndeclaredRecord, never>>;
  if (typeof open === 'function' && typeof fromBuffer === 'function') return open.bind(declaration);
  throw new ArgumentError(
    `${call} takes what mapping(…), array(…) or idMapper(…) give, or nothing, not ${describe(declaration)}`,
  );
}
