import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';
import { ArgumentError, array, struct, t } from 'sharedbuffers';
import { buildArray, openArray, provideKoffi } from 'sharedbuffers/node';
import { expect, test } from 'vitest';

const Row = struct({ n: t.int32 });

test('files are mapped through the koffi that was handed over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'provide-koffi-'));
  try {
    const path = join(folder, 'rows.sb');
    await buildArray(path, Row, [{ n: 7 }]);
    let calls = 0;
    const load: typeof koffi.load = (...args) => {
      calls += 1;
      return koffi.load(...args);
    };
    provideKoffi({ ...koffi, load });
    expect(calls).toBe(1);
    const rows = openArray(path, Row);
    expect([rows.mapped, rows.at(0)?.n]).toEqual([true, 7]);
    rows.close();
  } finally {
    provideKoffi(koffi);
    rmSync(folder, { recursive: true, force: true });
  }
});

test('what is not koffi, or too old, is refused, and files are mapped as before', () => {
  for (const wrong of [{}, array, { ...koffi, view: undefined }]) {
    expect(() => provideKoffi(wrong)).toThrow(ArgumentError);
    expect(() => provideKoffi(wrong)).toThrow(/provideKoffi takes the package koffi, not /);
  }
  expect(() => provideKoffi({ ...koffi, version: '2.9.0' })).toThrow('3.0 or later is needed, not 2.9.0');
});
