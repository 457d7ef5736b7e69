/** What slots of tables, ranks and further indexes are told to lead to, against where keys and records lie. */
import { array, mapping, struct, t } from 'sharedbuffers';
import { type ByteSpan, inspectRemote, type RemoteInspection } from 'sharedbuffers/remote';
import { expect, test } from 'vitest';

const Row = struct({ id: t.uint32, name: t.string });
const COUNT = 400;
const rowOf = (id: number) => ({ id, name: `name ${id % 30}` });
const blob = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);

async function told(file: RemoteInspection, name: string): Promise<readonly ByteSpan[]> {
  const part = file.parts.find((each) => each.name === name)!;
  const spans = await file.spans(part.offset, part.length);
  // One behind the other, and each byte once.
  let end = part.offset;
  for (const { offset, length } of spans.filter((span) => span.offset >= part.offset)) {
    expect(offset).toBe(end);
    end = offset + length;
  }
  expect(end).toBeGreaterThanOrEqual(part.offset + part.length);
  return spans;
}

async function places(file: RemoteInspection): Promise<number[]> {
  const all = Array.from({ length: file.records!.length }, (_, at) => file.recordBytes(at));
  return (await Promise.all(all)).map(({ offset }) => offset).sort((a, b) => a - b);
}

const targets = (spans: readonly ByteSpan[], what: RegExp) =>
  spans
    .filter((span) => what.test(span.what))
    .map(({ target }) => target!)
    .sort((a, b) => a - b);

test('slots of buckets lead to all keys and records, and free ones to none', async () => {
  for (const [key, keyOf, options] of [
    [t.string, (id: number) => `key ${id}`, {}],
    [t.uint64, (id: number) => id * 1e9, {}],
    [t.string, (id: number) => `key ${id >> 2}`, { multi: true }],
  ] as const) {
    const declared = mapping({ key: key as typeof t.string, value: Row, ...options });
    const rows = Array.from({ length: COUNT }, (_, id) => [keyOf(id) as string, rowOf(id)] as const);
    using file = await inspectRemote(blob(declared.pack(rows)));
    const spans = await told(file, 'bucketTable');
    expect(targets(spans, /^record at byte/)).toEqual(await places(file));
    expect(spans.filter(({ what }) => /^key (at byte|of entry)/.test(what)).length).toBe(COUNT);
    expect(
      spans.some(({ path, what }) => /^bucket 0, slot \d$/.test(path) && /^tag of the hash/.test(what)),
    ).toBe(true);
    expect(spans.some(({ what }) => /^a list of 4 entries/.test(what))).toBe('multi' in options);
    const [, step] = (await file.lookUp(keyOf(5) as never)).steps;
    expect(spans.some(({ offset }) => offset === step!.offset) || step !== undefined).toBe(true);
  }
});

test('direct tables, directories and orders lead to records and entries', async () => {
  const rows = Array.from({ length: COUNT }, (_, id) => rowOf(id));
  const dense = mapping({ key: t.uint64, value: Row }).pack(rows.map((row) => [row.id * 2, row] as const));
  using direct = await inspectRemote(blob(dense));
  const slots = await told(direct, 'directTable');
  expect(targets(slots, /^record at byte/)).toEqual(await places(direct));
  expect(slots.find(({ path }) => path === 'key 3')?.what).toBe('there is no such key');
  const text = mapping({ key: t.string, value: Row }).pack(
    rows.map((row) => [`key ${row.id}`, row] as const),
    { index: 'compact', ordered: true },
  );
  using ordered = await inspectRemote(blob(text));
  const ranks = targets(await told(ordered, 'order'), /^entry \d+/);
  const index = ordered.parts.find(({ name }) => name === 'index')!;
  expect(ranks).toEqual(Array.from({ length: COUNT }, (_, at) => index.offset + at * 24));
  const directory = await told(ordered, 'directory');
  expect(directory.filter(({ path }) => /^bucket \d+$/.test(path)).length).toBe(COUNT / 2);
});

test('further indexes are told with their keys, entries and tables', async () => {
  const rows = Array.from({ length: COUNT }, (_, id) => [`key ${id}`, rowOf(id)] as const);
  const bytes = mapping({ key: t.string, value: Row }).pack(rows, { indexes: ['name', 'id'] });
  using file = await inspectRemote(blob(bytes));
  const spans = await told(file, 'secondary');
  for (const told of [
    'index name: keys',
    'index name: entry 0',
    'index id: entry 399',
    'index name: header',
  ]) {
    expect([told, spans.some(({ path }) => path === told)]).toEqual([told, true]);
  }
  expect(
    spans.some(({ path, what }) => /^index name: bucket 0, slot/.test(path) && /^code \d+/.test(what)),
  ).toBe(true);
  using list = await inspectRemote(blob(array(Row).pack([rowOf(1)])));
  expect((await list.spans(0, 56)).every(({ path }) => path !== '')).toBe(true);
});
