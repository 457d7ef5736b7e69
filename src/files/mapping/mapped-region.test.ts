/** What becomes of a mapping on systems that blank it in other ways than Linux does, shown by a system of our own. */
import { expect, test } from 'vitest';
import { MappedRegion } from './mapped-region.js';
import type { MmapSystem } from './mmap-system.js';
import type { Blanked } from './system-maps.js';

/** Writes down what is asked of it. */
function system(blanked: Blanked) {
  const calls: unknown[] = [];
  const threads = { add: () => 5, remove: (_: unknown, slot: number) => calls.push(['forgotten', slot]) };
  const made = {
    view: (_: bigint, length: number) => new ArrayBuffer(length),
    blank: (_: bigint, __: number, unseen: boolean) => {
      calls.push(['blank', unseen]);
      return blanked;
    },
    unmap: (address: bigint) => calls.push(['unmap', address]),
    threads,
  };
  return { calls, made: made as unknown as MmapSystem };
}

const detaches = 'transfer' in ArrayBuffer.prototype;

test('a mapping without views is unmapped when it is closed, once', () => {
  const { calls, made } = system('zeros');
  const region = new MappedRegion(made, 4096n, 100);
  region.close();
  region.close();
  expect(calls).toEqual([
    ['forgotten', 5],
    ['unmap', 4096n],
  ]);
});

test('views are detached before the system is asked to blank what they show, and it is told whether they are', () => {
  const { calls, made } = system('zeros');
  const region = new MappedRegion(made, 4096n, 100);
  const view = region.view(0, 100);
  region.close();
  expect(calls).toEqual([['blank', detaches]]);
  expect(view.length).toBe(detaches ? 0 : 100);
});

test('what is gone is forgotten, and never unmapped: others may be there', () => {
  const { calls, made } = system('gone');
  const region = new MappedRegion(made, 4096n, 100);
  region.view(0, 100, true);
  region.close();
  expect(calls).toEqual([
    ['blank', true],
    ['forgotten', 5],
  ]);
});
