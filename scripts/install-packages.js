/** Installs the packages of a folder that has a lock of its own, where they are missing or others than those of the lock. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

export const NPM = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];

const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY;

export function installPackages(folder) {
  // npm leaves a list of what it has installed, at its end.
  if (changed(`${folder}/node_modules/.package-lock.json`) >= changed(`${folder}/package-lock.json`)) return;
  execFileSync('npm', ['ci', ...NPM], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
