/** How often shared parts are looked at, counted: what many values hold costs as much as what one holds. */
import { as, CorruptBufferError, idMapper, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const LENGTH = 1000;
const HOLDERS = 500;

/** A tuple that counts how often its last element is read. */
function counted(): { readonly tuple: readonly number[]; reads(): number } {
  let reads = 0;
  const tuple = new Proxy(Object.freeze(Array.from({ length: LENGTH }, (_, index) => index)), {
    get(target, key, receiver) {
      if (key === String(LENGTH - 1)) reads += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  return { tuple, reads: () => reads };
}

const Holder = struct({ set: t.set, dict: t.dict });
const Views = struct({ set: t.setView });

describe('a tuple that many others hold is looked at a few times', () => {
  const few = 40;
  const holders = (tuple: readonly number[]) =>
    Array.from({ length: HOLDERS }, (_, index) => Object.freeze([tuple, index]));

  test('as members', () => {
    const { tuple, reads } = counted();
    Holder.pack({ set: new Set(holders(tuple)), dict: new Map() });
    expect(reads()).toBeLessThan(few);
  });

  test('as keys', () => {
    const { tuple, reads } = counted();
    Holder.pack({ set: new Set(), dict: new Map(holders(tuple).map((key) => [key, 1])) });
    expect(reads()).toBeLessThan(few);
  });
});

test('sets read in place that hold what cannot be a member still compare with their equals', () => {
  const list = [1, 2, 3];
  const bytes = struct({ set: t.list }).pack({
    set: ['x', ...Array.from({ length: HOLDERS }, () => as(t.list, list))],
  });
  const { set } = Views.unpackFrom(bytes);
  const again = Views.unpackFrom(bytes.slice()).set;
  expect(set.isSubsetOf(again)).toBe(true);
  expect(set.difference(again).size).toBe(0);
});

describe('compressed keys of one hash', () => {
  const key = 'x'.repeat(3_000_000);
  const ROW = 24;

  /** Makes all entries lead to one key, which differs from that of its hash in its first letter. */
  function crafted(bytes: Uint8Array, body: number): Uint8Array {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [size, index] = [view.getUint32(0, true), view.getUint32(8, true)];
    const rows = Array.from({ length: size }, (_, row) => index + row * ROW);
    // The head of a compressed string, behind a code or not.
    const long = rows.find((row) => view.getUint16(view.getUint32(row + 8, true) + body, true) > 0x7fff)!;
    for (const row of rows) if (row !== long) bytes.copyWithin(row, long, long + ROW);
    // An LZ4 block: the letter, and a match one byte back.
    for (let at = 0; at < bytes.length - 2; at += 1) {
      if (bytes[at] === 120 && bytes[at + 1] === 1 && bytes[at + 2] === 0) bytes[at] = 121;
    }
    return bytes;
  }

  test.each([
    ['text', t.string, 0],
    ['any', t.any, 8],
  ])(
    'are all found where they are equal, and unpacked a few times where they are not: %s',
    (_, type, body) => {
      const Ids = idMapper({ key: type as typeof t.string, multi: true });
      expect(Ids.fromBuffer(Ids.pack([[key, 7], [key, 8]])).getAll(key)).toEqual([7, 8]); // biome-ignore format: pairs
      const short = Array.from({ length: 60 }, (__, index): [string, number] => [`key ${index}`, index]);
      const ids = Ids.fromBuffer(crafted(Ids.pack([[key, 1], ...short]), body));
      expect(() => ids.get(key)).toThrow(/more compressed keys have the hash/);
      expect(() => ids.getAll(key)).toThrow(CorruptBufferError);
    },
  );
});
