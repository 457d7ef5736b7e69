import { constants, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WriteBehind } from './write-behind.js';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-behind-'));
  path = join(folder, 'file');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SIZE = 5000;
const closed = (behind: WriteBehind) => new Promise<void>((resolve) => behind.close(resolve));

test('what was given is in the file after flush, whatever is still on its way, and stays so', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: SIZE }), fc.constantFrom('go on', 'wait', 'flush')), {
        maxLength: 20,
      }),
      async (blocks) => {
        const behind = new WriteBehind(openSync(path, 'w'));
        let bytes = new Uint8Array(SIZE);
        const expected: number[] = [];
        for (const [index, [length, then]] of blocks.entries()) {
          bytes.fill(index + 1);
          bytes = behind.write(bytes, length, expected.length) as typeof bytes;
          for (let at = 0; at < length; at += 1) expected.push(index + 1);
          if (then === 'wait') await turn();
          if (then !== 'flush') continue;
          behind.flush();
          expect(readFileSync(path).equals(Uint8Array.from(expected))).toBe(true);
        }
        behind.flush();
        expect(readFileSync(path).equals(Uint8Array.from(expected))).toBe(true);
        await closed(behind);
        expect(readFileSync(path).equals(Uint8Array.from(expected))).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});

test('takes a few blocks only: further ones are written before write returns', async () => {
  const behind = new WriteBehind(openSync(path, 'w'));
  const given = Array.from({ length: 6 }, (_, index) => new Uint8Array(SIZE).fill(index));
  const back = given.map((bytes, index) => behind.write(bytes, SIZE, index * SIZE));
  expect(back.map((bytes, index) => bytes === given[index])).toEqual([
    false,
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(readFileSync(path)[5 * SIZE]).toBe(5);
  await closed(behind);
});

test('an error comes with the next call, or with flush', async () => {
  writeFileSync(path, '');
  const fd = openSync(path, constants.O_RDONLY);
  const behind = new WriteBehind(fd);
  behind.write(new Uint8Array(SIZE), SIZE, 0);
  expect(() => behind.flush()).toThrow('EBADF');
  await closed(behind);

  const other = openSync(path, constants.O_RDONLY);
  const later = new WriteBehind(other);
  later.write(new Uint8Array(SIZE), SIZE, 0);
  await expect
    .poll(() => {
      try {
        later.write(new Uint8Array(SIZE), 0, 0);
      } catch (error) {
        return (error as NodeJS.ErrnoException).code;
      }
      return undefined;
    })
    .toBe('EBADF');
  await closed(later);
});

test('closes the file only when nothing is on its way to it', async () => {
  const behind = new WriteBehind(openSync(path, 'w'));
  behind.write(new Uint8Array(SIZE).fill(7), SIZE, 0);
  let isClosed = false;
  const end = new Promise<void>((resolve) =>
    behind.close(() => {
      isClosed = true;
      resolve();
    }),
  );
  expect(isClosed).toBe(false);
  await end;
  expect(readFileSync(path)).toHaveLength(SIZE);
});
