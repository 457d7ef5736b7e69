/** docs/python.md has every public name of the Python library. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeWithPython } from './peer.js';

const page = readFileSync(new URL('../../docs/python.md', import.meta.url), 'utf8');
/** What stands in code spans. */
const code = Array.from(page.matchAll(/`([^`]+)`/g), ([, text]) => text).join('\n');
const words = new Set(code.match(/\w+/g));

describeWithPython('the page for users of the Python library', (python) => {
  test('names all that it has', async () => {
    const names = await python.ask<string[]>('names');
    expect(names.length).toBeGreaterThan(350);
    expect(names).toEqual(
      expect.arrayContaining([
        'Schema',
        'Schema.compatible',
        'StringIdMapper.preload',
        'TemporaryObjectPool',
      ]),
    );
    const unnamed = names.filter((name) => !name.split('.').every((part) => words.has(part)));
    expect(unnamed).toEqual([]);
  });
});
