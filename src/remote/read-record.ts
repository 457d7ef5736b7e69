/** A record with all that it leads to, in memory of its own. */
import { Copy } from '../schema/proxies/to-object.js';
import { MissingBytes } from './blocks/missing-bytes.js';
import { RecordMemory } from './blocks/record-memory.js';
import type { PlacedRecords } from './keyed-records.js';
import type { RemoteFile } from './remote-file.js';

/**
 * The record at a position, which takes about `expected` bytes. Throws `MissingBytes` until all that its fields lead to is here; then its proxy
 * reads copies, which last as long as it does. What is wrong with a field is thrown when it is read, as ever.
 */
export function readRecord<V extends object>(
  { memory, name }: RemoteFile,
  array: PlacedRecords<V>,
  position: number,
  expected: number,
): V {
  memory.expect(position, expected);
  const windows = memory.watch();
  const window = memory.windowAt(position);
  const proxy = array.recordIn(window, position - window.base);
  for (const { name: field } of array.schema.fields) touch(proxy, field);
  const own = new RecordMemory(name, memory.byteLength);
  for (const { base, bytes } of windows) own.add(base, bytes);
  const home = own.windowAt(position);
  return array.recordIn(home, position - home.base);
}

/** Reads all of a field, structs and views within its value too: these are read in place later, from what is here then. */
function touch(record: object, field: string): void {
  try {
    new Copy().value(Reflect.get(record, field));
  } catch (error) {
    // Such a read may have gone past the end of what is here.
    if (error instanceof MissingBytes || error instanceof RangeError) throw error;
  }
}
