/** Of which type keys are: by one rule, whatever the input, and whatever its number of threads. */
import { buildFrom } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { Folder, output } from '../cli/harness.js';

const folder = new Folder();

const KINDS: readonly (readonly [name: string, keys: readonly unknown[], type: string])[] = [
  ['whole numbers', [2, 1, 30], 'uint64'],
  ['one below zero, late', [2, 1, -30], 'signed'],
  ['one with a fraction, late', [2, -1, 0.5], 'float64'],
  ['text', ['b', 'a', '-1'], 'string'],
  ['dates', ['2024-02-29', '2023-01-01', '2025-01-01'], 'string'],
];

const inputs = (name: string, keys: readonly unknown[]) => ({
  csv: folder.write(`${name}.csv`, `k,n\n${keys.map((key, n) => `${String(key)},${n}\n`).join('')}`),
  ndjson: folder.write(`${name}.ndjson`, keys.map((key, n) => `${JSON.stringify({ k: key, n })}\n`).join('')),
});

describe.each(KINDS)('%s', (name, keys, type) => {
  test.each(['csv', 'ndjson'] as const)('%s', async (format) => {
    const input = inputs(name, keys)[format];
    const target = folder.path('out.sb');
    const bytes: string[] = [];
    for (const threads of [1, 2]) {
      const { schema } = await buildFrom(target, input, { key: 'k', threads, reproducible: true });
      expect(schema.key).toMatchObject({ type });
      bytes.push(await output(['dump', target]));
    }
    expect(bytes[0]).toBe(bytes[1]);
    for (const [n, key] of keys.entries()) {
      const record = JSON.parse(await output(['get', target, '--json', '--', String(key)])) as { n: number };
      expect(record.n).toBe(n);
    }
  });
});

test.each([
  ['{"k":-1}\n{"k":18446744073709551615}\n', /of several kinds/],
  ['{"k":0.5}\n{"k":9007199254740993}\n', /of several kinds/],
  ['{"k":-1}\n{"k":"a"}\n', /of several kinds/],
  ['{"k":true}\n', /:1: the key true/],
])('%s has no such type', async (text, message) => {
  const input = folder.write('no.ndjson', text);
  await expect(buildFrom(folder.path('no.sb'), input, { key: 'k' })).rejects.toThrow(message);
});
