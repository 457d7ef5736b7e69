/** What runs are made of: runtimes and the packed library with its packages for a system, in a folder that git ignores. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT: string = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = join(ROOT, '.platforms');

/** Wine's files. */
export const wineFolder: string = join(FOLDER, 'wine');

/** An operating system, a processor and a C library, as npm and Node name them. */
export interface System {
  readonly os: 'linux' | 'win32';
  readonly cpu: 'x64' | 'arm64';
}

/** Throws what a program said that failed. */
export function run(program: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`${program} ${args.join(' ')} failed: ${error ?? `${stdout}${stderr}`}`);
}

/** Quiet, without scripts, and for systems that npm does not run on. */
const NPM = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--force'];

/** The folder that `make` fills, once: what was broken off is begun anew. */
export function made(name: string, make: (folder: string) => void): string {
  const folder = join(FOLDER, 'runtimes', name);
  if (!existsSync(join(folder, 'done'))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    console.log(`Installing ${name}`);
    make(folder);
    writeFileSync(join(folder, 'done'), '');
  }
  return folder;
}

/** The folder of a package of npm in an exact version, which is installed alone. */
export function installed(name: string, version: string): string {
  const folder = made(`${name.replaceAll('/', '-')}-${version}`, (within) => {
    writeFileSync(join(within, 'package.json'), '{"private":true}');
    run('npm', [...NPM, '--save-exact', `${name}@${version}`], within);
  });
  return join(folder, 'node_modules', name);
}

/** Whether programs of Debian's packages are there. */
export function missingPrograms(programs: readonly string[]): string[] {
  return programs.filter((program) => spawnSync('which', [program]).status !== 0);
}

/** The library as npm packs it, once in a run. */
let packed: string | undefined;
function tarball(): string {
  if (packed === undefined) {
    const folder = join(FOLDER, 'packed');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    run('npm', ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder], ROOT);
    packed = join(folder, readdirSync(folder)[0]!);
  }
  return packed;
}

/** A folder with the checks and, installed from its tarball, the library as users of a system have it. */
export function application({ os, cpu }: System): string {
  const folder = join(FOLDER, `${os}-${cpu}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  run('npm', [...NPM, '--prefer-offline', `--os=${os}`, `--cpu=${cpu}`, tarball()], folder);
  cpSync(join(ROOT, '.build/test/platforms/suite'), join(folder, 'suite'), { recursive: true });
  return folder;
}
