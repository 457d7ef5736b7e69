import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClosedError, FileError } from '../../errors.js';
import { Spool } from './spool.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const filled = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + (i >>> 8) + seed) & 255);

function copied(spool: Spool): Uint8Array {
  const pieces: Uint8Array[] = [];
  spool.copyTo((bytes) => pieces.push(bytes.slice()));
  return Buffer.concat(pieces);
}

describe('Spool', () => {
  test('gives back what was appended, in order and from anywhere', () => {
    const sizes = fc.array(
      fc.oneof(fc.nat({ max: 2000 }), fc.integer({ min: 2 ** 20 - 2, max: 2 ** 20 + 2 })),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (lengths, where) => {
        const spool = new Spool(folder);
        const all = Buffer.concat(lengths.map((length, i) => filled(length, i)));
        for (const [i, length] of lengths.entries()) {
          if (i % 2 === 0) spool.append(filled(length, i));
          else
            spool.append(Buffer.concat([Buffer.alloc(3), filled(length, i), Buffer.alloc(4)]), 3, 3 + length);
        }
        expect(spool.length).toBe(all.length);
        expect(Buffer.compare(copied(spool), all)).toBe(0);
        const from = Math.floor(where * all.length);
        const into = new Uint8Array(3000);
        const count = spool.read(from, into);
        expect(count).toBe(Math.min(3000, all.length - from));
        expect(Buffer.compare(into.subarray(0, count), all.subarray(from, from + count))).toBe(0);
        spool.discard();
      }),
      { numRuns: 30 },
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('copies what is appended, so that the caller can reuse the array', () => {
    const spool = new Spool(folder);
    const bytes = Uint8Array.of(1, 2);
    spool.append(bytes);
    bytes.fill(9);
    spool.append(bytes);
    expect([...copied(spool)]).toEqual([1, 2, 9, 9]);
    spool.discard();
  });

  test('reads nothing past the end', () => {
    const spool = new Spool(folder);
    spool.append(Uint8Array.of(1, 2, 3));
    expect(spool.read(3, new Uint8Array(2))).toBe(0);
    expect(spool.read(10, new Uint8Array(2))).toBe(0);
    expect(copied(new Spool(folder))).toHaveLength(0);
  });

  test('has no name in the folder while in use', () => {
    const spool = new Spool(folder);
    spool.append(new Uint8Array(2 ** 21));
    expect(readdirSync(folder)).toEqual([]);
    spool.discard();
  });

  test('is of no use once discarded, which may be repeated', () => {
    const spool = new Spool(folder);
    spool.append(new Uint8Array(2 ** 21));
    spool.discard();
    spool.discard();
    expect(() => spool.append(Uint8Array.of(1))).toThrow(ClosedError);
    expect(() => spool.read(0, new Uint8Array(1))).toThrow(ClosedError);
    expect(() => spool.copyTo(() => {})).toThrow(ClosedError);
  });

  test('says which folder is missing', () => {
    const path = join(folder, 'missing');
    const fill = () => new Spool(path).append(new Uint8Array(2 ** 21));
    expect(fill).toThrow(FileError);
    expect(fill).toThrow(path);
    expect(fill).toThrow(expect.objectContaining({ cause: expect.objectContaining({ code: 'ENOENT' }) }));
  });
});
