/** The machine and the versions that a run's figures belong to. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../paths.js';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  readonly kernel: string;
  /** When the run began: ISO 8601. */
  readonly date: string;
  /** Versions of this library and of those it is compared with, as far as they are installed. */
  readonly packages: Readonly<Record<string, string>>;
}

/** Packages that take part, and the folders that their `node_modules` is in. */
const PACKAGES: readonly (readonly [name: string, folder: string])[] = [
  ['koffi', '.'],
  ['lmdb', '.'],
  ['better-sqlite3', 'bench/sqlite'],
  ['classic-level', '.'],
  ['flatbuffers', '.'],
  ['apache-arrow', '.'],
];

function versionIn(folder: string): string | undefined {
  const path = join(folder, 'package.json');
  return existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
    : undefined;
}

/** From the name of its folder of metadata, `sharedbuffers-VERSION.dist-info`. */
function pythonVersion(): string | undefined {
  const libraries = join(ROOT, '.venv/lib');
  if (!existsSync(libraries)) return undefined;
  for (const python of readdirSync(libraries)) {
    const packages = join(libraries, python, 'site-packages');
    if (!existsSync(packages)) continue;
    for (const name of readdirSync(packages)) {
      const found = /^sharedbuffers-(.+)\.(dist|egg)-info$/.exec(name);
      if (found !== null) return found[1];
    }
  }
  return undefined;
}

export function thisMachine(): Machine {
  const versions: [string, string | undefined][] = [['sharedbuffers', versionIn(ROOT)]];
  for (const [name, folder] of PACKAGES) {
    versions.push([name, versionIn(join(ROOT, folder, 'node_modules', name))]);
  }
  versions.push(['sharedbuffers (Python)', pythonVersion()]);
  const installed = versions.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown CPU',
    cores: cpus().length,
    memory: totalmem(),
    kernel: `${platform()} ${release()} ${arch()}`,
    date: new Date().toISOString(),
    packages: Object.fromEntries(installed),
  };
}
