import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { idMapper, struct, t } from 'sharedbuffers';
import { buildArray, buildBundle, buildIdMapper, mergeIdMapperFiles, openArray } from 'sharedbuffers/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ArgumentError, FileError } from '../../errors.js';

const Row = struct({ id: t.uint32 });
const rows = [{ id: 7 }];
const Keys = idMapper({ key: t.uint32 });

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'target-'));
  target = join(folder, 'a.sb');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const built = () => openArray(target, Row).at(0)?.id;

describe('a target', () => {
  test('may be a URL', async () => {
    await buildArray(pathToFileURL(target), Row, rows);
    expect(built()).toBe(7);
  });

  test.each(['', 'new/', 'new/.', '.', '..', 'a/..', './'])('cannot be %j', async (path) => {
    await expect(buildArray(path, Row, rows)).rejects.toThrow(ArgumentError);
    await expect(buildArray(path && `${folder}/${path}`, Row, rows)).rejects.toThrow(ArgumentError);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('cannot be what is there and no file', async () => {
    await expect(buildArray(folder, Row, rows)).rejects.toThrow(/it is a folder/);
    await expect(buildArray('/dev/null', Row, rows)).rejects.toThrow(/it is a device/);
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(buildArray(pipe, Row, rows)).rejects.toThrow(/it is a named pipe/);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  test('that is a link to nothing yet is made where that leads', async () => {
    mkdirSync(join(folder, 'deep'));
    symlinkSync('deep/two', join(folder, 'one'));
    symlinkSync('../real', join(folder, 'deep/two'));
    symlinkSync('one', target);
    await buildArray(target, Row, rows);
    expect(built()).toBe(7);
    expect(readlinkSync(target)).toBe('one');
    expect(lstatSync(join(folder, 'real')).isFile()).toBe(true);
  });

  test('that is a link to a missing folder, or in a circle, is refused', async () => {
    symlinkSync('none/real', target);
    await expect(buildArray(target, Row, rows)).rejects.toThrow(
      /cannot create .*a\.sb: there is no such file or folder/,
    );
    symlinkSync('circle', join(folder, 'circle'));
    await expect(buildArray(join(folder, 'circle'), Row, rows)).rejects.toThrow(/in a circle/);
    expect(readdirSync(folder).sort()).toEqual(['a.sb', 'circle']);
  });
});

/** Modes and owners that the temporary has while it is built, and that the target has then. */
async function access(): Promise<[{ mode: number; uid: number; gid: number }, number]> {
  let during = { mode: 0, uid: 0, gid: 0 };
  function* looking() {
    const [temporary] = readdirSync(folder).filter((name) => name.endsWith('.tmp'));
    const { mode, uid, gid } = statSync(join(folder, temporary!));
    during = { mode: mode & 0o7777, uid, gid };
    yield* rows;
  }
  await buildArray(target, Row, looking());
  return [during, statSync(target).mode & 0o7777];
}

describe.skipIf(process.platform === 'win32')('the new file has', () => {
  test.each([0o600, 0o640, 0o666, 0o400])('the mode of the old one, %o', async (mode) => {
    writeFileSync(target, '');
    chmodSync(target, mode);
    const [during, after] = await access();
    expect([during.mode, after]).toEqual([mode, mode]);
  });

  test.runIf(process.getuid?.() === 0)('its owner and group, where root builds it', async () => {
    writeFileSync(target, '');
    chownSync(target, 12_345, 23_456);
    chmodSync(target, 0o6750);
    const [during, after] = await access();
    expect(during).toEqual({ mode: 0o6750, uid: 12_345, gid: 23_456 });
    expect([after, statSync(target).uid, statSync(target).gid]).toEqual([0o6750, 12_345, 23_456]);
  });
});

describe('a file is not built from itself', () => {
  test('under any name', async () => {
    await buildIdMapper(target, Keys, [[1, 2]]);
    linkSync(target, join(folder, 'hard'));
    symlinkSync(target, join(folder, 'soft'));
    await buildIdMapper(join(folder, 'b.sb'), Keys, [[3, 4]]);
    for (const name of ['a.sb', 'hard', 'soft']) {
      const path = join(folder, name);
      const merging = mergeIdMapperFiles(path, Keys, [join(folder, 'b.sb'), pathToFileURL(target)]);
      await expect(merging).rejects.toThrow(/a\.sb is read to build this very file/);
      await expect(buildBundle(path, [['entry', target]])).rejects.toThrow(ArgumentError);
    }
    expect(readdirSync(folder).sort()).toEqual(['a.sb', 'b.sb', 'hard', 'soft']);
  });

  test('but from others, given as URLs too', async () => {
    await buildIdMapper(target, Keys, [[1, 2]]);
    await mergeIdMapperFiles(join(folder, 'b.sb'), Keys, [pathToFileURL(target)]);
    await buildBundle(pathToFileURL(join(folder, 'c.zip')), [['entry', pathToFileURL(target)]]);
    await expect(buildBundle(join(folder, 'd.zip'), [['entry', folder]])).rejects.toThrow(FileError);
    expect(readdirSync(folder).sort()).toEqual(['a.sb', 'b.sb', 'c.zip']);
  });
});
