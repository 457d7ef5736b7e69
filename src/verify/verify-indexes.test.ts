/** Verifying secondary indexes: what damage does to them is found, or does not change what they lead to. */
import { ArgumentError, mapping, struct, t, verifyBuffer } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Row = struct({ name: t.string, tags: t.list(t.uint8), wide: t.uint64.optional() });
const Rows = mapping({ key: t.string, value: Row });
const INDEXES = [
  { name: 'name', ordered: true },
  'tags',
  'wide',
  { name: 'own', keys: (row: { name: string }) => row.name.slice(0, 1) },
] as const;
const entries = Array.from(
  { length: 12 },
  (_, id): [string, { name: string; tags: number[]; wide?: number }] => [
    `k${id}`,
    { name: `name ${id % 5}`, tags: [id % 3, 7], ...(id % 2 === 0 && { wide: id * 2 ** 40 }) },
  ],
);
const pack = (index: 'table' | 'compact' | 'none'): Uint8Array =>
  Rows.pack(entries as never, { index, indexes: INDEXES as never, checksums: false });

/** Where the section lies: its header and all of its payload. */
function sectionOf(bytes: Uint8Array): [start: number, end: number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; ; at += 32) {
    if (view.getUint32(at, true) !== 0x45534253 || view.getUint32(at + 8, true) !== 9) continue;
    return [at, at + 32 + view.getUint32(at + 16, true)];
  }
}

/** All that the indexes lead to, by whatever names: no check knows what these were. */
function answers(bytes: Uint8Array): string {
  const read = Rows.fromBuffer(bytes);
  const all = read.indexNames.map((name) => {
    const index = read.by(name);
    const keys = [...index.keys()];
    const known = ['name 0', 'name 4', 'n', 7, 0, 1, 2 ** 41, 3 * 2 ** 40, 'zz'];
    const found = [...keys, ...known].map((key) => [
      String(key),
      index.getAll(key).map((each) => JSON.stringify(each)),
    ]);
    return [index.size, index.keyCount, found];
  });
  return JSON.stringify(all);
}

/** The names of two keys, by their order; undefined where that is not there. */
function ordered(bytes: Uint8Array): string | undefined {
  const read = Rows.fromBuffer(bytes);
  try {
    return Array.from(read.by(read.indexNames[0]!).range('name 1', 'name 3'), ([key]) => key).join();
  } catch (error) {
    if (error instanceof ArgumentError) return undefined;
    throw error;
  }
}

describe('indexes', () => {
  test.each(['table', 'compact', 'none'] as const)('that are intact are whole: %s', (index) => {
    expect(verifyBuffer(pack(index))).toMatchObject({ ok: true, findings: [] });
  });

  test.each(['table', 'compact', 'none'] as const)(
    'no damage changes what they lead to unseen: %s',
    (index) => {
      const bytes = pack(index);
      const [start, end] = sectionOf(bytes);
      const whole = answers(bytes);
      const inOrder = ordered(bytes);
      expect(inOrder?.split(',')).toHaveLength(5);
      const unseen: number[] = [];
      let seen = 0;
      for (let at = start; at < end; at += 1) {
        const was = bytes[at]!;
        bytes[at] = was ^ (1 << (at % 8));
        const { ok } = verifyBuffer(bytes);
        if (!ok) seen += 1;
        else {
          try {
            // A kind or a magic that nobody knows takes the section out.
            const there = Rows.fromBuffer(bytes).indexNames.length > 0;
            if (there && (answers(bytes) !== whole || (ordered(bytes) ?? inOrder) !== inOrder))
              unseen.push(at - start);
          } catch {
            unseen.push(at - start);
          }
        }
        bytes[at] = was;
      }
      expect(unseen).toEqual([]);
      expect(seen).toBeGreaterThan((end - start) / 4);
    },
  );

  test('that lead to other records than the field says are found', () => {
    const bytes = pack('none');
    const other = Rows.pack(
      entries.map(([key, row], at) => [key, { ...row, name: at === 5 ? 'name 1' : row.name }]) as never,
      { index: 'none', indexes: INDEXES as never, checksums: false },
    );
    // The records of one, the indexes of the other: of the same size, as all names are.
    const [start, end] = sectionOf(other);
    const [from, to] = sectionOf(bytes);
    expect([from, to]).toEqual([start, end]);
    const mixed = bytes.slice();
    mixed.set(other.subarray(start, end), start);
    const { findings } = verifyBuffer(mixed);
    expect(findings).toMatchObject([
      {
        code: 'secondary',
        path: 'index name',
        message: expect.stringContaining('not those of the field name'),
      },
    ]);
  });
});
