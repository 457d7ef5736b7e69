/** What reads fields of all kinds: loaded where a file has others than numbers, text and bytes. */
import { Registry } from '../../schema/registry.js';
import { codecOfStored } from '../../schema/stored/embedded-type-names.js';
import type { FieldKinds } from '../plain-mapping.js';

/** Of a file whose schema describes no registered structs. */
export function fieldKinds(): FieldKinds {
  return { codecOf: codecOfStored, table: new Registry() };
}
