/** What is told of a file: its kind, its parts, and what each byte is, against the worked examples of docs/format.md. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { array, idMapper, mapping, openBuffer, struct, t } from 'sharedbuffers';
import { inspectRemote } from 'sharedbuffers/remote';
import { expect, test } from 'vitest';

const blob = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);
const golden = new URL('../../../test/fixtures/golden/', import.meta.url);
const sections = new Set(
  [
    ...readFileSync(new URL('../../../docs/format.md', import.meta.url), 'utf8').matchAll(
      /^#+ ([\d.]+\d|\d+)/gm,
    ),
  ].map(([, number]) => number!),
);

const Row = struct({ id: t.uint32, name: t.string, tags: t.set(t.uint8), note: t.any });
const row = { id: 7, name: 'Rosario', tags: new Set([1, 3]), note: [1, 'x'] };

test('the record of section 17 is what stands there', async () => {
  using file = await inspectRemote(blob(array(Row).pack([row])));
  const { offset, spans } = await file.recordBytes(0);
  const told = spans.map((span) => [span.offset - offset, span.length, span.kind, span.path]);
  expect(told).toEqual([
    [0, 4, 'bitmap', ''],
    [4, 4, 'bitmap', ''],
    [8, 8, 'pointer', 'name'],
    [16, 8, 'pointer', 'note'],
    [24, 8, 'pointer', 'tags'],
    [32, 4, 'number', 'id'],
    [36, 4, 'padding', ''],
    [40, 2, 'head', 'name'],
    [42, 7, 'content', 'name'],
    [49, 7, 'padding', ''],
    [56, 1, 'code', 'note'],
    [57, 7, 'padding', ''],
    [64, 8, 'head', 'note'],
    [72, 4, 'pointer', 'note'],
    [76, 4, 'pointer', 'note'],
    [80, 1, 'code', 'note'],
    [81, 1, 'content', 'note'],
    [82, 6, 'padding', ''],
    [88, 1, 'code', 'note'],
    [89, 7, 'padding', ''],
    [96, 2, 'head', 'note'],
    [98, 1, 'content', 'note'],
    [99, 5, 'padding', ''],
    [104, 8, 'content', 'tags'],
  ]);
  expect(spans[2]).toMatchObject({ target: offset + 40, section: '9' });
  for (const { section } of spans) expect(sections).toContain(section);
});

/** Every file by Python: arrays, mappings and id mappers of all kinds of keys and values. */
const files = readdirSync(golden, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /(array|idmapper|mapping).*\.bin$/.test(path),
);

test('files by Python: kinds, parts without holes, records whose bytes are told', async () => {
  expect(files.length).toBeGreaterThan(20);
  for (const path of files) {
    const bytes = readFileSync(new URL(path, golden));
    if (bytes.length === 0) continue;
    using file = await inspectRemote(blob(bytes));
    let kind: string | undefined;
    try {
      kind = openBuffer(bytes).kind;
    } catch {
      expect(file.problem, path).toBeInstanceOf(Error);
      continue;
    }
    expect([path, file.kind, file.problem]).toEqual([path, kind, undefined]);
    expectWhole(file.parts, bytes.length);
    const length = Math.min(20, file.records?.length ?? 0);
    for (let index = 0; index < length; index += 1) {
      const { offset, spans } = await file.recordBytes(index);
      expect(spans[0]!.offset).toBeLessThanOrEqual(offset);
      for (const [at, { section }] of spans.entries()) {
        if (at > 0) expect(spans[at]!.offset).toBeGreaterThanOrEqual(endOf(spans[at - 1]!));
        if (section !== '') expect(sections).toContain(section);
      }
    }
    for (const part of file.parts) {
      // Every byte has a name, once.
      let end = part.offset;
      for (const span of await file.spans(part.offset, Math.min(256, part.length))) {
        expect(span.offset).toBeLessThanOrEqual(end);
        end = Math.max(end, endOf(span));
        expect(sections).toContain(span.section);
      }
      expect(end).toBeGreaterThanOrEqual(part.offset + Math.min(256, part.length));
    }
  }
});

function endOf({ offset, length }: { readonly offset: number; readonly length: number }): number {
  return offset + length;
}

function expectWhole(
  parts: readonly { readonly offset: number; readonly length: number; readonly section: string }[],
  size: number,
): void {
  let end = 0;
  for (const part of parts) {
    expect(part.offset).toBe(end);
    end = endOf(part);
    if (part.section !== '') expect(sections).toContain(part.section);
  }
  expect(end).toBe(size);
}

const Rows = mapping({ key: t.string, value: Row });
const rows = Array.from(
  { length: 500 },
  (_, id) => [`key/${id}`, { ...row, id, name: `row ${id}` }] as const,
);
const whole = Rows.pack(rows, { columns: ['id'], indexes: ['name'] });

test('a mapping with everything: parts, fields, keys, entries, and the way of a look-up', async () => {
  using file = await inspectRemote(blob(whole));
  expectWhole(file.parts, whole.length);
  const names = file.parts.map(({ name }) => name);
  for (const name of [
    'keys',
    'index',
    'bucketTable',
    'columns',
    'secondary',
    'records',
    'trailer',
    'footer',
  ]) {
    expect(names).toContain(name);
  }
  expect(file.fields.map(({ name, type, fixed }) => [name, type, fixed])).toEqual([
    ['id', 'uint32', true],
    ['name', 'string', false],
    ['tags', 'set', false],
    ['note', 'any', false],
  ]);
  expect(file.keys).toMatchObject({ entries: 500, kind: 'string', table: 'bucketTable', declared: true });
  expect(await file.columns()).toEqual(['id']);
  expect(await file.column('id', 490, 1000)).toEqual(Uint32Array.from({ length: 10 }, (_, at) => 490 + at));
  await expect(file.column('name', 0, 1)).rejects.toThrow('stores no column name');
  expect((await file.mapping!.get('key/7'))!.id).toBe(7);
  const entries = await file.entries(0, 1000);
  expect(new Map(entries)).toEqual(new Map(rows.map(([key], at) => [key, at])));
  const { steps, found, hash } = await file.lookUp('key/7');
  // As section 8 of the format says.
  expect((await file.lookUp('a')).hash).toBe(15154266338359012955n);
  expect(hash).not.toBe(0n);
  expect(steps.map(({ part }) => part)).toEqual(['bucketTable', 'keys', 'bucketTable']);
  expect(found).toBe((await file.recordBytes(7)).offset);
  expect((await file.lookUp('none')).found).toBeUndefined();
  expect(await file.bytes(whole.length - 3, 10)).toEqual(whole.slice(-3));
});

test('an id mapper: entries, and a look-up by search', async () => {
  const ids = Array.from({ length: 300 }, (_, at) => [at * 3, at] as const);
  using file = await inspectRemote(blob(idMapper({ key: t.uint64 }).pack(ids)));
  expect([file.kind, file.records]).toEqual(['idMapper', undefined]);
  expect(await file.entries(10, 12)).toEqual([
    [30, 10],
    [33, 11],
  ]);
  const { steps, found } = await file.lookUp(33);
  expect([found, steps.every(({ part }) => part === 'index')]).toEqual([11, true]);
});

test('damage is told or read, wherever it is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.option(fc.nat(whole.length), { freq: 4 }),
      async (flips, cut) => {
        const bytes = whole.slice(0, cut ?? undefined);
        for (const [at, flip] of flips) if (at < bytes.length) bytes[at] = bytes[at]! ^ flip;
        using file = await inspectRemote(blob(bytes));
        expectWhole(file.parts, bytes.length);
        const told = (error: unknown) =>
          expect((error as { code?: string }).code).toEqual(expect.any(String));
        for (const { offset } of file.parts.slice(0, 4)) await file.spans(offset, 100).catch(told);
        if (file.records !== undefined && file.records.length > 3) await file.recordBytes(3).catch(told);
        if (file.mapping !== undefined) {
          await file.lookUp('key/9').catch(told);
          await file.entries(0, 20).catch(told);
        }
      },
    ),
    { numRuns: 150 },
  );
});
