/** docs/bundlers.md tells each recipe as `npm run bundlers` runs it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const recipes = path('./bundlers/recipes');
const text = readFileSync(path('../docs/bundlers.md'), 'utf8');
const blocks = [...text.matchAll(/(?:`([^`\n]+)`:\n\n)?```(\w+)\n([\s\S]*?)\n```/g)].map(
  ([, file, language, code]) => ({ file, language, code }),
);
const read = (name: string): string => readFileSync(`${recipes}/${name}`, 'utf8').trimEnd();

test('each script stands in the page', () => {
  const scripts = readdirSync(recipes).filter((name) => name.endsWith('.sh'));
  const told = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
  expect(told.toSorted()).toEqual(scripts.map(read).toSorted());
});

test('each file that the page shows is the one that is used', () => {
  const shown = blocks.filter(({ language }) => language !== 'sh');
  expect(shown.length).toBeGreaterThan(6);
  for (const { file, code } of shown) expect(code, file).toBe(read(file!));
});
