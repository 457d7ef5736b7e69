/** Secondary indexes that are read over a network, against the same in memory. */
import { ArgumentError, mapping, struct, t } from 'sharedbuffers';
import { openRemote } from 'sharedbuffers/remote';
import { afterEach, expect, expectTypeOf, test } from 'vitest';
import { type RangeServer, serveRanges } from '../../test/range-server.js';

const Row = struct({ id: t.uint32, name: t.string, tags: t.list(t.uint32) });
const Rows = mapping({
  key: t.string,
  value: Row,
  indexes: [{ name: 'name', ordered: true }, 'tags', { name: 'far', keys: (row) => `x${row.id}` }],
});
const COUNT = 20_000;
const rows = Array.from(
  { length: COUNT },
  (_, id): [string, { id: number; name: string; tags: number[] }] => [
    `key ${id}`,
    { id, name: `name ${(id * 7919) % 4001}`, tags: [id % 3, 1000 + (id % 500)] },
  ],
);
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function serve(bytes: Uint8Array): Promise<RangeServer> {
  const server = await serveRanges(bytes);
  opened.push(server);
  return server;
}

test.each(['table', 'compact', 'none'] as const)('give what those in memory give: %s', async (index) => {
  const packed = Rows.pack(rows, { index });
  const local = Rows.fromBuffer(packed);
  const { url } = await serve(packed);
  const remote = await openRemote(url, Rows);
  opened.push(remote);
  expect(await remote.indexNames()).toEqual(local.indexNames);
  for (const key of ['name 0', 'name 77', 'name 4000', 'nobody']) {
    const [mine, theirs] = [local.by('name'), remote.by('name')];
    expect((await theirs.getAll(key)).map(({ id }) => id)).toEqual(mine.getAll(key).map(({ id }) => id));
    expect([await theirs.count(key), await theirs.has(key)]).toEqual([mine.count(key), mine.has(key)]);
    expect((await theirs.get(key))?.toObject()).toEqual(mine.get(key)?.toObject());
  }
  expect((await remote.by('tags').getAll(1499)).map(({ id }) => id)).toEqual(
    local
      .by('tags')
      .getAll(1499)
      .map(({ id }) => id),
  );
  expect(await remote.by('far').get('x19999')).toMatchObject({ id: 19_999 });
  const keys: number[] = [];
  for await (const key of remote.by('tags').keys()) keys.push(key);
  expect(keys).toEqual([...local.by('tags').keys({ order: 'sequential' })]);
  expectTypeOf(keys).toEqualTypeOf<number[]>();
  for (const options of [{}, { limit: 7 }, { reverse: true, limit: 9 }, { limit: 0 }]) {
    const found: unknown[] = [];
    for await (const [key, { id }] of remote.by('name').range('name 10', 'name 102', options))
      found.push([key, id]);
    expect(found).toEqual(
      Array.from(local.by('name').range('name 10', 'name 102', options), ([key, { id }]) => [key, id]),
    );
    const numbers: unknown[] = [];
    for await (const [key, { id }] of remote.by('tags').range(1490, undefined, options))
      numbers.push([key, id]);
    expect(numbers).toEqual(
      Array.from(local.by('tags').range(1490, undefined, options), ([key, { id }]) => [key, id]),
    );
  }
  const plain = (found: [unknown, { id: number }] | undefined) => found && [found[0], found[1].id];
  for (const name of ['name', 'tags'] as const) {
    const [mine, theirs] = [local.by(name), remote.by(name)];
    expect(plain(await theirs.first())).toEqual(plain(mine.first()));
    expect(plain(await theirs.last())).toEqual(plain(mine.last()));
  }
  expect(plain(await remote.by('name').nearest('name 77x'))).toEqual(
    plain(local.by('name').nearest('name 77x')),
  );
  expect(plain(await remote.by('tags').nearest(700))).toEqual([1000, 0]);
  const starting: string[] = [];
  for await (const [key] of remote.by('name').prefix('name 333')) starting.push(key);
  expect(starting).toEqual(Array.from(local.by('name').prefix('name 333'), ([key]) => key));
  await expect(remote.by('far').range('a').next()).rejects.toThrow(/ordered: true/);
  expect((await remote.by('tags').getAll(2)).length).toBe(local.by('tags').count(2));
});

test('take few requests, and tell of names that the file does not have', async () => {
  const { url } = await serve(Rows.pack(rows));
  const remote = await openRemote(url, Rows);
  opened.push(remote);
  await remote.by('name').count('name 5');
  const before = remote.stats.requests;
  expect((await remote.by('name').getAll('name 77')).length).toBeGreaterThan(3);
  // Of bucket, key and list one each; of places and records of the five at most one each, all at once.
  expect(remote.stats.requests - before).toBeLessThanOrEqual(13);
  const again = remote.stats.requests;
  await remote.prefetchIndex();
  // That of the mapping alone.
  expect(remote.stats.requests - again).toBe(1);
  // @ts-expect-error: no index is called so.
  await expect(remote.by('nam').get('a')).rejects.toThrow(ArgumentError);
  const plain = await serve(Rows.pack(rows.slice(0, 9), { indexes: [] }));
  const none = await openRemote(plain.url, Rows);
  opened.push(none);
  await expect(none.by('name').get('a')).rejects.toThrow(/there is none: build it with indexes/);
});
