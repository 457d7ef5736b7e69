/** The runtimes that the benchmark measures: the Node that runs it, and others, each in a package of its own. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.js';

export interface Runtime {
  /** As rows and options name it: `node24`, `bun`. */
  readonly id: string;
  readonly path: string;
}

/** Those that bench/install.ts installs: names of the folders beside this file. */
export const RUNTIMES = ['node20', 'node24', 'node26', 'bun', 'deno'] as const;
type Known = (typeof RUNTIMES)[number];

/** The one that runs this, as Node of its major version. */
export const HERE: Runtime = { id: `node${process.versions.node.split('.')[0]}`, path: process.execPath };

/** Where packages have their program, below the folder of the package. */
const PROGRAMS: Readonly<Record<'node' | 'bun' | 'deno', string>> = {
  node: 'bin/node',
  bun: 'bin/bun',
  deno: 'deno',
};

/** `node`, `bun` or `deno`: what decides how it is started. */
export function familyOf({ id }: Pick<Runtime, 'id'>): keyof typeof PROGRAMS {
  return id === 'bun' || id === 'deno' ? id : 'node';
}

/** The program of whichever of a folder's packages is for this machine, or undefined. */
function installed(id: Known): string | undefined {
  const modules = join(ROOT, 'bench/runtimes', id, 'node_modules');
  if (!existsSync(modules)) return undefined;
  const packages = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => join(name, inner)) : [name],
  );
  return packages
    .map((name) => join(modules, name, PROGRAMS[familyOf({ id })]))
    .find((path) => existsSync(path));
}

/** `id`, or `id=path` of a program. Throws for what is no runtime. */
export function parseRuntime(text: string): { readonly id: string; readonly path?: string } {
  const [id, path] = text.split(/=(.*)/s) as [string, string | undefined];
  if (path !== undefined && /^(node\d+|bun|deno)$/.test(id) && path !== '') return { id, path };
  if (path === undefined && (id === HERE.id || (RUNTIMES as readonly string[]).includes(id))) return { id };
  throw new Error(
    `runtimes are ${RUNTIMES.join(', ')}, or one and its program: node24=/usr/bin/node; not ${text}`,
  );
}

/** The program of a runtime, or why it takes no part. */
export function findRuntime(text: string): Runtime | { readonly id: string; readonly absent: string } {
  const { id, path } = parseRuntime(text);
  if (path !== undefined) return { id, path };
  if (id === HERE.id) return HERE;
  const found = installed(id as Known);
  if (found !== undefined) return { id, path: found };
  return {
    id,
    absent: `not installed: npm ci --prefix bench/runtimes/${id}, where npm has it for this machine`,
  };
}

/** Arguments before the module. `heap`: mebibytes of the heap where it is larger than usual. */
export function argumentsOf(runtime: Runtime, heap: number | undefined): string[] {
  const limit = heap === undefined ? [] : [`--max-old-space-size=${heap}`];
  switch (familyOf(runtime)) {
    case 'bun':
      // Its heap has no limit.
      return ['--expose-gc'];
    case 'deno':
      return ['run', '-A', '--quiet', `--v8-flags=${['--expose-gc', ...limit].join(',')}`];
    default:
      return ['--expose-gc', ...limit];
  }
}
