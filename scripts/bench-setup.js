/**
 * Installs the one contender of the benchmark that is compiled when it is installed, better-sqlite3, apart from the
 * packages of `npm ci`. Where that fails the benchmark says so and goes on without it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../bench/sqlite', import.meta.url));

if (!existsSync(`${FOLDER}/node_modules`)) {
  console.log('bench: installing better-sqlite3, to compare with');
  spawnSync('npm', ['ci', '--prefix', FOLDER, '--silent'], { stdio: ['ignore', 'ignore', 'ignore'] });
}
