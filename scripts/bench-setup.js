/**
 * Installs the one contender of the benchmark that is compiled when it is installed, better-sqlite3, apart from the
 * packages of `npm ci`. Where that fails the benchmark goes on without it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../bench/sqlite', import.meta.url));

function works() {
  try {
    const Database = createRequire(`${FOLDER}/package.json`)('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

if (!existsSync(`${FOLDER}/node_modules`)) {
  console.log('bench: installing better-sqlite3, to compare with');
  spawnSync('npm', ['ci', '--prefix', FOLDER, '--silent'], { stdio: ['ignore', 'ignore', 'ignore'] });
}
if (!works()) {
  console.log(
    'bench: better-sqlite3 could not be installed and is left out; npm ci --prefix bench/sqlite says why',
  );
}
