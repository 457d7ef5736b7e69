import { spawnSync } from 'node:child_process';
import {
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
import { dirname, join } from 'node:path';
import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { afterEach, describe, expect, test } from 'vitest';
import { compileInto } from '../../../test/compile.js';
import { ArgumentError, FileError } from '../../errors.js';
import { createSegment, listSegments, removeSegment, segmentPath } from './segments.js';

const name = `unit-test-${process.pid}`;
const folder = dirname(segmentPath(name));
const listed = () => listSegments().filter((segment) => segment.name.startsWith(name));
const left = () => readdirSync(folder).filter((file) => file.includes(name));

afterEach(() => {
  for (const file of left()) rmSync(join(folder, file), { recursive: true });
});

describe('a segment', () => {
  test('holds the bytes that it is made from, for this user only', () => {
    const bytes = Uint8Array.from({ length: 3_000_001 }, (_, at) => at * 7);
    for (const content of [bytes, bytes.buffer, bytes.subarray(5, 9), new Uint8Array(0)]) {
      const path = createSegment(name, content);
      expect(path).toBe(segmentPath(name));
      expect(readFileSync(path).equals(new Uint8Array(content))).toBe(true);
      if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(left()).toEqual([`sharedbuffers.${name}`]);
      expect(removeSegment(name)).toBe(true);
    }
  });

  test('of a size holds zeros, for all of which there is memory', () => {
    for (const size of [0, 1, 5_000_000]) {
      const path = createSegment(name, size);
      expect(readFileSync(path).equals(Buffer.alloc(size))).toBe(true);
      // Blocks of 512 bytes, whatever the file system's are.
      expect(statSync(path).blocks * 512).toBeGreaterThanOrEqual(size);
      removeSegment(name);
    }
  });

  test('is not replaced unasked', () => {
    createSegment(name, Uint8Array.of(1));
    expect(() => createSegment(name, Uint8Array.of(2))).toThrow(FileError);
    expect(() => createSegment(name, Uint8Array.of(2), { replace: false })).toThrow('there is one already');
    expect([...readFileSync(segmentPath(name))]).toEqual([1]);
    createSegment(name, Uint8Array.of(3), { replace: true });
    expect([...readFileSync(segmentPath(name))]).toEqual([3]);
    expect(left()).toHaveLength(1);
  });

  test('is replaced without harm to who has the old one open', async () => {
    const Rows = mapping({ key: t.string, value: struct({ n: t.uint32 }) });
    const pack = (n: number) => Rows.pack([['a', { n }]]);
    createSegment(name, pack(1));
    using old = openMapping(segmentPath(name), Rows, { writable: true });
    createSegment(name, pack(2), { replace: true });
    using next = openMapping(segmentPath(name), Rows);
    expect([old.get('a')!.n, next.get('a')!.n]).toEqual([1, 2]);
    await buildMapping(segmentPath(name), Rows, [['a', { n: 3 }]]);
    expect(openMapping(segmentPath(name), Rows).get('a')!.n).toBe(3);
    expect(old.get('a')!.n).toBe(1);
  });

  test('takes the place of nothing but a file', () => {
    mkdirSync(segmentPath(name));
    expect(() => createSegment(name, 1)).toThrow('there is one already');
    expect(() => createSegment(name, 1, { replace: true })).toThrow(FileError);
    expect(listed()).toEqual([]);
    expect(left()).toHaveLength(1);
  });

  test('is not written through a link that someone else put in its place', () => {
    const target = join(mkdtempSync(join(tmpdir(), 'segments-')), 'target');
    writeFileSync(target, 'old');
    symlinkSync(target, segmentPath(name));
    expect(() => createSegment(name, Uint8Array.of(1))).toThrow('there is one already');
    expect(listed()).toEqual([]);
    createSegment(name, Uint8Array.of(1), { replace: true });
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(listed()).toHaveLength(1);
    rmSync(dirname(target), { recursive: true });
  });

  test('is removed once', () => {
    expect(removeSegment(name)).toBe(false);
    createSegment(name, 1);
    expect(removeSegment(name)).toBe(true);
    expect(removeSegment(name)).toBe(false);
  });

  test('that is too large is refused before anything is written', () => {
    expect(() => createSegment(name, 2 ** 52)).toThrow(FileError);
    expect(() => createSegment(name, 2 ** 52)).toThrow(
      new RegExp(
        `cannot create the segment ${name}: ${folder} has no room for its ${2 ** 52} bytes \\(ENOSPC\\)`,
      ),
    );
    expect(left()).toEqual([]);
  });
});

// The limit on file sizes stands for memory that ran out since it was looked at: a part is written, then refused.
test.runIf(process.platform === 'linux')(
  'a segment that cannot be written to its end leaves nothing',
  async () => {
    const work = mkdtempSync(join(tmpdir(), 'segments-'));
    await compileInto(work, 'files/pools/segments.ts');
    const file = join(work, 'child.js');
    writeFileSync(
      file,
      `import { createSegment } from './files/pools/segments.js';
    process.on('SIGXFSZ', () => {});
    try { createSegment(${JSON.stringify(name)}, 3_000_000); } catch (error) { console.log(error.name, error.message); }`,
    );
    const limited = ['-c', 'ulimit -f 1024 && exec "$0" "$@"', process.execPath, file];
    const { stdout, stderr, status } = spawnSync('sh', limited, { encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^FileError cannot create .*EFBIG/);
    expect(left()).toEqual([]);
    rmSync(work, { recursive: true });
  },
);

test('segments are listed by name, without what else lies there', () => {
  for (const suffix of ['b', 'a', 'c.1']) createSegment(`${name}-${suffix}`, suffix.length);
  writeFileSync(join(folder, `other.${name}`), '');
  writeFileSync(join(folder, `.sharedbuffers.${name}.tmp`), '');
  writeFileSync(join(folder, `sharedbuffers.${name}~`), '');
  expect(listed()).toEqual(
    ['a', 'b', 'c.1'].map((suffix) => ({
      name: `${name}-${suffix}`,
      path: segmentPath(`${name}-${suffix}`),
      byteLength: suffix.length,
    })),
  );
});

test('names stay in the folder', () => {
  const wrong = [
    '',
    '.',
    '..',
    '.x',
    '-x',
    '_x',
    'a/b',
    '../x',
    'a\\b',
    'a b',
    'é',
    'a\0b',
    'a\n',
    'x'.repeat(101),
  ];
  for (const bad of [...wrong, 5, undefined, null, ['a']]) {
    expect(() => segmentPath(bad as string)).toThrow(ArgumentError);
    expect(() => createSegment(bad as string, 1)).toThrow('cannot name a segment');
    expect(() => removeSegment(bad as string)).toThrow(ArgumentError);
  }
  for (const good of ['a', 'A-1_b.c', '0', 'x'.repeat(100)]) {
    expect(dirname(segmentPath(good))).toBe(folder);
  }
});

test('contents are bytes or a length', () => {
  for (const content of [-1, 0.5, Number.NaN, Infinity, 'x', null, undefined, {}]) {
    expect(() => createSegment(name, content as number)).toThrow(ArgumentError);
  }
  expect(left()).toEqual([]);
});
