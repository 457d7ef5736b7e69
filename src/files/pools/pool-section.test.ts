/** Sections where the system has no mmap: in this process's memory, with the same content. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClosedError, FileError, struct, t } from 'sharedbuffers';
import { ObjectPool } from 'sharedbuffers/node';
import { afterEach, expect, test, vi } from 'vitest';

const system = vi.hoisted(() => ({ missing: false }));
vi.mock('../mapping/mmap-system.js', async (original) => {
  const { mmapSystem } = await original<typeof import('../mapping/mmap-system.js')>();
  const { NoMapping } = await import('../mapping/load-koffi.js');
  return { mmapSystem: () => (system.missing ? new NoMapping('there is no mmap here') : mmapSystem()) };
});
afterEach(() => {
  system.missing = false;
});

const Row = struct({ n: t.int32, text: t.string });

test.each([true, false])('without mmap: %s', (missing) => {
  system.missing = missing;
  const folder = mkdtempSync(join(tmpdir(), 'pool-section-'));
  const pool = new ObjectPool({ folder, sectionSize: 4096, minFree: 64 });
  const places = Array.from({ length: 300 }, (_, n) => pool.pack(Row, { n, text: `text number ${n}` }));
  const rows = places.map((place) => pool.unpack(Row, place));
  for (const [n, row] of rows.entries()) expect(row.toObject()).toEqual({ n, text: `text number ${n}` });
  expect(pool.sectionCount).toBeGreaterThan(1);
  if (missing) {
    expect([pool.mapped, pool.notMappedBecause]).toEqual([false, 'there is no mmap here']);
  }
  expect(readdirSync(folder)).toEqual([]);
  pool.close();
  expect(() => rows[0]!.n).toThrow(ClosedError);
  rmSync(folder, { recursive: true });
});

test('a folder that is not there is an error that names it', () => {
  const pool = new ObjectPool({ folder: join(tmpdir(), 'no', 'such', 'folder') });
  expect(() => pool.pack(Row, { n: 1, text: '' })).toThrow(FileError);
  expect(() => pool.pack(Row, { n: 1, text: '' })).toThrow('folder');
});
