/** All keys of a file far away: each once, however long they are, and no pass begins anew for those that lie across two blocks. */
import { mapping, struct, t } from 'sharedbuffers';
import { openRemote } from 'sharedbuffers/remote';
import { expect, test } from 'vitest';

const Row = struct({ n: t.uint32, name: t.string });
const Rows = mapping({ key: t.string, value: Row });
const entries = Array.from({ length: 30_000 }, (_, n): [string, { n: number; name: string }] => [
  `${'k'.repeat(n % 40)}${n}`,
  { n, name: `name ${n}` },
]);

async function opened() {
  const bytes = Rows.pack(entries, { indexes: ['name'] });
  return await openRemote(new Blob([bytes as Uint8Array<ArrayBuffer>]), Rows);
}

test('keys, entries and the keys of an index are those that were written, in their order', async () => {
  using rows = await opened();
  const keys: string[] = [];
  for await (const key of rows.keys()) keys.push(key);
  expect(keys).toEqual(entries.map(([key]) => key));
  const names: unknown[] = [];
  for await (const name of rows.by('name').keys()) names.push(name);
  expect(names).toEqual(entries.map(([, { name }]) => name));
  let at = 0;
  for await (const [key, { n }] of rows) {
    expect(key === entries[at]![0] && n === at).toBe(true);
    at += 1;
    if (at === 3000) break;
  }
});

test('reading keys ends with the signal', async () => {
  using rows = await opened();
  const stop = new AbortController();
  let read = 0;
  const reading = async () => {
    for await (const _ of rows.keys({ signal: stop.signal })) {
      read += 1;
      if (read === 100) stop.abort(new Error('enough'));
    }
  };
  await expect(reading()).rejects.toThrow('enough');
  expect(read).toBe(100);
});
