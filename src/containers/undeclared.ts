/** Opening what was found to be a container, without a declaration. */
import type { Source } from '../bytes/container-source.js';
import { CorruptBufferError } from '../errors.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { KeyOptions } from '../mappers/key-kind.js';
import { t } from '../schema/t.js';
import { ArrayDeclaration, IdMapperDeclaration, MappingDeclaration } from './declarations.js';
import type { Identity } from './identify/identify-container.js';
import type { KeysFound } from './identify/identify-keys.js';
import type { Mapping } from './mapping.js';
import type { RecordArray } from './record-array.js';
import type { UndeclaredRecord } from './record-type.js';

/** A container of any kind. */
export type AnyContainer = RecordArray<UndeclaredRecord> | Mapping<Key, UndeclaredRecord> | IdMapper<Key>;

/**
 * The container that the source was found to hold. What the file does not say of its keys is told by how they lie: text for
 * keys of bytes, `t.uint64` for integers. Throws `CorruptBufferError` for what is damaged.
 */
export function undeclaredContainer(source: Source, identity: Identity): AnyContainer {
  if (identity.kind === 'array') return new ArrayDeclaration<UndeclaredRecord, never>(undefined).open(source);
  if (identity.kind === 'mapping') {
    const key = identity.about === undefined ? keyOptions(identity.keys, source) : undefined;
    return new MappingDeclaration<Key, UndeclaredRecord, never>(key, undefined).open(source);
  }
  return new IdMapperDeclaration<Key>(keyOptions(identity.keys, source)).open(source);
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
