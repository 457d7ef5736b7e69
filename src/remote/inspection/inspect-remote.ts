/** Looking into a file of any kind, whole or damaged, that is read by parts. */
import { ArgumentError, CorruptBufferError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { RemoteFile } from '../remote-file.js';
import { checkRemoteOptions, type RemoteOptions } from '../remote-options.js';
import { type RemoteInput, sourceOf } from '../sources/source-of.js';
import { Versions } from '../versions.js';
import type { FoundContainer } from './open-found.js';
import type { RemoteInspection } from './remote-inspection.js';

/** How a file that is inspected is asked for, and what it is called. */
export interface InspectOptions extends RemoteOptions {
  /** What messages call a URL; that itself if left out. */
  readonly name?: string | undefined;
  /** The embedded schema of a file with the same records, as `RemoteInspection.schema` gives it, for a file that has lost its own; without it, of such a file no records are read. */
  readonly schema?: Uint8Array | undefined;
}

/**
 * Opens a file as a viewer does: without a declaration, whatever kind it is, and as far as damage lets it.
 *
 * ```ts
 * const file = await inspectRemote('https://example.org/cities.sb');
 * file.kind; // 'mapping'
 * file.parts; // [{ name: 'header', offset: 0, length: 16, section: '11' }, …]
 * await file.records?.slice(0, 50);
 * ```
 *
 * What is wrong with the file is told by `problem`.
 *
 * @param input Where the file is: a URL, a `Blob`, an open file, or a source.
 * @param options How it is asked for.
 * @throws `RemoteError` where its bytes cannot be read.
 * @throws `ArgumentError` as `openRemote` does.
 */
export async function inspectRemote(
  input: RemoteInput,
  options: InspectOptions = {},
): Promise<RemoteInspection> {
  const checked = checkRemoteOptions(options, 'name schema');
  const { name, schema } = options;
  if (name !== undefined && typeof name !== 'string') {
    throw new ArgumentError(`name is the text that messages call the file by, not ${describe(name)}`);
  }
  if (schema !== undefined && !(schema instanceof Uint8Array)) {
    throw new ArgumentError(
      `schema is the bytes that RemoteInspection.schema gives, not ${describe(schema)}`,
    );
  }
  const {
    likelyHeaders,
    openFound,
    SCANNED_BYTES,
    RemoteInspection: Inspection,
  } = await import('./inspecting.js');
  const source = sourceOf(input, checked, name);
  const known = new WeakMap<RemoteFile, FoundContainer>();
  let kind: string | undefined;
  const versions = await Versions.of(async (signal) => {
    const file = await RemoteFile.open(source, checked, signal, undefined, true);
    try {
      // Headers are read, and not made from what the trailer says of them: where they differ is worth seeing.
      const helps = { trailer: file.trailer };
      let found = await file.holding(likelyHeaders(file), signal, () =>
        file.attempt(() => openFound(file.source, helps), signal),
      );
      if (schema !== undefined && found.lacksSchema !== undefined) {
        const length = Math.min(SCANNED_BYTES, file.memory.byteLength - found.lacksSchema);
        found = await file.holding([{ offset: found.lacksSchema, length }], signal, () =>
          file.attempt(() => openFound(file.source, { ...helps, schema }), signal),
        );
      }
      const now = found.container?.kind ?? 'nothing';
      kind ??= now;
      if (now !== kind)
        throw new CorruptBufferError(`${file.name} was replaced by something else: open it again`);
      known.set(file, found);
      return { file, container: found.container };
    } catch (error) {
      file.close();
      throw error;
    }
  }, checked.signal);
  return new Inspection(versions, known);
}
