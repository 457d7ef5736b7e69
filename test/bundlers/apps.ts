/** Programs that have the packed library and the bundlers among their packages, and that are moved away from them. */
import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mapping, struct, t } from 'sharedbuffers';
import { buildBundle, buildMapping } from 'sharedbuffers/node';
import { installPackages, NPM } from '../../scripts/install-packages.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HERE = join(ROOT, 'test/bundlers');
export const RECIPES: string = join(HERE, 'recipes');

function npm(args: readonly string[], cwd: string): void {
  execFileSync('npm', [...args], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Copies a folder, as links to the same files where that is possible. */
function copy(from: string, to: string): void {
  if (spawnSync('cp', ['-al', `${from}/.`, to]).status !== 0) cpSync(from, to, { recursive: true });
}

/** Installs the bundlers, once before all tests, where they are missing or others. */
export function setup(): void {
  installPackages(HERE);
}

export class Workplace {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'bundlers-'));
  /** What the packed library needs to run, and nothing else. */
  readonly packages: string = join(this.folder, 'library/node_modules');
  /** Where the files lie that programs read: `launches.sb` and `launches.zip`. */
  readonly data: string = join(this.folder, 'data');

  /** Packs the library and installs it. */
  async prepare(): Promise<void> {
    for (const name of ['library', 'data']) mkdirSync(join(this.folder, name));
    npm(['pack', ...NPM, '--pack-destination', this.folder], ROOT);
    const tarball = readdirSync(this.folder).find((name) => name.endsWith('.tgz'))!;
    const library = join(this.folder, 'library');
    writeFileSync(join(library, 'package.json'), '{"private":true}');
    npm(['install', ...NPM, join(this.folder, tarball)], library);
    await this.#writeData();
  }

  async #writeData(): Promise<void> {
    const Launches = mapping({ key: t.string, value: struct({ name: t.string, day: t.date }) });
    const path = join(this.data, 'launches.sb');
    await buildMapping(path, Launches, [
      ['apollo-11', { name: 'Apollo 11', day: new Date('1969-07-16') }],
      ['luna-9', { name: 'Luna 9', day: new Date('1966-01-31') }],
    ]);
    await buildBundle(join(this.data, 'launches.zip'), [['launches.sb', path]]);
  }

  /** A program with its packages, of files of `recipes` and of what lies in folders there. */
  program(name: string, ...sources: string[]): Program {
    const folder = join(this.folder, name);
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    for (const source of sources) {
      const isFile = source.includes('.');
      cpSync(join(RECIPES, source), isFile ? join(folder, source) : folder, { recursive: true });
    }
    writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
    copy(join(HERE, 'node_modules'), join(folder, 'node_modules'));
    copy(this.packages, join(folder, 'node_modules'));
    return new Program(folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a command did. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const outcome = ({ status, stdout, stderr }: SpawnSyncReturns<string>): Outcome => ({
  status,
  stdout,
  stderr,
});

export class Program {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Runs a recipe, which is a script of shell, in the program's folder. */
  run(recipe: string): Outcome {
    rmSync(join(this.folder, 'out'), { recursive: true, force: true });
    const modules = join(this.folder, 'node_modules');
    const programs = ['.bin', '@oven/bun-linux-x64/bin'].map((each) => join(modules, each));
    const env = {
      ...process.env,
      PATH: [...programs.reverse(), process.env.PATH].join(delimiter),
      NEXT_TELEMETRY_DISABLED: '1',
      NO_COLOR: '1',
      NODE_OPTIONS: '',
    };
    return outcome(
      spawnSync('sh', ['-e', join(RECIPES, `${recipe}.sh`)], { cwd: this.folder, env, encoding: 'utf8' }),
    );
  }

  /** Moves `out` to where none of the packages is, hides those, and does something there. */
  async away<T>(act: (folder: string) => T | Promise<T>): Promise<T> {
    const place = mkdtempSync(join(tmpdir(), 'away-'));
    const hidden = `${this.folder}-hidden`;
    cpSync(join(this.folder, 'out'), place, { recursive: true, verbatimSymlinks: true });
    renameSync(this.folder, hidden);
    try {
      return await act(place);
    } finally {
      renameSync(hidden, this.folder);
      rmSync(place, { recursive: true, force: true });
    }
  }
}

/** Runs a bundle in its folder. */
export function start(folder: string, command: readonly string[], data: string): Outcome {
  const [program, ...args] = command;
  const path = program === 'node' ? process.execPath : join(folder, program!);
  return outcome(spawnSync(path, [...args, data], { cwd: folder, encoding: 'utf8' }));
}
