import { expect, test } from 'vitest';
import { withRuns } from './report.js';

const results = {
  runtime: 'Bun 1.2.3',
  system: 'linux x64',
  outcomes: [],
  files: 'mapped',
  speed: { ours: 150.4, map: 200 },
} as const;
const page = (rows: string) => `# Platforms\n\n<!-- platforms -->\n${rows}\n<!-- /platforms -->\nafter\n`;

test('rows of this run take the place of earlier ones, in the order of the platforms', () => {
  const before = page('| `deno` | Deno 1 | 3 of 3 | mapped | 1 | 2020-01-01 |\n| `bun` | old | | | | |');
  const runs = [{ name: 'bun', passed: 58, failures: ['x'], seconds: 1, results }];
  const today = new Date().toISOString().slice(0, 10);
  const after = withRuns(before, runs);
  expect(after.split('\n').filter((line) => line.startsWith('| `'))).toEqual([
    `| \`bun\` | Bun 1.2.3, linux x64 | 58 of 59 | mapped | 0.75 (150 : 200 ns) | ${today} |`,
    '| `deno` | Deno 1 | 3 of 3 | mapped | 1 | 2020-01-01 |',
  ]);
  expect(after.startsWith('# Platforms\n\n<!-- platforms -->\n')).toBe(true);
  expect(after.endsWith('<!-- /platforms -->\nafter\n')).toBe(true);
  expect(withRuns(after, [])).toBe(after);
});

test('a run that did not come to results says how many checks passed, none', () => {
  const after = withRuns(page(''), [
    { name: 'bun', passed: 0, failures: ['no'], seconds: 1, results: undefined },
  ]);
  expect(after).toContain('| `bun` |  | 0 of 1 |  |  |');
});

test('a page without a place for the table is refused', () => {
  expect(() => withRuns('# Platforms', [])).toThrow('has no <!-- platforms -->');
});
