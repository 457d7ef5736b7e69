import {
  array,
  CorruptBufferError,
  idMapper,
  mapping,
  SchemaError,
  SharedBuffersError,
  struct,
  t,
  VersionError,
} from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { heapSource } from '../bytes/container-source.js';
import { Mapping } from './mapping.js';

const Row = struct({ id: t.uint32, name: t.string });
const Texts = mapping({ key: t.string, value: Row });
const Integers = mapping({ key: t.uint32, value: Row });
const row = (id: number) => ({ id, name: `name ${id}` });
const texts = Texts.pack(
  ['a', 'b', 'c'].map((key, id) => [key, row(id)]),
  { sections: false },
);
const rows = array(Row).pack([row(0), row(1), row(2)]);

/** The bytes with a u64 replaced; negative positions count from the end. */
function set(bytes: Uint8Array, at: number, value: number | bigint): Uint8Array {
  const changed = bytes.slice();
  new DataView(changed.buffer).setBigUint64(at < 0 ? bytes.length + at : at, BigInt(value), true);
  return changed;
}
const get = (bytes: Uint8Array, at: number): number =>
  Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at < 0 ? bytes.length + at : at, true));

const WILD = [1, 7, 2 ** 31, 2 ** 32, 2 ** 53 - 8, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];

describe('the header of an array', () => {
  const open = (bytes: Uint8Array) => () => array(Row).fromBuffer(bytes);

  test.each([0, 8, 16, 40, 48])('is checked at %i', (at) => {
    for (const value of WILD) {
      // As few records as that are there, or room for as many offsets.
      if (at === 16 && value <= 7) continue;
      expect(open(set(rows, at, value))).toThrow(CorruptBufferError);
    }
  });

  test('may be of a later version that is fit for this reader, but of none that is not', () => {
    expect(open(set(rows, 24, 9))().length).toBe(3);
    expect(open(set(rows, 32, 3))).toThrow(VersionError);
    expect(open(set(rows, 32, 3))).toThrow('for readers of version 3 and later; this library reads up to 2');
    expect(open(set(rows, 32, 2n ** 64n - 1n))).toThrow(CorruptBufferError);
  });

  test('of version 0 shows by where its first record lies', () => {
    const old = set(rows, get(rows, 8), 24);
    expect(open(old)).toThrow(VersionError);
    expect(open(old)).toThrow('an array of version 0');
  });

  test('names a missing schema', () => {
    expect(open(set(rows, 48, 0))).toThrow(SchemaError);
  });

  test('stands on each of its bytes', () => {
    for (let length = 0; length < rows.length; length += 1) {
      expect(open(rows.slice(0, length))).toThrow(CorruptBufferError);
    }
    expect(open(Uint8Array.from([...rows, 1, 2, 3]))().length).toBe(3);
  });
});

describe('records', () => {
  test('are refused where the index leads outside', () => {
    const index = get(rows, 8);
    for (const offset of [0, 8, 48, index - 7, index, index + 8, 2 ** 31, 2 ** 32 + 56, 2n ** 63n]) {
      const read = array(Row).fromBuffer(set(rows, index + 8, offset));
      for (const look of [
        () => read.at(1),
        () => [...read],
        () => [...read.cursor()],
        () => read.column('id'),
      ]) {
        expect(look).toThrow(CorruptBufferError);
        expect(look).toThrow('not among the records');
      }
      expect(read.at(0)!.id).toBe(0);
    }
  });
});

describe('a mapping', () => {
  const open = (bytes: Uint8Array) => () => Texts.fromBuffer(bytes);

  test.each(WILD.map(String))('whose footer is %s is none', (value) => {
    expect(open(set(texts, -8, BigInt(value)))).toThrow(CorruptBufferError);
  });

  test('whose footer leads elsewhere is none', () => {
    for (const at of [0, 16, texts.length - 8, texts.length, get(texts, -8) + 8, get(texts, -8) + 32]) {
      expect(open(set(texts, -8, at))).toThrow(SharedBuffersError);
    }
  });

  test('whose index is said to lie elsewhere, or to be longer, is refused', () => {
    for (const at of [0, 8, ...WILD]) expect(open(set(texts, 8, at))).toThrow(SharedBuffersError);
    for (const count of [1000, 2 ** 53 - 1, 2n ** 63n]) {
      expect(open(set(texts, 0, count))).toThrow(/overlap|entries|2\^53/);
    }
  });

  test('whose index leads to records that are not there is refused at these', () => {
    const index = get(texts, 8);
    for (const item of [3, 2 ** 32, 2 ** 53 - 1, 2n ** 64n - 1n]) {
      const map = open(set(texts, index + 16, item))();
      const [key] = map.keys();
      for (const read of [
        () => map.get(key!),
        () => map.getAll(key!),
        () => [...map],
        () => [...map.values()],
      ]) {
        expect(read).toThrow(CorruptBufferError);
        expect(read).toThrow(`the index leads to record ${item}, of 3: the data is damaged`);
      }
      expect(map.has(key!)).toBe(true);
    }
  });

  test('whose keys are not there is refused at these', () => {
    const index = get(texts, 8);
    for (const offset of [texts.length, texts.length - 1, 2 ** 40, 2n ** 60n]) {
      const map = open(set(texts, index + 8, offset))();
      expect(() => [...map.keys()]).toThrow(CorruptBufferError);
    }
  });

  test('of several kinds of keys that fit is taken as declared', () => {
    const empty = Texts.pack([], { sections: false });
    expect(Integers.fromBuffer(empty).size).toBe(0);
    expect(Texts.fromBuffer(empty).size).toBe(0);
  });

  test('with a gap that some other writer left is read', () => {
    const at = get(texts, -8);
    const gap = new Uint8Array(4096).fill(0xee);
    const wide = Uint8Array.from([...texts.subarray(0, at), ...gap, ...texts.subarray(at)]);
    const map = open(set(wide, -8, at + gap.length))();
    expect([map.get('b')?.name, map.get('z')]).toEqual(['name 1', undefined]);
  });

  test('that holds no sections needs its keys named', () => {
    expect(() => new Mapping(heapSource(texts), {})).toThrow(SchemaError);
    const map = new Mapping(heapSource(Texts.pack([['a', row(1)]])), {});
    expect(map.get('a')).toBeDefined();
  });
});

describe('the section that says what a mapping is', () => {
  const full = Texts.pack([['a', row(1)]]);
  const at = Buffer.from(full).indexOf('{"key"');
  const withText = (text: string): Uint8Array => {
    const changed = full.slice();
    changed.set(Buffer.from(text), at);
    return changed;
  };
  const stored = Buffer.from(full.subarray(at, at + get(full, at - 16))).toString();

  test('is JSON that says so', () => {
    expect(JSON.parse(stored)).toMatchObject({ key: 'string', width: 64, multi: false });
  });

  test.each([
    ['no JSON', '{{{'],
    ['of another key', '{"key":"number'],
    ['of a key that objects have', '{"key":"toString"}        '],
    ['null', 'null                                         '.slice(0, stored.length)],
    ['a list', `[${' '.repeat(stored.length - 2)}]`],
  ])('is refused when damaged: %s', (_, text) => {
    const damaged = withText(text.padEnd(stored.length, ' ').slice(0, stored.length));
    expect(() => Texts.fromBuffer(damaged)).toThrow(CorruptBufferError);
    expect(() => new Mapping(heapSource(damaged), {})).toThrow(CorruptBufferError);
  });
});

test('an id mapper is checked at its header', () => {
  const ids = idMapper({ key: t.string });
  const bytes = ids.pack([['a', 1]]);
  for (const at of [0, 8]) {
    for (const value of WILD) {
      if (at === 0 && value === 1) continue;
      expect(() => ids.fromBuffer(set(bytes, at, value))).toThrow(CorruptBufferError);
    }
  }
  expect(() => ids.fromBuffer(set(bytes, 8, 15))).toThrow(
    "the id mapper's index is said to lie in its header, at 15",
  );
  expect(() => ids.fromBuffer(new Uint8Array(15))).toThrow(CorruptBufferError);
});
