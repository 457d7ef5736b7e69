import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WINDOW_BYTES, WINDOW_STEP } from '../../bytes/window.js';
import { ClosedError, CorruptBufferError, FileError } from '../../errors.js';
import { mapFile, type OpenFile } from './map-file.js';
import { mmapSystem } from './mmap-system.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'map-file-'));
  // Open to other users, so that nothing but a file's own mode keeps them out.
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** All bytes of a file of less than one window. */
const contents = (file: OpenFile): Uint8Array => file.memory.windowAt(0).bytes;

function failure(call: () => unknown): FileError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(FileError);
    return error as FileError;
  }
  throw new Error('nothing was thrown');
}

const canMap = !(mmapSystem() instanceof Error);

test.runIf(process.platform === 'linux' || process.platform === 'darwin')('files can be mapped here', () => {
  expect(mmapSystem()).not.toBeInstanceOf(Error);
});

describe.each([
  { mmap: true, mapped: canMap },
  { mmap: false, mapped: false },
])('mapFile with $mmap', ({ mmap, mapped }) => {
  test('gives the bytes of the file', () => {
    const bytes = Uint8Array.from({ length: 10_001 }, (_, i) => i * 7);
    const path = fileOf('bytes', bytes);
    const file = mapFile(path, { mmap });
    expect(file).toMatchObject({ path, byteLength: 10_001 });
    expect(file.notMappedBecause === undefined).toBe(mapped);
    expect(contents(file)).toEqual(bytes);
    expect(() => file.memory.windowAt(10_001)).toThrow(CorruptBufferError);
    file.close();
  });

  test('opens an empty file', () => {
    const file = mapFile(fileOf('empty', new Uint8Array(0)), { mmap });
    expect(file).toMatchObject({ byteLength: 0 });
    expect(file.notMappedBecause).toBe(
      mapped ? 'it is empty' : mmap ? expect.any(String) : 'it was opened with mmap: false',
    );
    expect(() => file.memory.windowAt(0)).toThrow(CorruptBufferError);
    file.close();
    expect(() => file.memory.windowAt(0)).toThrow(ClosedError);
  });

  test('reads nothing after close, which may be repeated', () => {
    const file = mapFile(fileOf('closed', Uint8Array.of(1, 2, 3)), { mmap });
    const window = file.memory.windowAt(0);
    file.close();
    file.close();
    expect(() => window.need(0, 1)).toThrow(ClosedError);
    expect(() => file.memory.windowAt(0)).toThrow(`${join(folder, 'closed')} is closed`);
  });

  test('keeps stray writes from the file', () => {
    const path = fileOf('private', Uint8Array.of(1, 2, 3));
    const file = mapFile(path, { mmap });
    contents(file)[0] = 99;
    const other = mapFile(path, { mmap });
    expect([...contents(other)]).toEqual([1, 2, 3]);
    file.close();
    other.close();
  });

  test('refuses what is not a regular file', () => {
    mkdirSync(join(folder, 'sub'), { recursive: true });
    expect(failure(() => mapFile(join(folder, 'sub'), { mmap })).message).toMatch(/sub: it is a folder/);
    expect(failure(() => mapFile('/dev/null', { mmap })).message).toMatch(/it is a device/);
    const pipe = join(folder, `pipe-${mmap}`);
    execFileSync('mkfifo', [pipe]);
    expect(failure(() => mapFile(pipe, { mmap })).message).toMatch(/it is a named pipe/);
  });

  test('names the path and the cause when there is no such file', () => {
    const path = join(folder, 'missing');
    const error = failure(() => mapFile(path, { mmap }));
    expect(error.message).toBe(
      `cannot open ${path}: there is no such file or folder: check the path (ENOENT)`,
    );
    expect(error.cause).toMatchObject({ code: 'ENOENT', syscall: 'open' });
  });

  test('says so when it may not read', () => {
    const path = fileOf('secret', Uint8Array.of(1));
    chmodSync(path, 0);
    // Root may read everything, so it looks as another user.
    const root = process.getuid?.() === 0;
    if (root) process.seteuid?.(65534);
    try {
      expect(failure(() => mapFile(path, { mmap })).cause).toMatchObject({ code: 'EACCES' });
    } finally {
      if (root) process.seteuid?.(0);
    }
  });
});

describe.runIf(canMap)('a mapped file of more than 5 GiB', () => {
  const size = 5 * 2 ** 30 + 4321;
  let file: OpenFile;
  beforeAll(() => {
    const path = join(folder, 'sparse');
    const fd = openSync(path, 'w');
    ftruncateSync(fd, size);
    for (const position of [0, WINDOW_BYTES, 2 ** 32 - 2, 2 ** 32 + 5, size - 4]) {
      writeSync(fd, Uint8Array.of(position % 251, 2, 3, 4), 0, 4, position);
    }
    closeSync(fd);
    file = mapFile(path);
  });
  afterAll(() => file.close());

  test.each([0, WINDOW_BYTES, 2 ** 32 - 2, 2 ** 32 + 5, size - 4])('is read at %i', (position) => {
    expect(file).toMatchObject({ byteLength: size, notMappedBecause: undefined });
    const window = file.memory.windowAt(position);
    const at = position - window.base;
    expect([...window.bytes.subarray(at, at + 4)]).toEqual([position % 251, 2, 3, 4]);
  });

  test('shows the same bytes through overlapping windows, each made once', () => {
    const first = file.memory.windowAt(WINDOW_STEP - 1);
    const second = file.memory.windowAt(WINDOW_STEP);
    expect(file.memory.windowAt(WINDOW_STEP + 1)).toBe(second);
    second.bytes[10] = 42;
    expect(first.bytes[WINDOW_STEP + 10]).toBe(42);
  });
});
