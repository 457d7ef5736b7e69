/** Every single bit of small files of every kind, flipped: `verify` finds each, but where bundles have what means nothing to readers. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyBuffer } from 'sharedbuffers';
import { buildBundle } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { FILES } from '../verify-samples.js';

/** Bits whose flipping is not found. */
function unseenIn(bytes: Uint8Array): number[] {
  const unseen: number[] = [];
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const at = Math.floor(bit / 8);
    bytes[at]! ^= 1 << (bit % 8);
    if (verifyBuffer(bytes).ok) unseen.push(bit);
    bytes[at]! ^= 1 << (bit % 8);
  }
  return unseen;
}

describe('every flipped bit is found', () => {
  test.each(Object.keys(FILES))(
    '%s',
    (name) => {
      expect(unseenIn(FILES[name]!())).toEqual([]);
    },
    300_000,
  );

  test('a bundle', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flipped-'));
    try {
      const path = join(folder, 'bundle.zip');
      await buildBundle(path, [
        ['rows', FILES.array!({ checksums: false })],
        ['ids', FILES['id mapper']!()],
      ]);
      const bytes = Uint8Array.from(readFileSync(path));
      expect(unseenIn(bytes).filter((bit) => !meansNothing(bytes, bit))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);
});

/** The extra fields of local headers align the data; who made an entry, and its attributes, are for other programs. */
function meansNothing(bytes: Uint8Array, bit: number): boolean {
  const at = Math.floor(bit / 8);
  const view = new DataView(bytes.buffer);
  for (let start = 0; start < bytes.length - 4; start += 1) {
    const signature = view.getUint32(start, true);
    const names = signature === 0x04034b50 ? 26 : signature === 0x02014b50 ? 28 : undefined;
    if (names === undefined) continue;
    const nameLength = view.getUint16(start + names, true);
    const offset = at - start;
    if (names === 28 && ((offset >= 4 && offset < 6) || (offset >= 36 && offset < 42))) return true;
    const extra = 30 + nameLength;
    if (names === 26 && offset >= extra && offset < extra + view.getUint16(start + 28, true)) return true;
  }
  return false;
}
