/** Where things lie in the repository, whether this runs from `.build` or from its sources. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

function root(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = join(folder, '..');
  return folder;
}

export const ROOT: string = root();
/** The Python library's environment, which `npm run interop:setup` makes. */
export const PYTHON: string = join(ROOT, '.venv/bin/python');
export const SQLITE: string = join(ROOT, 'bench/sqlite/package.json');
