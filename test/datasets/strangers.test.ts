/** Folders as strangers leave them: links, pipes, folders in the place of files, and manifests as large as they can be. */
import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CorruptBufferError, FileError, mapping, struct, t } from 'sharedbuffers';
import { buildDataset, liveDataset, openDataset, publishDataset, verifyDataset } from 'sharedbuffers/node';
import { afterAll, beforeAll, expect, test } from 'vitest';

const Cities = mapping({ key: t.string, value: struct({ n: t.uint32 }) });
const ROWS = Array.from({ length: 200 }, (_, n): [string, { n: number }] => [`k${n}`, { n }]);

let root: string;
let made = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'strangers-'));
});
afterAll(() => rmSync(root, { recursive: true }));

async function set() {
  const path = join(root, `${made++}`);
  await buildDataset(path, Cities, ROWS, { shards: 4, run: 'r' });
  return { path, manifest: join(path, 'r', 'manifest.json'), current: join(path, 'current.json') };
}
const whole = async (path: string) => {
  using opened = await openDataset(path, Cities);
  return ROWS.every(([key, { n }]) => opened.get(key)?.n === n);
};

test('links to folders, documents and parts are followed', async () => {
  const { path, manifest, current } = await set();
  const elsewhere = join(root, 'elsewhere');
  mkdirSync(elsewhere);
  for (const file of [manifest, current, join(path, 'r', 'part-00000-0.sb')]) {
    const moved = join(elsewhere, file.replaceAll('/', '_'));
    renameSync(file, moved);
    symlinkSync(moved, file);
  }
  linkSync(join(path, 'r', 'part-00001-0.sb'), join(elsewhere, 'hard'));
  const link = join(root, 'link');
  symlinkSync(path, link);
  expect(await whole(link)).toBe(true);
  expect((await verifyDataset(link)).ok).toBe(true);
  // What is published replaces the link, and not what it leads to.
  await buildDataset(link, Cities, ROWS, { shards: 2, run: 'r2' });
  expect(await whole(path)).toBe(true);
});

test('what is no file is an error, and nothing waits for it', async () => {
  const { path, manifest, current } = await set();
  const part = join(path, 'r', 'part-00002-0.sb');
  for (const file of [current, manifest, part]) {
    const kept = readFileSync(file);
    for (const make of [
      () => execFileSync('mkfifo', [file]),
      () => mkdirSync(file),
      () => symlinkSync('/dev/zero', file),
    ]) {
      rmSync(file, { recursive: true });
      make();
      if (file === part) {
        const { findings } = await verifyDataset(path);
        expect(findings.length).toBeGreaterThan(0);
        await expect(whole(path)).rejects.toThrow(CorruptBufferError);
      } else {
        await expect(openDataset(path)).rejects.toThrow(FileError);
        await expect(openDataset(path)).rejects.toThrow(/no regular file/);
        expect((await verifyDataset(path)).ok).toBe(false);
      }
    }
    rmSync(file, { recursive: true });
    writeFileSync(file, kept);
  }
  expect(await whole(path)).toBe(true);
  symlinkSync('nowhere', join(root, 'dangling'));
  await expect(openDataset(join(root, 'dangling'))).rejects.toThrow(FileError);
  rmSync(current);
  await expect(openDataset(path)).rejects.toThrow(/no current\.json/);
  await expect(liveDataset(path)).rejects.toThrow(FileError);
});

test('a manifest cut off anywhere, or with a byte changed, is an error, or the same', async () => {
  const { path, manifest } = await set();
  const good = readFileSync(manifest);
  for (let length = 0; length < good.length; length += 37) {
    writeFileSync(manifest, good.subarray(0, length));
    await expect(openDataset(path)).rejects.toThrow(CorruptBufferError);
  }
  for (let at = 0; at < good.length; at += 13) {
    const bad = Buffer.from(good);
    bad[at]! ^= 1;
    writeFileSync(manifest, bad);
    const outcome = await whole(path).catch((error: { code?: string }) => error.code);
    expect([true, 'SB_CORRUPT', 'SB_VERSION', 'SB_FILE']).toContain(outcome);
  }
});

test('parts cut off anywhere are told where they are needed', async () => {
  const { path } = await set();
  const part = join(path, 'r', 'part-00001-0.sb');
  const good = readFileSync(part);
  for (const length of [0, 1, 100, good.length - 1]) {
    truncateSync(part, length);
    await expect(whole(path)).rejects.toThrow(/is not shard 1 of run r: it is of bytes/);
    expect((await verifyDataset(path)).findings.some(({ shard }) => shard === 1)).toBe(true);
    writeFileSync(part, good);
  }
});

test('as many parts as there can be are opened in a moment, and more bytes than any manifest has are not read', async () => {
  const { path, manifest } = await set();
  const json = JSON.parse(readFileSync(manifest, 'utf8'));
  const [first] = json.parts;
  const parts = Array.from({ length: 65_536 }, (_, shard) => ({
    ...first,
    shard,
    path: `part-${String(shard).padStart(5, '0')}-0.sb`,
    min: 'k'.repeat(100),
    max: 'l'.repeat(100),
  }));
  const sum = (name: string) => 65_536 * first[name];
  const large = {
    ...json,
    shards: 65_536,
    parts,
    entries: sum('entries'),
    records: sum('records'),
    bytes: sum('bytes'),
  };
  writeFileSync(manifest, JSON.stringify(large));
  using opened = await openDataset(path, Cities);
  expect([opened.manifest.parts.length, opened.size]).toEqual([65_536, sum('entries')]);
  expect(() => opened.shard(65_535)).toThrow(FileError);
  truncateSync(manifest, 2 ** 27);
  await expect(openDataset(path, Cities)).rejects.toThrow(/longer than/);
  await expect(publishDataset(path, { run: 'r', shards: 4 })).rejects.toThrow(/longer than/);
});

test('processes that publish at once leave one whole version each time', async () => {
  const path = join(root, `${made++}`);
  const runs = ['a', 'b', 'c', 'd'];
  await Promise.all(runs.map((run) => buildDataset(path, Cities, ROWS, { shards: 4, run, publish: false })));
  const results = await Promise.allSettled(
    runs.map((run) => publishDataset(path, { run, shards: 4, replaces: null })),
  );
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  expect(await whole(path)).toBe(true);
  expect(readdirSync(path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
