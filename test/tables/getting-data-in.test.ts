/** Every command of docs/getting-data-in.md is run, on files that packages ship or that are made of such. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Folder, lines, output } from '../cli/harness.js';
import { CITIES, makeFiles } from './made-files.js';

const folder = new Folder();
const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/getting-data-in.md'), 'utf8');
/** Of which the page names files. */
const SHIPPED = join(root, 'node_modules/papaparse/tests');
const SITE = 'https://example.org';
const rows = page.match(/^\| .* \| `.*` \|$/gm) ?? [];
const commands = [...page.matchAll(/^\| (.*?) \| `sharedbuffers (build [^`]*)` \|$/gm)].map(
  ([, what, command]) => [what!, command!] as const,
);

let server: Server;
beforeAll(async () => {
  await makeFiles(folder);
  server = createServer((_, response) => response.end(readFileSync(folder.path('cities.csv'))));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => server.close());

/** A word of a command, with the place of what it names. */
function placed(word: string): string {
  if (word.startsWith(SITE)) {
    return word.replace(SITE, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }
  if (!/\.\w+$/.test(word) || word.startsWith('$')) return word;
  const shipped = join(SHIPPED, word);
  const isMade = word === 'out.sb' || word.includes('*') || existsSync(folder.path(word));
  return !isMade && existsSync(shipped) ? shipped : isMade ? folder.path(word) : word;
}

test('all rows of the table are commands', () => {
  expect(commands.length).toBe(rows.length);
  expect(commands.length).toBeGreaterThan(30);
});

test.each(commands)('%s: %s', async (_, command) => {
  const words = Array.from(command.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, plain]) =>
    placed(quoted ?? plain!),
  );
  await output([...words, '-q'], { stdin: readFileSync(folder.path('cities.csv')) });
  const records = lines(await output(['dump', folder.path('out.sb')]));
  expect(records.length).toBeGreaterThan(0);
  const all = /\b(cities\.\w+|response\.json|part-\S+|semicolons\.csv|tildes\.csv|dump\.ndjson| - )/.test(
    command,
  );
  if (all) expect(records).toHaveLength(CITIES.length);
});
