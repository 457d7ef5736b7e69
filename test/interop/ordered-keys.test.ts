/** Keys in order (docs/format.md 13.1 and 13.8): what Python sees of them. */
import { type Key, mapping, t } from 'sharedbuffers';
import { buildMapping } from 'sharedbuffers/node';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { integer } from './encoding.js';
import { Item, itemOf, jsonOf, readByPython } from './items.js';
import { type Entry, keyJson } from './keys.js';
import { describeWithPython } from './peer.js';

const SIGN = 2n ** 63n;
const view = new DataView(new ArrayBuffer(8));
const bitsOf = (float: number): bigint => {
  view.setFloat64(0, float);
  return view.getBigUint64(0);
};

interface Kind {
  readonly name: string;
  readonly declaration: object;
  readonly mapper: string;
  readonly keys: readonly Key[];
  readonly stored: readonly bigint[];
}
const KINDS: readonly Kind[] = [
  {
    name: 'signed integers',
    declaration: { key: t.int64, signed: true },
    mapper: 'NumericIdMapper',
    keys: [-5, 0, 7, -(2n ** 63n), 2n ** 63n - 1n],
    stored: [-5n, 0n, 7n, -(2n ** 63n), 2n ** 63n - 1n].map((key) => key + SIGN),
  },
  {
    name: 'signed integers of 32 bits',
    declaration: { key: t.int32, signed: true, width: 32 },
    mapper: 'NumericId32Mapper',
    keys: [-5, 0, 2 ** 31 - 1],
    stored: [-5n, 0n, 2n ** 31n - 1n].map((key) => key + 2n ** 31n),
  },
  {
    name: 'floats',
    declaration: { key: t.float64 },
    mapper: 'NumericIdMapper',
    keys: [1.5, 0, -2],
    stored: [bitsOf(1.5) + SIGN, bitsOf(0) + SIGN, 2n ** 64n - 1n - bitsOf(-2)],
  },
  {
    name: 'dates',
    declaration: { key: t.date },
    mapper: 'NumericIdMapper',
    keys: ['1970-01-02', '1969-12-31'].map((day) => Temporal.PlainDate.from(day)),
    stored: [2n ** 31n + 1n, 2n ** 31n - 1n],
  },
  {
    name: 'datetimes',
    declaration: { key: t.datetime },
    mapper: 'NumericIdMapper',
    keys: [
      Temporal.Instant.from('1970-01-01T00:00:01.000002Z'),
      Temporal.Instant.from('1969-12-31T23:59:59Z'),
    ],
    stored: [SIGN + 2n ** 20n + 2n, SIGN - 2n ** 20n],
  },
];

describeWithPython('keys in order', (python) => {
  test.each(KINDS)('$name are integers to Python', async ({ declaration, mapper, keys, stored }) => {
    const path = python.path('typed.sb');
    const entries = keys.map((key, id): [Key, Entry] => [key, [`${id}`, id]]);
    await buildMapping(
      path,
      mapping({ ...declaration, value: Item } as never) as never,
      entries.map(([key, entry]) => [key, itemOf(entry)]) as never,
    );
    const wanted: Json[] = [...stored.map(integer), integer(12_345n)];
    const answer = await readByPython(python, { path, mapper, keys: wanted });
    expect(answer.found).toEqual([...entries.map(([, entry]) => jsonOf(entry)), null]);
    const inOrder = stored.map((key, at) => ({ key, at })).sort((a, b) => (a.key < b.key ? -1 : 1));
    expect(answer.items).toEqual(inOrder.map(({ key, at }) => [integer(key), jsonOf(entries[at]![1])]));
  });

  test('a file with the order of its text is read as any other', async () => {
    const path = python.path('ordered.sb');
    const items = ['zebra', 'a', 'é', '\u{1f600}', '\uffee', 'a longer key '.repeat(60)].map(
      (key, id): Entry => [key, id],
    );
    await buildMapping(
      path,
      mapping({ key: t.string, value: Item }),
      items.map((entry) => [entry[0] as string, itemOf(entry)] as const),
      { ordered: true },
    );
    const answer = await readByPython(python, {
      path,
      mapper: 'StringIdMapper',
      keys: [...items.map(([key]) => key), 'none'],
    });
    expect(answer.found).toEqual([...items.map(jsonOf), null]);
    const byKey = (list: readonly (readonly [Json, Json])[]) =>
      [...list].sort(([one], [other]) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
    expect(byKey(answer.items)).toEqual(byKey(items.map((entry) => [keyJson(entry[0]), jsonOf(entry)])));
  });
});
