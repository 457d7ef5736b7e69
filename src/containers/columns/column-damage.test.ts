/** The section of columns damaged in one place each; `test/fuzz-containers.test.ts` damages all places. */
import { CorruptBufferError, mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Row = struct({ h: t.float64, c: t.uint16, m: t.biguint64, yes: t.bool });
const Rows = mapping({ key: t.string, value: Row });
const few = [0, 1, 2, 3, 4].map((id) => ({ h: id, c: id, m: BigInt(id), yes: true }));
const full = Rows.pack(
  few.map((row, id) => [`${id}`, row] as const),
  { columns: ['h', 'c', 'm'] },
);
const directoryAt = Buffer.from(full).indexOf('{"rows"');
const sectionAt = directoryAt - 40;
const directoryBytes = new DataView(full.buffer).getUint32(directoryAt - 8, true);
const directoryText = Buffer.from(full.subarray(directoryAt, directoryAt + directoryBytes)).toString();

describe('stored columns that are damaged', () => {
  const read = (bytes: Uint8Array) => {
    const { array } = Rows.fromBuffer(bytes);
    return [array.column('h'), array.column('c'), array.column('m')];
  };
  /** The file with another directory of the same length. */
  const withText = (text: string): Uint8Array => {
    expect(text.length).toBeLessThanOrEqual(directoryText.length);
    const changed = full.slice();
    changed.set(new TextEncoder().encode(text.padEnd(directoryText.length)), directoryAt);
    return changed;
  };

  test.each([
    ['is no JSON', '{{'],
    ['is null', 'null'],
    ['is a list', '[]'],
    ['has no rows', '{"columns":[]}'],
    ['has no columns', '{"rows":5}'],
    ['has columns without a name', '{"rows":5,"columns":[{"type":"float64","at":0}]}'],
    ['has columns of null', '{"rows":5,"columns":[null]}'],
    ['has columns before the first', '{"rows":5,"columns":[{"name":"h","type":"float64","at":-8}]}'],
    ['has columns at a fraction', '{"rows":5,"columns":[{"name":"h","type":"float64","at":0.5}]}'],
    ['has columns out of line', '{"rows":5,"columns":[{"name":"h","type":"float64","at":4}]}'],
    ['has columns past the end', '{"rows":5,"columns":[{"name":"h","type":"float64","at":192}]}'],
    [
      'has columns far past the end',
      '{"rows":5,"columns":[{"name":"h","type":"float64","at":9007199254740984}]}',
    ],
    ['has fewer rows', '{"rows":4,"columns":[{"name":"h","type":"float64","at":0}]}'],
    ['has more rows', '{"rows":6,"columns":[{"name":"h","type":"float64","at":0}]}'],
  ])('are refused when the directory %s', (_, text) => {
    expect(() => read(withText(text))).toThrow(CorruptBufferError);
  });

  test('are refused when the directory is longer than they are, or than it can be', () => {
    for (const length of [directoryBytes + 1, 2 ** 20, 2 ** 20 + 1, 2 ** 32 - 1]) {
      const changed = full.slice();
      new DataView(changed.buffer).setUint32(directoryAt - 8, length, true);
      expect(() => read(changed)).toThrow(CorruptBufferError);
    }
    const short = full.slice();
    new DataView(short.buffer).setUint32(sectionAt + 16, 4, true);
    expect(() => read(short)).toThrow(CorruptBufferError);
  });

  test('leave the records as they are', () => {
    const map = Rows.fromBuffer(withText('{{'));
    expect([map.get('3')!.h, map.array.at(4)!.m]).toEqual([3, 4n]);
    expect(map.array.column('yes')).toEqual(few.map(() => true));
  });

  test('are passed by when their names or types are not known', () => {
    const bytes = withText(directoryText.replace('"h"', '"?"').replace('uint16', 'uint99'));
    const { array } = Rows.fromBuffer(bytes);
    for (const name of ['h', 'c'] as const) {
      expect([...array.column(name)]).toEqual([0, 1, 2, 3, 4]);
      expect(array.column(name).buffer).not.toBe(bytes.buffer);
    }
  });
});
