/**
 * numpy element types, as numpy spells them (docs/format.md 7): a string of byte order, kind and size (`<f8`, `|S3`), or
 * for structured types a list of fields.
 */
import {
  type ElementReader,
  readBool,
  readBytes,
  readComplex,
  readFixedString,
  readFloat16,
  readNumber,
  readUcs4,
} from './dtype-values.js';

/** A numpy element type: `<f8`, `>u2`, `|b1`, `<c16`, `<U3`, `|S3`, `|V5`, or fields of such types. */
export type NdDtype = string | readonly NdField[];
/** A field of a structured element type. Fields without a name are padding. */
export type NdField = readonly [name: string, dtype: NdDtype];

/** Typed arrays that hold the elements of a numpy array in place. */
export type NdData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

type DataClass = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => NdData;

/** An element type, understood. */
export interface Dtype {
  /** As numpy spells it. */
  readonly spec: NdDtype;
  /** Bytes of an element; at least 1. */
  readonly itemSize: number;
  /** The typed array whose elements are this type's; undefined for types that only `read` understands. */
  readonly data: DataClass | undefined;
  readonly read: ElementReader;
  /** Fields in all, those of nested records included: what it costs to understand the type. */
  readonly fields: number;
}

/** Element types that are stored by their number here (docs/format.md 7). */
const NUMBERED: readonly [string, DataClass][] = [
  ['<u8', BigUint64Array],
  ['<i8', BigInt64Array],
  ['<u4', Uint32Array],
  ['<i4', Int32Array],
  ['<u2', Uint16Array],
  ['<i2', Int16Array],
  ['|u1', Uint8Array],
  ['|i1', Int8Array],
  ['<f8', Float64Array],
  ['<f4', Float32Array],
];

/** numpy keeps the size of an element in 32 bits. */
const MAX_ITEM = 2 ** 31 - 1;
/** Levels of nesting, and fields in all: lists of fields can share parts, and even contain themselves. */
const MAX_LEVELS = 32;
const MAX_FIELDS = 2 ** 16;

/** Sizes that a kind's elements have, in bytes, and how they are read; strings take any size. */
const SIZES: ReadonlyMap<string, readonly number[]> = new Map([
  ['b', [1]],
  ['u', [1, 2, 4, 8]],
  ['i', [1, 2, 4, 8]],
  ['f', [2, 4, 8, 16]],
  ['c', [8, 16, 32]],
]);
const MARKS = /^([<>|]?)([buifcSUV])([0-9]{1,10})$/;

function readerOf(kind: string, size: number, little: boolean): ElementReader {
  if (kind === 'b') return readBool;
  if (kind === 'S') return readFixedString(size);
  if (kind === 'U') return readUcs4(size, little);
  // Long doubles differ from machine to machine: only their bytes are certain.
  if (kind === 'V' || size === 32 || (kind === 'f' && size === 16)) return readBytes(size);
  if (kind === 'c') return readComplex(size, little);
  return kind === 'f' && size === 2 ? readFloat16(little) : readNumber(kind, size, little);
}

function simple(text: string): Dtype | string {
  const [, order, kind = '', digits] = MARKS.exec(text) ?? [];
  const count = Number(digits);
  const sizes = SIZES.get(kind);
  const itemSize = kind === 'U' ? 4 * count : count;
  const fits = sizes === undefined ? itemSize >= 1 && itemSize <= MAX_ITEM : sizes.includes(itemSize);
  if (order === undefined || !fits) return `${JSON.stringify(text.slice(0, 40))} is no element type`;
  const ordered = itemSize > 1 && kind !== 'S' && kind !== 'V';
  // Without a byte order, or with one that means nothing, an element is little-endian like all else here.
  const spec = `${ordered ? order.replace('|', '') || '<' : '|'}${kind}${count}`;
  const data = NUMBERED.find(([name]) => name === spec)?.[1];
  return { spec, itemSize, data, read: readerOf(kind, itemSize, order !== '>'), fields: 0 };
}

/** Understands descriptions of element types, keeping count of what one description adds up to. */
class Parser {
  #fields = 0;

  parse(spec: unknown, level: number): Dtype | string {
    if (typeof spec === 'string') return simple(spec);
    if (!Array.isArray(spec) || spec.length === 0) return 'an element type is a string or a list of fields';
    if (level > MAX_LEVELS) return `fields nest deeper than ${MAX_LEVELS} levels`;
    const specs: NdField[] = [];
    const fields: { name: string; at: number; read: ElementReader }[] = [];
    const names = new Set<string>();
    const before = this.#fields;
    let itemSize = 0;
    for (const field of spec) {
      this.#fields += 1;
      if (this.#fields > MAX_FIELDS) return `there are more than ${MAX_FIELDS} fields`;
      if (!Array.isArray(field) || field.length !== 2 || typeof field[0] !== 'string') {
        return 'a field is a name and an element type';
      }
      const [name, inner] = field as [string, unknown];
      const type = this.parse(inner, level + 1);
      if (typeof type === 'string') return type;
      if (name !== '' && names.has(name)) return `two fields are called ${JSON.stringify(name.slice(0, 40))}`;
      names.add(name);
      specs.push([name, type.spec]);
      if (name !== '') fields.push({ name, at: itemSize, read: type.read });
      itemSize += type.itemSize;
      if (itemSize > MAX_ITEM) return `an element is larger than ${MAX_ITEM} bytes`;
    }
    return {
      spec: specs,
      itemSize,
      data: undefined,
      read: readRecord(fields),
      fields: this.#fields - before,
    };
  }
}

function readRecord(
  fields: readonly { readonly name: string; readonly at: number; readonly read: ElementReader }[],
): ElementReader {
  return (view, offset) => {
    // Without a prototype, a field may have any name.
    const record: { [field: string]: unknown } = Object.create(null);
    for (const { name, at, read } of fields) record[name] = read(view, offset + at);
    return record;
  };
}

/** The element type of a description, or what is wrong with it. */
export function parseDtype(spec: unknown): Dtype | string {
  return new Parser().parse(spec, 0);
}

const BY_ID = NUMBERED.map(([spec]) => simple(spec) as Dtype);

/** The element type that is stored as a number; undefined where there is none by that number. */
export function dtypeOfId(id: unknown): Dtype | undefined {
  return typeof id === 'number' ? BY_ID[id] : undefined;
}

/** The number that an element type is stored as; −1 for those that are stored by their description. */
export function idOfDtype(dtype: Dtype): number {
  return NUMBERED.findIndex(([spec]) => spec === dtype.spec);
}

/** The element type of a typed array; undefined for anything else. */
export function dtypeOfData(value: unknown): Dtype | undefined {
  if (value instanceof Uint8ClampedArray) return BY_ID[6];
  return BY_ID[NUMBERED.findIndex(([, data]) => value instanceof data)];
}
