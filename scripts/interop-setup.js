/**
 * Makes `.venv`, with the Python library that the tests in `test/interop` compare with. Does nothing when it is there
 * already and holds what `interop/python/requirements.txt` says. `PYTHON` names the interpreter to use.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const VENV = path('.venv');
const PYTHON = path('.venv/bin/python');
const STAMP = path('.venv/requirements.sha256');
const REQUIREMENTS = path('interop/python/requirements.txt');
const CONSTRAINTS = path('interop/python/constraints.txt');
/** What the library's build itself needs, whose versions are in the requirements. */
const BUILD = /^(cython|numpy|setuptools|wheel)==\S+$/gm;
/** The first and last version that the pinned packages exist for. */
const OLDEST = 9;
const NEWEST = 12;

const PROBE = `
import importlib.util, json, os, shutil, sys, sysconfig
print(json.dumps({
    'version': list(sys.version_info[:3]),
    'venv': all(map(importlib.util.find_spec, ('venv', 'ensurepip'))),
    'compiler': shutil.which((sysconfig.get_config_var('CC') or 'cc').split()[0]) is not None,
    'headers': os.path.exists(os.path.join(sysconfig.get_paths()['include'], 'Python.h')),
}))`;

function fail(message) {
  console.error(`interop:setup: ${message}`);
  process.exit(1);
}

function probe(python) {
  const { status, stdout } = spawnSync(python, ['-c', PROBE], { encoding: 'utf8' });
  return status === 0 ? { python, ...JSON.parse(stdout) } : undefined;
}

function suits({ version: [major, minor] }) {
  return major === 3 && minor >= OLDEST && minor <= NEWEST;
}

function findPython() {
  const numbered = [12, 11, 10, 9].map((minor) => `python3.${minor}`);
  const candidates = process.env.PYTHON ? [process.env.PYTHON] : ['python3', ...numbered];
  const found = candidates.map(probe).filter((each) => each !== undefined);
  const fit = found.find(suits);
  if (fit !== undefined) return fit;
  const seen = found.map(({ python, version }) => `${python} is ${version.join('.')}`).join(', ');
  return fail(
    `Python 3.${OLDEST} to 3.${NEWEST} is needed, ${seen || `${candidates[0]} was not found`}: ` +
      'install one (Debian: apt-get install python3 python3-venv python3-dev gcc), or name it in PYTHON',
  );
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) fail(`${command} ${args.join(' ')} failed: ${error?.message ?? `exit code ${status}`}`);
}

function stamped() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined;
  }
}

const requirements = readFileSync(REQUIREMENTS, 'utf8');
const wanted = createHash('sha256').update(requirements).update(readFileSync(CONSTRAINTS)).digest('hex');
if (stamped() === wanted && probe(PYTHON) !== undefined) {
  console.log('interop:setup: .venv is up to date');
  process.exit(0);
}

const { python, version, venv, compiler, headers } = findPython();
const name = `${python} (${version.join('.')})`;
if (!venv) fail(`${name} has no venv module: install it (Debian: apt-get install python3-venv)`);
if (!compiler) fail(`${name} finds no C compiler to build with: install one (Debian: apt-get install gcc)`);
if (!headers) fail(`${name} lacks its C headers: install them (Debian: apt-get install python3-dev)`);

console.log(`interop:setup: making .venv with ${name}; the library is compiled, which takes a minute or two`);
rmSync(VENV, { recursive: true, force: true });
run(python, ['-m', 'venv', VENV]);
const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
run(PYTHON, [...pip, ...requirements.match(BUILD)]);
run(PYTHON, [...pip, '--no-build-isolation', '--requirement', REQUIREMENTS, '--constraint', CONSTRAINTS]);
run(PYTHON, ['-c', 'import sharedbuffers.mapped_struct']);
writeFileSync(STAMP, wanted);
console.log(
  'interop:setup: done; `npm run interop` compares with Python, and so does `npm test` from now on',
);
