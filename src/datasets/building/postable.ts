/** What a mapping is declared as, as plain data, by which threads build the same files. */
import { heapSource } from '../../bytes/container-source.js';
import { buildBytes } from '../../containers/building/build-in-memory.js';
import type { MappingBuildOptions } from '../../containers/building/mapping-options.js';
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import type { OpenFile } from '../../files/mapping/map-file.js';
import { heapStorage } from '../../mappers/building/heap-storage.js';
import type { Key } from '../../mappers/id-mapper.js';
import { keyNode, keysOf, openedSchema } from '../../tables/files/file-schema.js';
import { found, open } from '../../tables/files/open-undeclared.js';
import { declarationOf } from '../../tables/input/key-input.js';
import type { EntryBuilder } from '../../tables/plan/row-target.js';
import type { KeyNode, Schema } from '../../tables/schema/schema.js';
import { typesOf } from '../../tables/schema/schema-to-types.js';

type Declaration = MappingDeclaration<Key, object, unknown>;
type Codec = Parameters<EntryBuilder['declareAs']>[0];

/** What threads are told: what files are of, and what they have beside records and keys. */
export interface Postable {
  readonly schema: Schema & { readonly key: KeyNode };
  readonly options: MappingBuildOptions;
}

/**
 * Undefined where it cannot be said so: where an index has its keys from a function, or files by it would differ. `declared`: what the records
 * turned out to be declared as, where that differs.
 */
export function postable(
  declaration: Declaration,
  declared: Codec | undefined,
  given: MappingBuildOptions,
): Postable | undefined {
  if (given.indexes?.some((index) => typeof index === 'object' && 'keys' in index)) return undefined;
  const empty = emptyFile(declaration, declared, given);
  const file: OpenFile = { ...heapSource(empty), path: 'a shard', byteLength: empty.length };
  const inFile = found(file);
  const opened = open(inFile, {});
  const node = keyNode(inFile, keysOf(inFile, {}));
  if (opened.kind !== 'mapping' || node === undefined) return undefined;
  const key = { ...node, type: opened.keys.type };
  const schema = { ...openedSchema(opened), key };
  const options = { ...given, indexes: given.indexes ?? key.indexes };
  const again = emptyFile(declarationIn(schema), undefined, options);
  const isSame = again.length === empty.length && again.every((byte, at) => byte === empty[at]);
  return isSame ? { schema, options } : undefined;
}

/** The declaration that a thread builds by. */
export function declarationIn(schema: Postable['schema']): Declaration {
  return declarationOf(schema.key, typesOf(schema).root);
}

/** A file without entries, which has all that is the same in all files. */
function emptyFile(
  declaration: Declaration,
  declared: Codec | undefined,
  options: MappingBuildOptions,
): Uint8Array {
  const reproducible = { ...options, reproducible: true };
  const builder = declaration.builder(heapStorage, reproducible);
  if (declared !== undefined) builder.declareAs(declared);
  return buildBytes(builder, [], () => {}, reproducible, options.sections ?? true);
}
