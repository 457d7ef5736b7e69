/** Between embedded schemas, which are Python pickles, and a neutral description of them (docs/format.md 12). */

export type { BuiltinName, StoredSchema, StoredSlot, StoredType } from './schema-model.js';
export { readSchemaPickle } from './schema-reader.js';
export { writeSchemaPickle } from './schema-writer.js';
