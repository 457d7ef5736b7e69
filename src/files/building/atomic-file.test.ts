import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ArgumentError, ClosedError, FileError } from '../../errors.js';
import { mapFile } from '../mapping/map-file.js';
import { AtomicFile } from './atomic-file.js';

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-file-'));
  target = join(folder, 'cities.sb');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const step = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), length: fc.nat({ max: 300 }) }),
  fc.record({
    kind: fc.constant('write' as const),
    length: fc.integer({ min: 2 ** 20 - 400, max: 2 ** 20 + 1 }),
  }),
  fc.record({ kind: fc.constant('align' as const), length: fc.constantFrom(1, 8, 24, 4096) }),
  fc.record({
    kind: fc.constant('patch' as const),
    length: fc.nat({ max: 300 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);

describe('AtomicFile', () => {
  test('holds what was written, aligned and patched', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const file = AtomicFile.create(target);
        let expected = Buffer.alloc(0);
        for (const [i, action] of steps.entries()) {
          const bytes = new Uint8Array(action.length + 5).fill(i + 1);
          if (action.kind === 'write') {
            file.write(bytes, 5);
            expected = Buffer.concat([expected, bytes.subarray(5)]);
          } else if (action.kind === 'align') {
            file.align(action.length);
            const length = Math.ceil(expected.length / action.length) * action.length;
            expected = Buffer.concat([expected, Buffer.alloc(length - expected.length)]);
          } else {
            const length = Math.min(action.length, expected.length);
            const at = Math.floor(action.at * (expected.length - length));
            file.patch(at, bytes.subarray(0, length));
            expected.fill(i + 1, at, at + length);
          }
          expect(file.position).toBe(expected.length);
        }
        await file.publish();
        expect(Buffer.compare(readFileSync(target), expected)).toBe(0);
        expect(readdirSync(folder)).toEqual(['cities.sb']);
      }),
      { numRuns: 40 },
    );
  });

  test('shows nothing under the target before it is published', async () => {
    writeFileSync(target, 'old');
    const file = AtomicFile.create(target);
    file.write(new Uint8Array(2 ** 21));
    expect(readFileSync(target, 'utf8')).toBe('old');
    const [temporary] = readdirSync(folder).filter((name) => name !== 'cities.sb');
    expect(temporary).toMatch(new RegExp(`^\\.cities\\.sb\\.${process.pid}\\.[0-9a-f]{12}\\.tmp$`));
    await file.publish();
    expect(statSync(target).size).toBe(2 ** 21);
  });

  test('does not disturb a reader of the old file', async () => {
    writeFileSync(target, new Uint8Array(10_000).fill(1));
    const reader = mapFile(target);
    const file = AtomicFile.create(target);
    file.write(Uint8Array.of(2));
    await file.publish();
    expect(reader.memory.windowAt(0).bytes.every((byte) => byte === 1)).toBe(true);
    reader.close();
  });

  test('leaves nothing when discarded, which may be repeated', () => {
    const file = AtomicFile.create(target);
    file.write(new Uint8Array(2 ** 21));
    file.discard();
    file.discard();
    expect(readdirSync(folder)).toEqual([]);
    expect(() => file.write(Uint8Array.of(1))).toThrow(ClosedError);
    expect(() => file.patch(0, Uint8Array.of(1))).toThrow(ClosedError);
  });

  test('is at its end once published', async () => {
    const file = AtomicFile.create(target);
    const publishing = file.publish();
    expect(() => file.write(Uint8Array.of(1))).toThrow(ClosedError);
    file.discard();
    await publishing;
    file.discard();
    await expect(file.publish()).rejects.toThrow(ClosedError);
    expect(statSync(target).size).toBe(0);
  });

  test('keeps the mode of the target, and takes the usual one for a new file', async () => {
    writeFileSync(target, 'old');
    chmodSync(target, 0o640);
    await AtomicFile.create(target).publish();
    expect(statSync(target).mode & 0o7777).toBe(0o640);
    const fresh = join(folder, 'fresh');
    await AtomicFile.create(fresh).publish();
    expect(statSync(fresh).mode & 0o7777).toBe(0o666 & ~process.umask());
  });

  test('replaces what a symbolic link leads to, not the link', async () => {
    mkdirSync(join(folder, 'versions'));
    const real = join(folder, 'versions', 'one');
    writeFileSync(real, 'old');
    symlinkSync(real, target);
    const file = AtomicFile.create(target);
    file.write(Uint8Array.of(65));
    await file.publish();
    expect(lstatSync(target).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toBe('A');
  });

  test('takes names as long as the system does', async () => {
    const long = join(folder, 'é'.repeat(127));
    await AtomicFile.create(long).publish();
    expect(statSync(long).size).toBe(0);
  });

  test('patches only what was written', () => {
    const file = AtomicFile.create(target);
    file.write(new Uint8Array(10));
    expect(() => file.patch(8, new Uint8Array(3))).toThrow(ArgumentError);
    expect(() => file.patch(-1, new Uint8Array(1))).toThrow(ArgumentError);
    file.discard();
  });
});

describe('AtomicFile cannot', () => {
  const caused = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ code }) });

  test('start in a folder that is missing', () => {
    const missing = join(folder, 'missing', 'cities.sb');
    expect(() => AtomicFile.create(missing)).toThrow(FileError);
    expect(() => AtomicFile.create(missing)).toThrow(
      `cannot create ${missing}: there is no such file or folder`,
    );
    expect(() => AtomicFile.create(missing)).toThrow(caused('ENOENT'));
  });

  test('start in a folder that may not be written', () => {
    chmodSync(folder, 0o555);
    // Root may write everywhere, so it tries as another user.
    const root = process.getuid?.() === 0;
    if (root) process.seteuid?.(65534);
    try {
      expect(() => AtomicFile.create(target)).toThrow(FileError);
      expect(() => AtomicFile.create(target)).toThrow(caused('EACCES'));
    } finally {
      if (root) process.seteuid?.(0);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  test('replace a folder or a device', () => {
    expect(() => AtomicFile.create(folder)).toThrow(`cannot replace ${folder}: it is a folder`);
    expect(() => AtomicFile.create('/dev/null')).toThrow(FileError);
  });

  test('leave its temporary behind when the target turned into a folder meanwhile', async () => {
    const file = AtomicFile.create(target);
    mkdirSync(target);
    await expect(file.publish()).rejects.toThrow(FileError);
    expect(readdirSync(folder)).toEqual(['cities.sb']);
  });
});
