/** Reading fields by the getters of their class: looking them up by name for each record would cost more than reading. */
import type { StructCodec } from '../../schema/struct-codec.js';

/** Reads a field of the record that it is called on. */
export type Getter = () => unknown;

export function getterOf(codec: StructCodec, name: string): Getter {
  return Object.getOwnPropertyDescriptor(codec.proxy.prototype, name)!.get!;
}

/** The struct that holds the last field of a path, which leads through structs. */
export function codecWithin(root: StructCodec, path: readonly string[]): StructCodec {
  let codec = root;
  for (const name of path.slice(0, -1)) {
    codec = codec.schema.fields.find((field) => field.name === name)!.type.codec as StructCodec;
  }
  return codec;
}

/** Reads what a path of names leads to; undefined or null where a struct on it is that. */
export function pathReader(root: StructCodec, path: readonly string[]): (record: object) => unknown {
  const getters = path.map((name, depth) => getterOf(codecWithin(root, path.slice(0, depth + 1)), name));
  const [first] = getters;
  if (getters.length === 1) return (record) => first!.call(record);
  return (record) => {
    let value: unknown = record;
    for (const getter of getters) {
      if (value === undefined || value === null) return value;
      value = getter.call(value);
    }
    return value;
  };
}
