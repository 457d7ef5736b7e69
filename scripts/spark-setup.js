/**
 * Makes `.venv-spark`, with Spark and all else that `npm run spark` needs. Does nothing when it is there already and holds
 * what the requirements in `integrations/spark` say. `PYTHON` names the interpreter to use.
 */
import { join } from 'node:path';
import { javaVersion } from './java-version.js';
import { PythonVenv, path } from './python-venv.js';

const FOLDER = 'integrations/spark';
const REQUIREMENTS = `${FOLDER}/requirements.txt`;
const EARLIER = `${FOLDER}/requirements-3.5.txt`;
const CONSTRAINTS = ['interop/python/constraints.txt', `${FOLDER}/constraints.txt`];

const venv = new PythonVenv({
  name: 'spark:setup',
  folder: '.venv-spark',
  versions: [10, 12],
  files: [REQUIREMENTS, EARLIER, `${FOLDER}/pyproject.toml`, ...CONSTRAINTS],
});
if ((javaVersion() ?? 0) < 17) {
  venv.fail(
    `Spark needs Java 17, and ${javaVersion() === undefined ? 'none' : `Java ${javaVersion()}`} was found: ` +
      'install it (Debian: apt-get install openjdk-17-jre-headless)',
  );
}
if (venv.upToDate) {
  console.log('spark:setup: .venv-spark is up to date');
  process.exit(0);
}

const { python, name } = venv.find();
console.log(`spark:setup: making .venv-spark with ${name}; Spark is large, which takes some minutes`);
venv.make(python);
venv.install(['-r', path(REQUIREMENTS), ...CONSTRAINTS.flatMap((file) => ['-c', path(file)])]);
venv.install(['--no-deps', '--target', join(venv.folder, 'spark-3.5'), '-r', path(EARLIER)]);
venv.install(['--no-deps', '--no-build-isolation', '--editable', path(FOLDER)]);
venv.run(venv.python, ['-c', 'import sharedbuffers_spark']);
venv.done();
console.log('spark:setup: done; `npm run spark` runs the tests');
