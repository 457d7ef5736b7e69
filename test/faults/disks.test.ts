/** Disks that are full, cannot be written to, or are mounted in unusual ways. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { struct, t } from 'sharedbuffers';
import { buildArray, ObjectPool } from 'sharedbuffers/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../cli/harness.js';
import { describeWhere, folderFor, mount, unmount } from './faults.js';

const Row = struct({ text: t.string });
function* rows(count: number): Generator<{ text: string }> {
  // Text that does not compress.
  for (let row = 0; row < count; row += 1) yield { text: randomBytes(750).toString('base64') };
}

let folder: string;
let disk: string;
let target: string;
beforeAll(() => {
  folder = folderFor('disks');
  disk = join(folder, 'disk');
  mkdirSync(disk);
  target = join(disk, 'target.sb');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs with a small disk that holds the old file. */
async function onDisk(use: () => Promise<void>): Promise<void> {
  mount(disk, '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs');
  try {
    writeFileSync(target, 'old');
    await use();
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(disk)).toEqual(['target.sb']);
  } finally {
    unmount(disk);
  }
}

describeWhere('mounts', 'a disk', () => {
  test('that is full fails a build by the name of its target, and keeps the old file', () =>
    onDisk(async () => {
      // Among the rows, and only in the file.
      for (const count of [20_000, 3000]) {
        await expect(buildArray(target, Row, rows(count))).rejects.toThrow(
          /^cannot (write|write to|replace) .*target\.sb: the disk is full.*\(ENOSPC\)$/,
        );
        expect(readdirSync(disk)).toEqual(['target.sb']);
      }
    }));

  test('that is full fails the command line in one line', () =>
    onDisk(async () => {
      const line = `${JSON.stringify({ text: 'x'.repeat(1000) })}\n`;
      const { code, stderr } = await cli(['build', '-', '-o', target, '-q', '--keep-free', '0'], {
        stdin: line.repeat(20_000),
      });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/^sharedbuffers: cannot write .*target\.sb: the disk is full[^\n]*\n$/),
      });
    }));

  test('is not filled by an input without end: the command line leaves some of it free', async () => {
    mount(disk, '-t', 'tmpfs', '-o', 'size=64m', 'tmpfs');
    try {
      function* endless() {
        for (;;) yield Buffer.from('y\n'.repeat(2 ** 15));
      }
      // Standard input, whose copy is set aside; more than there is, whatever is made of it.
      const stdin = Readable.from(endless());
      const { code, stderr } = await cli(['build', '-', '-o', target, '-f', 'csv', '-q'], { stdin });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/^sharedbuffers: the disk of .*disk has [23] MiB free, [^\n]*\n$/),
      });
      expect(readdirSync(disk)).toEqual([]);
      // A file, whose result grows.
      const input = join(folder, 'input.ndjson');
      writeFileSync(input, Array.from(rows(30_000), (row) => JSON.stringify({ text: row.text })).join('\n'));
      const kept = await cli(['build', input, '-o', target, '-q', '--keep-free', '50']);
      expect(kept.stderr).toMatch(/and 50 MiB are to be left/);
      expect(readdirSync(disk)).toEqual([]);
      expect((await cli(['build', input, '-o', target, '-q', '--keep-free', '0'])).code).toBe(0);
    } finally {
      unmount(disk);
    }
  });

  test('that is full fails a pool, which says where it is', () =>
    onDisk(async () => {
      using pool = new ObjectPool({ folder: disk, sectionSize: 2 ** 24 });
      const fill = () => {
        for (const row of rows(20_000)) pool.pack(Row, row);
      };
      expect(fill).toThrow(/a section of the pool in .*disk: the disk is full/);
    }));

  test('that is read-only refuses the build before its first row', () =>
    onDisk(async () => {
      mount(disk, '-o', 'remount,ro');
      let taken = 0;
      function* counted() {
        for (const row of rows(1)) {
          taken += 1;
          yield row;
        }
      }
      await expect(buildArray(target, Row, counted())).rejects.toThrow(/target\.sb: .*read-only.*\(EROFS\)$/);
      expect(taken).toBe(0);
    }));

  test('of which one file is mounted says that its folder should be', () =>
    onDisk(async () => {
      const mounted = join(folder, 'mounted.sb');
      writeFileSync(mounted, '');
      mount(mounted, '--bind', target);
      try {
        await expect(buildArray(mounted, Row, rows(1))).rejects.toThrow(
          /mounted\.sb: it is a mount point.*mount its folder.*\(EBUSY\)$/,
        );
        expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      } finally {
        unmount(mounted);
      }
    }));
});
