import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { struct, t } from 'sharedbuffers';
import { buildArray, cleanFolder } from 'sharedbuffers/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ArgumentError, FileError } from '../../errors.js';
import { canLock } from './file-lock.js';

const Row = struct({ id: t.uint32 });
const DAY_MS = 24 * 60 * 60 * 1000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leftovers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, agedMs = 0): string {
  const path = join(folder, name);
  writeFileSync(path, 'abc');
  const then = new Date(Date.now() - agedMs);
  utimesSync(path, then, then);
  return path;
}

/** A build that has begun, and goes on once it is told to. */
async function begun(path: string): Promise<{ readonly build: Promise<void>; readonly goOn: () => void }> {
  let goOn = () => {};
  const told = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let build: Promise<void> | undefined;
  await new Promise<void>((asked) => {
    async function* rows() {
      asked();
      await told;
      yield { id: 1 };
    }
    build = buildArray(path, Row, rows());
  });
  return { build: build!, goOn };
}

describe('cleanFolder', () => {
  test.runIf(canLock())('removes what no process writes any more, and says what', () => {
    const left = [
      '.cities.sb.123.0123456789ab.tmp',
      '.sharedbuffers.name.1.abcdefabcdef.tmp',
      '.a\nb.7.0123456789ab.tmp',
    ];
    for (const name of left) write(name);
    write('cities.sb');
    expect(cleanFolder(pathToFileURL(folder)).map(({ path }) => path)).toEqual(
      left.sort().map((name) => join(folder, name)),
    );
    expect(readdirSync(folder)).toEqual(['cities.sb']);
    expect(cleanFolder(folder)).toEqual([]);
  });

  test('removes spools that a process had no time to take the name of', () => {
    write('.spool.123.4.abc12.tmp');
    write('.pool.123.4.abc12.tmp');
    expect(cleanFolder(folder).map(({ byteLength }) => byteLength)).toEqual([3, 3]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leaves the temporary of a build that goes on', async () => {
    const target = join(folder, 'cities.sb');
    const { build, goOn } = await begun(target);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(cleanFolder(folder)).toEqual([]);
    goOn();
    await build;
    expect(readdirSync(folder)).toEqual(['cities.sb']);
  });

  test('leaves what says that it has no lock, until it was not touched for a day', () => {
    const name = '.cities.sb.123.u0123456789ab.tmp';
    write(name, DAY_MS - 60_000);
    expect(cleanFolder(folder)).toEqual([]);
    write(name, DAY_MS + 60_000);
    expect(cleanFolder(folder)).toHaveLength(1);
  });

  test('leaves all that is not its own, or no file', () => {
    const names = [
      'cities.sb',
      '.cities.sb.tmp',
      '.cities.sb.12.0123456789.tmp',
      'x.cities.sb.12.0123456789ab.tmp',
      '.cities.sb.12.0123456789ab.tmpx',
      '.spool.1.2.tmp',
    ];
    for (const name of names) write(name, 2 * DAY_MS);
    mkdirSync(join(folder, '.folder.12.0123456789ab.tmp'));
    symlinkSync(join(folder, 'cities.sb'), join(folder, '.link.12.0123456789ab.tmp'));
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [join(folder, '.pipe.12.0123456789ab.tmp')]);
      execFileSync('mkfifo', [join(folder, '.spool.1.2.ab.tmp')]);
    }
    const before = readdirSync(folder);
    expect(cleanFolder(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual(before);
  });

  test('says what is wrong with the folder', () => {
    expect(() => cleanFolder(join(folder, 'none'))).toThrow(FileError);
    expect(() => cleanFolder(write('file'))).toThrow(/cannot list .*file: part of the path is a file/);
    expect(() => cleanFolder('')).toThrow(ArgumentError);
  });
});

describe('a build', () => {
  test.runIf(canLock())('removes what earlier ones of its target left, and no others', async () => {
    const other = '.other.1.0123456789ab.tmp';
    for (const name of ['.a.sb.1.0123456789ab.tmp', '.a.sb.2.0123456789ab.tmp', '.spool.1.2.ab.tmp', other]) {
      write(name);
    }
    await buildArray(join(folder, 'a.sb'), Row, [{ id: 1 }]);
    expect(readdirSync(folder).sort()).toEqual([other, 'a.sb']);
  });

  test('leaves the temporary of another that goes on with the same target', async () => {
    const target = join(folder, 'a.sb');
    const [one, two] = [await begun(target), await begun(target)];
    await buildArray(target, Row, [{ id: 1 }]);
    expect(readdirSync(folder)).toHaveLength(3);
    two.goOn();
    one.goOn();
    await Promise.all([one.build, two.build]);
    expect(readdirSync(folder)).toEqual(['a.sb']);
  });

  test('knows its own by names as long as the system takes', async () => {
    for (const name of ['é'.repeat(120), `${'x'.repeat(59)}😀${'y'.repeat(90)}`]) {
      const target = join(folder, name);
      const { build, goOn } = await begun(target);
      const [temporary] = readdirSync(folder).filter((each) => each.startsWith('.'));
      goOn();
      await build;
      write(temporary!, 2 * DAY_MS);
      await buildArray(target, Row, [{ id: 1 }]);
      expect(readdirSync(folder)).toEqual([name]);
      rmSync(target);
    }
  });
});
