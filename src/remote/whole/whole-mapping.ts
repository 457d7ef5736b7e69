/** Mappings with all that they can do, where a file is no plain one, or a call asks for more than records by their keys. */
import type { Source } from '../../bytes/container-source.js';
import { openAs } from '../../containers/identify/wrong-kind.js';
import { Mapping } from '../../containers/mapping.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { UndeclaredRecord } from '../../containers/record-type.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { KeyedRecords } from '../keyed-records.js';
import type { Version } from '../versions.js';

/** The mapping that a source holds, without a declaration. Throws where it holds something else, and says what. */
export function openWhole(source: Source): Mapping<Key, UndeclaredRecord> {
  return openAs(source, 'mapping', () => new Mapping<Key, UndeclaredRecord>(source, {}));
}

/** Whole ones of those that were opened as plain ones. */
const opened = new WeakMap<object, Mapping<Key, object>>();

/** The same version with a mapping that can do everything; nothing is read again for it. */
export async function wholeOf<K extends Key, V extends object>(
  { file, container }: Version<KeyedRecords<K, V>>,
  signal: AbortSignal | undefined,
): Promise<Version<Mapping<K, V, IndexKeys>>> {
  if (container instanceof Mapping) return { file, container };
  const known = opened.get(container);
  const mapping = known ?? (await file.attempt(() => openWhole(file.source), signal));
  opened.set(container, mapping);
  return {
    file,
    container: mapping as Mapping<Key, object> as Mapping<never, V, IndexKeys> as Mapping<K, V>,
  };
}

/** The array of a version of a mapping, or of an array. */
export async function wholeArrayOf<V extends object>(
  version: Version<KeyedRecords<Key, V> | RecordArray<V>>,
  signal: AbortSignal | undefined,
): Promise<RecordArray<V>> {
  const { file, container } = version;
  if (container.kind === 'array') return container;
  return (await wholeOf({ file, container }, signal)).container.array;
}
