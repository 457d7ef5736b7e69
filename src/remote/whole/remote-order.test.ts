import fc from 'fast-check';
import { ArgumentError, CorruptBufferError, mapping, struct, t } from 'sharedbuffers';
import { openRemote, type RemoteMapping } from 'sharedbuffers/remote';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RangeServer, serveRanges } from '../../../test/range-server.js';

const Item = struct({ n: t.uint32, text: t.string });
const COUNT = 20_000;
const Texts = mapping({ key: t.string, value: Item });
const Numbers = mapping({ key: t.int64, signed: true, value: Item });
/** In an order of their own, above and below the surrogates. */
const textOf = (n: number): string =>
  `${['a', 'é', '\uffee', '\u{1f600}'][n % 4]}/${((n * 7919) % COUNT).toString(16).padStart(5, '0')}`;
const row = (n: number) => ({ n, text: `record ${n}`.repeat(1 + (n % 5)) });
const rows = Array.from({ length: COUNT }, (_, n) => row(n));
const texts = Texts.pack(
  rows.map((each) => [textOf(each.n), each]),
  { ordered: true },
);
const numbers = Numbers.pack(rows.map((each) => [each.n * 37 - 99_999, each]));

type Entries = AsyncIterable<[unknown, { readonly n: number }]>;
const all = async (entries: Entries): Promise<unknown[]> => {
  const list: unknown[] = [];
  for await (const [key, { n }] of entries) list.push([key, n]);
  return list;
};
const plain = (entries: Iterable<[unknown, { readonly n: number }]>): unknown[] =>
  [...entries].map(([key, { n }]) => [key, n]);

const opened: (RangeServer | RemoteMapping<never, never>)[] = [];
afterAll(async () => {
  for (const each of opened) await each.close();
});
async function serve(bytes: Uint8Array): Promise<string> {
  const server = await serveRanges(bytes);
  opened.push(server);
  return server.url;
}
async function open<T extends RemoteMapping<never, never>>(opening: Promise<object>): Promise<T> {
  const remote = (await opening) as T;
  opened.push(remote);
  return remote;
}

const nth = fc.nat(COUNT - 1);
const options = fc.record({ limit: fc.nat(30), reverse: fc.boolean() });

describe('text far away', () => {
  let far: RemoteMapping<string, InstanceType<typeof Item>>;
  let url: string;
  const near = Texts.fromBuffer(texts);
  beforeAll(async () => {
    url = await serve(texts);
    far = await open(openRemote(url, Texts));
  });

  test('is found by range, prefix and nearness as in the file', async () => {
    await fc.assert(
      fc.asyncProperty(nth, nth, options, async (from, to, how) => {
        const [a, b] = [textOf(from), textOf(to)];
        expect(await all(far.range(a, b, how))).toEqual(plain(near.range(a, b, how)));
        const prefix = a.slice(0, 5);
        expect(await all(far.prefix(prefix, how))).toEqual(plain(near.prefix(prefix, how)));
        const key = `${a.slice(0, -1)}x`;
        expect((await far.nearest(key))?.[0]).toBe(near.nearest(key)?.[0]);
      }),
      { numRuns: 20 },
    );
    expect((await far.first())![0]).toBe(near.first()![0]);
    expect((await far.last())![0]).toBe(near.last()![0]);
  });

  test('comes in batches, whose records are whole', async () => {
    const list = await all(far.prefix('é/'));
    expect(list).toEqual(plain(near.prefix('é/')));
    for await (const [, record] of far.range(undefined, undefined, { limit: 70 }))
      expect(record.text).toBe(row(record.n).text);
  });

  test('takes a few requests, and no more of the file than it needs', async () => {
    const fresh = await open<RemoteMapping<never, never>>(openRemote(url, Texts));
    const { requests, bytes } = fresh.stats;
    const found = await all(fresh.prefix(textOf(5).slice(0, 6) as never, { limit: 10 }) as Entries);
    expect(found.length).toBeGreaterThan(0);
    // Opening read the end of the file; round trips are not seen here, but what they ask for is.
    expect(fresh.stats.requests - requests).toBeLessThan(120);
    expect(fresh.stats.bytes - bytes).toBeLessThan(texts.length / 2);
    await fresh.prefetchIndex();
    const before = fresh.stats.requests;
    await fresh.nearest(textOf(777) as never);
    expect(fresh.stats.requests - before).toBeLessThanOrEqual(2);
  });

  test('what is no key, or has no order, is told', async () => {
    await expect(far.range(1 as never).next()).rejects.toThrow(ArgumentError);
    await expect(far.range('a', 'b', { limit: -1 }).next()).rejects.toThrow(ArgumentError);
    await expect(far.range('a', 'b', { step: 1 } as never).next()).rejects.toThrow('step');
    const without = await open<RemoteMapping<never, never>>(
      openRemote(await serve(Texts.pack([['a', row(1)]])), Texts),
    );
    await expect(without.prefix('a' as never).next()).rejects.toThrow('ordered: true');
    await expect(
      far.range('a', 'b', { signal: AbortSignal.abort(new Error('enough')) }).next(),
    ).rejects.toThrow('enough');
  });

  test('an order that is damaged gives no record for another', async () => {
    const view = new DataView(texts.buffer, texts.byteOffset);
    let at = 0;
    const isOrder = () => view.getUint32(at, true) === 0x45534253 && view.getUint32(at + 8, true) === 8;
    while (!isOrder()) at += 32;
    const damaged = texts.slice();
    damaged.fill(0, at + 40, at + 40 + 4 * COUNT);
    const wrong = await open<RemoteMapping<never, never>>(openRemote(await serve(damaged), Texts));
    const list = await all(wrong.range('b' as never) as Entries).catch((error: unknown) => error);
    if (list instanceof Error) expect(list).toBeInstanceOf(CorruptBufferError);
    else for (const [key, n] of list as [string, number][]) expect(key).toBe(textOf(n));
  });
});

test('numbers far away are found by range and nearness as in the file', async () => {
  const far = await open<RemoteMapping<never, never>>(openRemote(await serve(numbers), Numbers));
  const near = Numbers.fromBuffer(numbers);
  await fc.assert(
    fc.asyncProperty(nth, nth, options, async (a, b, how) => {
      const [from, to] = [a * 37 - 100_050, b * 37 - 99_000];
      expect(await all(far.range(from as never, to as never, how) as Entries)).toEqual(
        plain(near.range(from, to, how)),
      );
      expect((await far.nearest((from + 3) as never))![0]).toBe(near.nearest(from + 3)![0]);
    }),
    { numRuns: 20 },
  );
  expect((await far.first())![0]).toBe(-99_999);
  expect((await far.last())![0]).toBe(near.last()![0]);
});
