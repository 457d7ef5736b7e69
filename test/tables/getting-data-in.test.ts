/** Every command of docs/getting-data-in.md is run, on files that packages ship. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Folder, lines, output } from '../cli/harness.js';

const folder = new Folder();
const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/getting-data-in.md'), 'utf8');
/** Folders with the files that the page names. */
const SHIPPED = ['node_modules/papaparse/tests'];
const commands = [...page.matchAll(/^\| (.*?) \| `sharedbuffers (build [^`]*)` \|$/gm)].map(
  ([, what, command]) => [what!, command!] as const,
);

test('the page has commands', () => {
  expect(commands.length).toBeGreaterThan(5);
});

test.each(commands)('%s', async (_, command) => {
  const words = command.split(' ').map((word) => {
    if (word === 'out.sb') return folder.path(word);
    const shipped = SHIPPED.map((each) => join(root, each, word)).find(
      (path) => /\.\w+$/.test(word) && existsSync(path),
    );
    return shipped ?? word;
  });
  await output([...words, '-q']);
  expect(lines(await output(['dump', folder.path('out.sb')])).length).toBeGreaterThan(0);
});
