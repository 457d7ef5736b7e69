import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileBytes } from './open-file.js';

test('a file that changes between reads is an error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-open-file-'));
  try {
    const path = join(folder, 'a.csv');
    writeFileSync(path, 'a\n1\n');
    const file = fileBytes(path);
    const read = () => Buffer.concat([...file.chunks()].map((chunk) => Buffer.from(chunk))).toString();
    expect(read()).toBe('a\n1\n');
    expect(read()).toBe('a\n1\n');
    writeFileSync(path, 'a\n1\n2\n');
    expect(read).toThrow(/a\.csv was changed while it was read/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
