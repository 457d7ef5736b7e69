import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../paths.js';
import { checkClaims } from './claims.js';
import { fixture, metEverywhere } from './fixture.js';

test.each([
  'look-ups by key are as fast as in\na heap `Map`, and',
  'as fast as a Map',
  'It is faster than a `Map`.',
  'AS FAST AS THE MAP',
])('%j is claimed only where every cell holds', (text) => {
  expect(() => checkClaims('README.md', text, fixture)).toThrow('README.md says "');
  expect(() => checkClaims('README.md', text, { rows: metEverywhere })).not.toThrow();
});

test('what is made from the result, and what claims nothing, stays', () => {
  const text = 'A `Map` is as fast as it is.\n<!-- bench:top -->\nas fast as a `Map`\n<!-- /bench:top -->\n';
  expect(() => checkClaims('README.md', text, fixture)).not.toThrow();
});

test.each(['README.md', 'package.json', 'docs/guide.md', 'docs/remote.md'])(
  '%s claims nothing by itself',
  (file) => {
    expect(() => checkClaims(file, readFileSync(join(ROOT, file), 'utf8'), { rows: [] })).not.toThrow();
  },
);
