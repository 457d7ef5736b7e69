import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idMapper, mergeIdMappers, t } from 'sharedbuffers';
import { buildIdMapper, mergeIdMapperFiles, openIdMapper } from 'sharedbuffers/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'merge-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const file = (name: string): string => join(folder, name);

const text = idMapper({ key: t.string });
const numeric = idMapper({ key: t.uint64 });
const rows = (from: number, count: number): [string, number][] =>
  Array.from({ length: count }, (_, item) => [`key ${from + item}`, from + item]);

describe('merging files', () => {
  test('gives the bytes of merging in memory', async () => {
    await buildIdMapper(file('a'), text, rows(0, 30_000));
    await buildIdMapper(file('b'), text, rows(20_000, 30_000));
    const phases: string[] = [];
    await mergeIdMapperFiles(file('c'), text, [file('a'), file('b')], {
      onProgress: ({ phase }) => phases.push(phase),
      reproducible: true,
    });
    const sources = ['a', 'b'].map((name) => text.fromBuffer(readFileSync(file(name))));
    expect(
      readFileSync(file('c')).equals(mergeIdMappers(text, sources, { checksums: true, reproducible: true })),
    ).toBe(true);
    using merged = openIdMapper(file('c'), text);
    expect([merged.size, merged.getAll('key 25000'), merged.get('key 49999')]).toEqual([
      60_000,
      [25_000, 25_000],
      49_999,
    ]);
    expect(phases.at(-1)).toBe('file');
    expect(readdirSync(folder).sort()).toEqual(['a', 'b', 'c']);
  });

  test('drops duplicates', async () => {
    await buildIdMapper(
      file('a'),
      numeric,
      [
        [1, 2],
        [1, 2],
        [5, 9],
        [5, 7],
      ],
      { discardDuplicates: true },
    );
    await buildIdMapper(file('b'), numeric, [
      [1, 2],
      [3, 4],
      [5, 8],
    ]);
    await mergeIdMapperFiles(file('c'), numeric, [file('a'), file('b')], { discardDuplicateKeys: true });
    using merged = openIdMapper(file('c'), numeric);
    expect([...merged]).toEqual([
      [1, 2],
      [3, 4],
      [5, 7],
    ]);
  });

  test('that fails or is aborted leaves the target as it was', async () => {
    await buildIdMapper(file('a'), text, rows(0, 10));
    writeFileSync(file('target'), 'as it was');
    await expect(mergeIdMapperFiles(file('target'), text, [file('a'), file('none')])).rejects.toThrow('none');
    writeFileSync(file('bad'), new Uint8Array(16).fill(255));
    await expect(mergeIdMapperFiles(file('target'), text, [file('a'), file('bad')])).rejects.toThrow();
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(mergeIdMapperFiles(file('target'), text, [file('a')], { signal })).rejects.toThrow('stop');
    expect(readFileSync(file('target'), 'utf8')).toBe('as it was');
    expect(readdirSync(folder).sort()).toEqual(['a', 'bad', 'target']);
  });
});
