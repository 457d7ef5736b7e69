/**
 * Makes `.venv`, with the Python library that the tests in `test/interop` compare with. Does nothing when it is there
 * already and holds what `interop/python/requirements.txt` says. `PYTHON` names the interpreter to use.
 */
import { readFileSync } from 'node:fs';
import { PythonVenv, path } from './python-venv.js';

const REQUIREMENTS = 'interop/python/requirements.txt';
const CONSTRAINTS = 'interop/python/constraints.txt';
/** What the library's build itself needs, whose versions are in the requirements. */
const BUILD = /^(cython|numpy|setuptools|wheel)==\S+$/gm;

const venv = new PythonVenv({
  name: 'interop:setup',
  folder: '.venv',
  // The first and last version that the pinned packages exist for.
  versions: [9, 12],
  files: [REQUIREMENTS, CONSTRAINTS],
});
if (venv.upToDate) {
  console.log('interop:setup: .venv is up to date');
  process.exit(0);
}

const { python, name, compiler, headers } = venv.find();
if (!compiler)
  venv.fail(`${name} finds no C compiler to build with: install one (Debian: apt-get install gcc)`);
if (!headers) venv.fail(`${name} lacks its C headers: install them (Debian: apt-get install python3-dev)`);

console.log(`interop:setup: making .venv with ${name}; the library is compiled, which takes a minute or two`);
venv.make(python);
venv.install(readFileSync(path(REQUIREMENTS), 'utf8').match(BUILD));
venv.install(['--no-build-isolation', '-r', path(REQUIREMENTS), '-c', path(CONSTRAINTS)]);
venv.run(venv.python, ['-c', 'import sharedbuffers.mapped_struct']);
venv.done();
console.log(
  'interop:setup: done; `npm run interop` compares with Python, and so does `npm test` from now on',
);
