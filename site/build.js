/**
 * Makes `docs/api`, the reference, from the sources, and `site/dist`, the site, from the documents; checks its links.
 * Packages of its own are installed where they are missing or others. With `--check`, the pages are opened in Chromium, too.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { argv, env, execPath, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { installPackages } from '../scripts/install-packages.js';
import { checkLinks } from './links.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));

function run(command, args, cwd = here) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw error;
  if (status !== 0) exit(status ?? 1);
}

/** Runs a program of the site's packages. */
const runPackage = (program, ...args) => run(execPath, [`${here}node_modules/${program}`, ...args]);

installPackages(here);
rmSync(`${root}docs/api`, { recursive: true, force: true });
rmSync(`${here}dist`, { recursive: true, force: true });
runPackage('typedoc/bin/typedoc', '--logLevel', 'Warn');
runPackage('vitepress/bin/vitepress.js', 'build', '.');

const { pages, links, dead } = checkLinks(`${here}dist`, env.DOCS_BASE ?? '/');
for (const each of dead) console.error(each);
console.log(`${pages} pages in site/dist, ${links} links, ${dead.length} of them dead`);
if (dead.length > 0) exit(1);
if (argv.includes('--check')) run('npx', ['--no-install', 'vitest', 'run', '--project', 'site'], root);
