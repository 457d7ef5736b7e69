/** Rows as `JSON.parse` gives them, turned into what packing takes: the other way of `toJSON`. */
import { PackError } from '../../../errors.js';
import { type Descriptor, TYPE } from '../../../schema/type.js';
import { JsonValues } from './json-values.js';

/** Reads rows one after the other, from the first. Throws `PackError` with row and field for what is in no form of its type. */
export type ReadRow = (row: unknown) => unknown;

interface Declared {
  readonly [TYPE]: Descriptor;
}

/** Reads records of a struct. */
export function jsonRecords(value: Declared): ReadRow {
  const record = new JsonValues().of(value[TYPE].codec);
  return counted(record);
}

/** Reads entries: pairs of a key and a record. What is no pair is left as it is, for the builder to refuse. */
export function jsonEntries(key: Declared, value: Declared): ReadRow {
  const values = new JsonValues();
  const record = values.of(value[TYPE].codec);
  const keyOf = values.key(key[TYPE].codec);
  return counted((entry) => {
    if (!Array.isArray(entry) || entry.length !== 2) return entry;
    return [at('key', () => keyOf(entry[0])), record(entry[1])];
  });
}

function counted(read: ReadRow): ReadRow {
  let count = 0;
  return (row) => {
    const index = count;
    count += 1;
    return at(index, () => read(row));
  };
}

function at<T>(segment: string | number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof PackError ? error.within(segment) : error;
  }
}
