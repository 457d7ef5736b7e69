/** Between embedded schemas, which are Python pickles, and a neutral description of them (FORMAT.md 12). */
export { readSchemaPickle } from './schema-reader.js';
export { writeSchemaPickle } from './schema-writer.js';
export type { BuiltinName, StoredSchema, StoredSlot, StoredType } from './stored-schema.js';
