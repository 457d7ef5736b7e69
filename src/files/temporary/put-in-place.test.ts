/** Replacing where a system refuses it for files that are open, as Windows does; there, test/platforms shows that it does. */
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileError } from '../../errors.js';
import { cleanFolder } from './leftovers.js';
import { putInPlace } from './put-in-place.js';
import { temporaryKind } from './temporary-name.js';

let folder: string;
let target: string;
let made: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'put-'));
  target = join(folder, 'target');
  made = join(folder, 'made');
  writeFileSync(target, 'old');
  writeFileSync(made, 'new');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const refused = (code: string) => Object.assign(new Error(code), { code });
/** Refuses to rename what is told, so many times, with a code. */
function refusing(code: string, refuse: (from: string, to: string) => boolean, times = Infinity) {
  let left = times;
  const rename = (from: string, to: string) => {
    if (left > 0 && refuse(basename(from), basename(to))) {
      left -= 1;
      throw refused(code);
    }
    renameSync(from, to);
  };
  return { rename, refuses: true };
}
const overTarget = (from: string, to: string) => from === 'made' && to === 'target';

describe('a finished file', () => {
  test('takes the place of its target in one step', () => {
    putInPlace(made, target);
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['target']);
  });

  test.each(['EPERM', 'EACCES', 'EBUSY'])('takes it in two where one is refused with %s', (code) => {
    // The old one is out of the way by the second time.
    putInPlace(made, target, refusing(code, overTarget, 1));
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['target']);
  });

  test('is tried again while a program has the target open for a moment', () => {
    putInPlace(
      made,
      target,
      refusing('EACCES', (_, to) => to === 'target' || to.endsWith('.tmp'), 4),
    );
    expect(readFileSync(target, 'utf8')).toBe('new');
  });

  test('is told what is in its way, and all is as before', () => {
    const put = () =>
      putInPlace(
        made,
        target,
        refusing('EBUSY', () => true),
      );
    expect(put).toThrow(FileError);
    expect(put).toThrow(
      `cannot replace ${target}: a program has it open and does not let it be renamed (EBUSY)`,
    );
    expect([readFileSync(target, 'utf8'), readFileSync(made, 'utf8')]).toEqual(['old', 'new']);
  });

  test('leaves the old one in its place where the new one cannot be renamed', () => {
    const from = refusing('EPERM', (name) => name === 'made');
    expect(() => putInPlace(made, target, from)).toThrow('EPERM');
    expect(readdirSync(folder).sort()).toEqual(['made', 'target']);
    expect(readFileSync(target, 'utf8')).toBe('old');
  });

  test('is not tried again for other errors, and elsewhere than on Windows', () => {
    const calls: string[] = [];
    const rename = (from: string) => {
      calls.push(from);
      throw refused('EPERM');
    };
    expect(() => putInPlace(made, target, { rename, refuses: false })).toThrow('EPERM');
    expect(() => putInPlace(made, join(folder, 'none'), { rename, refuses: true })).toThrow('EPERM');
    expect(() => putInPlace(made, target, refusing('ENOSPC', overTarget))).toThrow('ENOSPC');
    expect(calls).toEqual([made, made]);
  });

  test('old ones that were mapped are cleaned up like leftovers', () => {
    const old = join(folder, '.target.123.o0123456789ab.tmp');
    expect(temporaryKind(basename(old), target)).toMatchObject({ replaced: true, locked: false });
    writeFileSync(old, 'old');
    expect(cleanFolder(folder)).toEqual([{ path: old, byteLength: 3 }]);
  });
});
