/** Equal records in chunks, against the same entries added one by one, and the entries themselves. */
import { ArgumentError, mapping, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';

const Row = struct({ id: t.uint32, name: t.string, tags: t.list(t.string) });
const entries = Array.from({ length: 500 }, (_, n) => {
  const id = n % 3 === 0 ? n : n % 5;
  return [`key ${n}`, { id, name: `name ${id}`, tags: [`t${id % 4}`, 'all'] }] as const;
});
const Cities = mapping({ key: t.string, value: Row });
const alone = { share: false } as const;
const chunksOf = (size: number) =>
  Array.from({ length: Math.ceil(entries.length / size) }, (_, at) =>
    Cities.packChunk(entries.slice(at * size, (at + 1) * size), alone),
  );

/** How many are stored, by a plain list of the last entries. */
function storedOf(among: number): number {
  const last: string[] = [];
  let stored = 0;
  for (const [, row] of entries) {
    const text = JSON.stringify(row);
    if (!last.includes(text)) stored += 1;
    last.push(text);
    if (last.length > among) last.shift();
  }
  return stored;
}

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

test.each<[true | number]>([[true], [6], [1]])(
  'dedupe %s over chunks of any size gives the bytes of one by one',
  (dedupe) => {
    const options = { dedupe, reproducible: true, columns: ['id'], indexes: ['tags', 'name'] } as const;
    const whole = Cities.pack(entries, options);
    for (const size of [1, 7, 64, 500]) {
      expect(same(Cities.joinChunks(chunksOf(size), options), whole)).toBe(true);
    }
    const map = Cities.fromBuffer(whole);
    expect(map.size).toBe(entries.length);
    for (const [key, row] of entries) expect(map.get(key)).toMatchObject({ ...row, tags: expect.anything() });
    expect(map.array.length).toBe(storedOf(dedupe === true ? 1024 : dedupe));
  },
);

test('chunks of integer keys, whose index has the entries of one key by their records', () => {
  const Numbers = mapping({ key: t.uint64, value: Row, multi: true });
  const rows = entries.map(([, row], n) => [n % 50, row] as const);
  const options = { dedupe: true, reproducible: true } as const;
  const joined = Numbers.joinChunks([Numbers.packChunk(rows, alone)], options);
  expect(same(joined, Numbers.pack(rows, options))).toBe(true);
});

test('chunks whose records share values, or are in no order, are refused', () => {
  const shared = Cities.packChunk(entries);
  expect(() => Cities.joinChunks([shared], { dedupe: true })).toThrow(ArgumentError);
  expect(() => Cities.joinChunks([shared], { dedupe: true })).toThrow('pack it with { share: false }');
  const chunk = Cities.packChunk(entries, alone);
  const turned = { ...chunk, offsets: Float64Array.from(chunk.offsets).reverse() };
  expect(() => Cities.joinChunks([turned], { dedupe: true })).toThrow('damaged');
  expect(Cities.fromBuffer(Cities.joinChunks([shared], { dedupe: false })).array.length).toBe(500);
});
