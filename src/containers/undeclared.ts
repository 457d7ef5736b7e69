/** Opening what was found to be a container, without a declaration. */
import type { Source } from '../bytes/container-source.js';
import { CorruptBufferError } from '../errors.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import { type KeyOptions, keySpec } from '../mappers/key-kind.js';
import { t } from '../schema/t.js';
import { keyOptionsOf } from './declaring/key-options.js';
import type { Identity } from './identify/identify-container.js';
import type { KeysFound } from './identify/identify-keys.js';
import { openAs } from './identify/wrong-kind.js';
import { loneMapper } from './lone-mapper.js';
import { Mapping } from './mapping.js';
import { RecordArray } from './record-array.js';
import type { UndeclaredRecord } from './record-type.js';

/** A container of any kind. */
export type AnyContainer = RecordArray<UndeclaredRecord> | Mapping<Key, UndeclaredRecord> | IdMapper<Key>;

/**
 * The container that the source was found to hold. What the file does not say of its keys is told by how they lie: text for
 * keys of bytes, `t.uint64` for integers. Throws `CorruptBufferError` for what is damaged.
 */
export function undeclaredContainer(source: Source, identity: Identity): AnyContainer {
  // Not by declarations, which can build files as well: programs that only read do not have to load that.
  if (identity.kind === 'array') return undeclaredArray(source);
  const { about, keys } = identity;
  if (identity.kind === 'mapping') {
    return undeclaredMapping(source, about === undefined ? keyOptions(keys, source) : undefined);
  }
  return undeclaredMapper(source, about === undefined ? keyOptions(keys, source) : keyOptionsOf(about));
}

/** `key`: what the keys are, where the file does not say. */
export function undeclaredMapping(
  source: Source,
  key: KeyOptions | undefined,
): Mapping<Key, UndeclaredRecord> {
  return openAs(source, 'mapping', () => new Mapping<Key, UndeclaredRecord>(source, { key }));
}

export function undeclaredMapper(source: Source, key: KeyOptions): IdMapper<Key> {
  const spec = keySpec(key);
  return openAs(source, 'idMapper', () => loneMapper(source, spec));
}

/** The records of a source that holds an array. */
export function undeclaredArray(source: Source): RecordArray<UndeclaredRecord> {
  return openAs(source, 'array', () => new RecordArray<UndeclaredRecord>(source, 0, undefined));
}

const KEY_TYPES = {
  string: t.string,
  empty: t.string,
  numeric: t.uint64,
  object: t.any,
  approximate: t.string,
};

function keyOptions({ layout, width }: KeysFound, { memory }: Source): KeyOptions {
  if (layout === 'unknown') {
    throw new CorruptBufferError(
      `the index of ${memory.name} makes no sense as that of any kind of keys: it is damaged`,
    );
  }
  return { key: KEY_TYPES[layout], width, approximate: layout === 'approximate' };
}
