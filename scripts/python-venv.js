/** Virtual environments of Python with pinned packages, for the tests that stand beside programs in Python. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path of what stands in the project. */
export const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

const PROBE = `
import importlib.util, json, os, shutil, sys, sysconfig
print(json.dumps({
    'version': list(sys.version_info[:3]),
    'venv': all(map(importlib.util.find_spec, ('venv', 'ensurepip'))),
    'compiler': shutil.which((sysconfig.get_config_var('CC') or 'cc').split()[0]) is not None,
    'headers': os.path.exists(os.path.join(sysconfig.get_paths()['include'], 'Python.h')),
}))`;

/** `name`: the script, in front of what it says; `folder`: of the environment; `versions`: the first and last minor one of Python 3; `files`: what is installed by. */
export class PythonVenv {
  constructor({ name, folder, versions: [oldest, newest], files }) {
    Object.assign(this, { name, folder: path(folder), oldest, newest });
    this.python = join(this.folder, 'bin', 'python');
    this.stamp = join(this.folder, 'requirements.sha256');
    const hash = createHash('sha256');
    for (const file of files) hash.update(readFileSync(path(file)));
    this.wanted = hash.digest('hex');
  }

  fail(message) {
    console.error(`${this.name}: ${message}`);
    process.exit(1);
  }

  /** Whether it is there, with what the files say. */
  get upToDate() {
    try {
      return readFileSync(this.stamp, 'utf8') === this.wanted && probe(this.python) !== undefined;
    } catch {
      return false;
    }
  }

  /** The interpreter to make it with: `PYTHON`, or one that is found. */
  find() {
    const { oldest, newest } = this;
    const numbered = Array.from({ length: newest - oldest + 1 }, (_, at) => `python3.${newest - at}`);
    const candidates = process.env.PYTHON ? [process.env.PYTHON] : ['python3', ...numbered];
    const found = candidates.map(probe).filter((each) => each !== undefined);
    const fit = found.find(
      ({ version: [major, minor] }) => major === 3 && minor >= oldest && minor <= newest,
    );
    if (fit === undefined) {
      const seen = found.map(({ python, version }) => `${python} is ${version.join('.')}`).join(', ');
      this.fail(
        `Python 3.${oldest} to 3.${newest} is needed, ${seen || `${candidates[0]} was not found`}: ` +
          'install one (Debian: apt-get install python3 python3-venv python3-dev gcc), or name it in PYTHON',
      );
    }
    const name = `${fit.python} (${fit.version.join('.')})`;
    if (!fit.venv) this.fail(`${name} has no venv module: install it (Debian: apt-get install python3-venv)`);
    return { ...fit, name };
  }

  make(python) {
    rmSync(this.folder, { recursive: true, force: true });
    this.run(python, ['-m', 'venv', this.folder]);
  }

  install(args) {
    this.run(this.python, [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-input',
      ...args,
    ]);
  }

  run(command, args) {
    const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0)
      this.fail(`${command} ${args.join(' ')} failed: ${error?.message ?? `exit code ${status}`}`);
  }

  /** All is there. */
  done() {
    writeFileSync(this.stamp, this.wanted);
  }
}

function probe(python) {
  const { status, stdout } = spawnSync(python, ['-c', PROBE], { encoding: 'utf8' });
  return status === 0 ? { python, ...JSON.parse(stdout) } : undefined;
}
