/** Reading values from batches of Arrow: lists as arrays, structs as arrays of their members, maps as pairs. */
import { Type } from '@uwdata/flechette';
import { bufferOver, decodeUtf8 } from '../../../bytes/text/utf8.js';
import { ValueError } from '../../input/value-error.js';
import { type ArrowBatch, wrong } from './batches.js';

/** The value at an index, null where there is none. */
export type ReadAt = (index: number) => unknown;

export function readerOf(batch: ArrowBatch): ReadAt {
  const read = valueReader(batch);
  if (batch.nullCount === 0 || batch.type.typeId === Type.Null) return read;
  const { validity } = batch;
  return (index) => (validity[index >> 3]! & (1 << (index & 7)) ? read(index) : null);
}

function valueReader(batch: ArrowBatch): ReadAt {
  const { type, values, offsets, children } = batch;
  switch (type.typeId) {
    case Type.Null:
      return () => null;
    case Type.Int:
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
      return (index) => values[index];
    case Type.Float:
      return type.precision === 0 ? (index) => batch.at(index) : (index) => values[index];
    case Type.Utf8:
    case Type.LargeUtf8:
      return textReader(values as Uint8Array, offsets);
    case Type.Utf8View:
      return viewReader(batch, (bytes) => text(bytes, bufferOver(bytes), 0, bytes.length));
    case Type.BinaryView:
      return viewReader(batch, (bytes) => bytes);
    case Type.List:
    case Type.LargeList:
      return (index) => items(readChild(children[0]!), Number(offsets[index]), Number(offsets[index + 1]));
    case Type.ListView:
    case Type.LargeListView:
      return (index) => {
        const start = Number(offsets[index]);
        const end = start + Number(batch.sizes[index]);
        if (!(start >= 0 && start <= end && end <= children[0]!.length))
          throw wrong('has a list past its end');
        return items(readChild(children[0]!), start, end);
      };
    case Type.FixedSizeList:
      return (index) => items(readChild(children[0]!), index * type.stride!, (index + 1) * type.stride!);
    case Type.Struct: {
      const members = children.map(readerOf);
      return (index) => members.map((member) => member(index));
    }
    case Type.Map: {
      const [keys, entries] = children[0]!.children.map(readerOf);
      return (index) => {
        const pairs: [unknown, unknown][] = [];
        for (let at = Number(offsets[index]); at < Number(offsets[index + 1]); at += 1)
          pairs.push([keys!(at), entries!(at)]);
        return pairs;
      };
    }
    case Type.Dictionary:
      return dictionaryReader(batch);
    case Type.RunEndEncoded:
      return runReader(batch);
    default:
      return (index) => batch.at(index);
  }
}

const children = new WeakMap<ArrowBatch, ReadAt>();

function readChild(batch: ArrowBatch): ReadAt {
  let read = children.get(batch);
  if (read === undefined) {
    read = readerOf(batch);
    children.set(batch, read);
  }
  return read;
}

function items(read: ReadAt, start: number, end: number): unknown[] {
  const list = new Array<unknown>(end - start);
  for (let at = start; at < end; at += 1) list[at - start] = read(at);
  return list;
}

function text(bytes: Uint8Array, buffer: ReturnType<typeof bufferOver>, start: number, end: number): string {
  try {
    return decodeUtf8(bytes, buffer, start, end);
  } catch {
    throw new ValueError('has text that is not UTF-8');
  }
}

function textReader(bytes: Uint8Array, offsets: Int32Array | BigInt64Array): ReadAt {
  const buffer = bufferOver(bytes);
  return (index) => text(bytes, buffer, Number(offsets[index]), Number(offsets[index + 1]));
}

/** Short values lie in the view itself, others in a buffer of the batch. */
function viewReader({ values, data }: ArrowBatch, made: (bytes: Uint8Array) => unknown): ReadAt {
  const views = values as Uint8Array;
  const view = new DataView(views.buffer, views.byteOffset, views.byteLength);
  return (index) => {
    const at = index * 16;
    const length = view.getInt32(at, true);
    if (length >= 0 && length <= 12) return made(views.subarray(at + 4, at + 4 + length));
    const buffer = data[view.getInt32(at + 8, true)];
    const start = view.getInt32(at + 12, true);
    if (buffer === undefined || length < 0 || start < 0 || start + length > buffer.length)
      throw wrong('has a view past its end');
    return made(buffer.subarray(start, start + length));
  };
}

/** Values of a dictionary are read once, when they are first met. */
const dictionaries = new WeakMap<object, unknown[]>();

function dictionaryReader({ values, dictionary }: ArrowBatch): ReadAt {
  if (dictionary === undefined) throw wrong('has no dictionary');
  let known = dictionaries.get(dictionary);
  if (known === undefined) {
    known = dictionary.data.flatMap((part) => items(readerOf(part), 0, part.length));
    dictionaries.set(dictionary, known);
  }
  const found = known;
  return (index) => {
    const key = Number(values[index]);
    if (!(key >= 0 && key < found.length)) throw wrong('has an index past the end of its dictionary');
    return found[key];
  };
}

function runReader({ children: [ends, values] }: ArrowBatch): ReadAt {
  const read = readerOf(values!);
  const runEnds = ends!.values;
  return (index) => {
    let [low, high] = [0, ends!.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(runEnds[middle]) > index) high = middle;
      else low = middle + 1;
    }
    if (low >= values!.length) throw wrong('has runs that end too early');
    return read(low);
  };
}
