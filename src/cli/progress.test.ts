import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Io } from './io.js';
import { pace, progressTo } from './progress.js';

/** Clears the line from the cursor on. */
const ERASE = '\u001b[0K';

function io(terminal: boolean): { io: Io; text: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY: terminal, columns: 80 });
  let text = '';
  stream.on('data', (chunk) => {
    text += chunk;
  });
  return { io: { stderr: stream } as unknown as Io, text: () => text };
}

test('a bar on a terminal, which is gone when it stops', async () => {
  const { io: to, text } = io(true);
  const progress = progressTo(to);
  progress.start('building x', 1000);
  progress.update(1234, 500);
  await new Promise((resolve) => setTimeout(resolve, 250));
  progress.stop();
  await new Promise((resolve) => setImmediate(resolve));
  expect(text()).toContain('building x');
  expect(text()).toContain('50% | 1,234 records');
  expect(text()).toContain(ERASE);
});

test('a line elsewhere', async () => {
  const { io: to, text } = io(false);
  const progress = progressTo(to);
  progress.start('building x', 1000);
  progress.update(1, 1);
  progress.stop();
  await new Promise((resolve) => setImmediate(resolve));
  expect(text()).toBe('building x\n');
});

test('tells the pace and the time that is left, once there is one', () => {
  expect(pace(1234, 500, 1000, 10)).toBe('1,234 records');
  expect(pace(1_000_000, 250, 1000, 2000)).toBe('1,000,000 records, 500,000/s, 6 s left');
  expect(pace(undefined, 1, 1000, 2000)).toBe('34 min left');
  expect(pace(undefined, 1, 10_000, 2000)).toBe('5 h 34 min left');
  expect(pace(10, 0, 0, 2000)).toBe('10 records, 5/s');
  expect(pace(undefined, 1000, 1000, 2000)).toBe('');
});
