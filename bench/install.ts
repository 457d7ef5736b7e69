/** Installs what the benchmark needs beyond `npm ci`, apart from it, when it is first asked for. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.js';
import { HERE, parseRuntime } from './runtimes/runtime.js';

function install(folder: string, what: string): void {
  const path = join(ROOT, 'bench', folder);
  if (!existsSync(join(path, 'package.json')) || existsSync(join(path, 'node_modules'))) return;
  console.log(`Installing ${what}`);
  // Where this fails, the benchmark says what it lacks and goes on without it.
  spawnSync('npm', ['ci', '--prefix', path, '--silent'], { stdio: 'ignore' });
}

/** The one contender that is compiled when it is installed. */
export function installSqlite(): void {
  install('sqlite', 'better-sqlite3, to compare with');
}

/** The packages of some runtimes, as `--runtimes` has them; not of those whose program is known. */
export function installRuntimes(runtimes: readonly string[]): void {
  for (const { id, path } of runtimes.map(parseRuntime)) {
    if (path === undefined && id !== HERE.id) install(`runtimes/${id}`, `${id}, to measure in`);
  }
}
