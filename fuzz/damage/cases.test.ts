import { CorruptBufferError } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { Sample } from '../corpus/sample.js';
import { ReadAll } from '../read/attempt.js';
import { smallest, wrong } from '../run/try-case.js';
import { Cases } from './cases.js';
import { damaged, type Edit } from './edit.js';

const sample = (length: number, read: Sample['read'] = () => {}): Sample => ({
  name: `of ${length}`,
  bytes: new Uint8Array(length),
  read,
});

describe('cases', () => {
  test('flip every byte of every sample four ways and cut there, the small ones first', () => {
    const cases = new Cases([sample(3), sample(2)], 1);
    expect(cases.ordered).toBe(25);
    const seen = Array.from({ length: 25 }, (_, number) => {
      const {
        sample: { name, bytes },
        edits,
      } = cases.inOrder(number);
      return `${name}: ${damaged(bytes, edits)}`;
    });
    expect(new Set(seen).size).toBe(25);
    expect(seen[0]).toBe('of 2: 1,0');
    expect(seen.slice(-2)).toEqual(['of 3: 0,0,255', 'of 3: 0,0']);
    expect([0, 9, 10, 25].map((count) => cases.whole(count))).toEqual([0, 0, 1, 2]);
  });

  test('are the same again for a seed and number, and others for another seed', () => {
    const shown = (seed: number, number: number): string => {
      const {
        sample: { bytes },
        edits,
      } = new Cases([sample(500)], seed).random(number);
      return Buffer.from(damaged(bytes, edits)).toString('hex');
    };
    expect(shown(5, 17)).toBe(shown(5, 17));
    expect(new Set(Array.from({ length: 50 }, (_, number) => shown(5, number))).size).toBeGreaterThan(40);
    expect(shown(6, 17)).not.toBe(shown(5, 17));
  });
});

describe('a case', () => {
  const edits: Edit[] = [
    { kind: 'flip', at: 0, mask: 1 },
    { kind: 'set', at: 1, bytes: [9] },
    { kind: 'cut', length: 3 },
  ];

  test('may give values and errors of the library, which are counted', async () => {
    const all = new ReadAll();
    const read = sample(8, (bytes) => {
      all.attempt(() => bytes[0]);
      all.attempt(() => {
        throw new CorruptBufferError('damaged', 0);
      });
    });
    expect(await wrong({ sample: read, edits }, all)).toBeUndefined();
    expect(all.outcomes).toEqual({ values: 1, errors: { CorruptBufferError: 1 } });
  });

  test('of any other error is wrong, and cut down to the edits that show it', async () => {
    const broken = sample(8, (bytes) => {
      if (bytes[1] === 9) throw new TypeError('foreign');
    });
    expect(await wrong({ sample: broken, edits }, new ReadAll())).toMatch('TypeError: foreign');
    const fails = async (fewer: readonly Edit[]): Promise<boolean> =>
      (await wrong({ sample: broken, edits: fewer }, new ReadAll())) !== undefined;
    expect(await smallest(edits, fails)).toEqual([edits[1]]);
  });

  test('splices within the bytes and past their end', () => {
    const insert = Uint8Array.of(7, 8);
    expect([...damaged(Uint8Array.of(1, 2, 3), [{ kind: 'splice', at: 1, remove: 1, insert }])]).toEqual([
      1, 7, 8, 3,
    ]);
    expect([...damaged(Uint8Array.of(1), [{ kind: 'splice', at: 5, remove: 9, insert }])]).toEqual([1, 7, 8]);
  });
});
