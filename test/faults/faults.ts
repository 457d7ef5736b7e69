/** What tests of failing disks and processes share: a folder, programs in processes of their own, and what they need. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';

const dist = (name: string) => JSON.stringify(new URL(`../../dist/${name}.js`, import.meta.url).href);

/** Whether nothing may be skipped. */
const required = process.env.SHAREDBUFFERS_FAULTS === 'required';

/** Whether file systems can be mounted here: by root, where the system lets it. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'mount-'));
  try {
    mount(folder, '-t', 'tmpfs', 'tmpfs');
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function mount(folder: string, ...options: string[]): void {
  execFileSync('mount', [...options, folder], { stdio: 'ignore' });
}

/** Lazily: files that were given up may be closed a moment later. */
export function unmount(folder: string): void {
  execFileSync('umount', ['-l', folder]);
}

/** Tests that need what is not everywhere. Where it is missing they are skipped, and it is said so; CI requires it. */
export function describeWhere(what: 'mounts' | 'linux', name: string, tests: () => void): void {
  const there = process.platform === 'linux' && (what === 'linux' || canMount());
  if (!there && !required) {
    console.log(
      `Skipped: ${name} (${what === 'mounts' ? 'root on Linux who may mount' : 'Linux'} is needed)`,
    );
  }
  describe.skipIf(!there && !required)(name, tests);
}

/** A folder for one test file's work, and for its programs. */
export function folderFor(name: string): string {
  return mkdtempSync(join(tmpdir(), `faults-${name}-`));
}

/** Records of every version of a file: as many, and each with the version in it. */
export const COUNT = 5000;

/** The declarations of programs and tests, and rows of one version. */
const PRELUDE = `
import { atomicAdd, atomicCompareExchange, mapping, struct, t } from ${dist('index')};
import { buildMapping, cleanFolder, openMapping } from ${dist('node')};
const Versions = mapping({ key: t.uint32, value: struct({ version: t.uint32, text: t.string }) });
const rows = (version, count = ${COUNT}) =>
  Array.from({ length: count }, (_, id) => [id, { version, text: 'version ' + version + ' '.repeat(40) }]);
const [target] = process.argv.slice(2);
`;

/** Writes a program; it gets its arguments from the second on, and has the target as the first. */
export function program(folder: string, name: string, source: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, PRELUDE + source);
  return path;
}

export function start(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, args);
}

/** What a process printed, and how it ended. */
export async function ended(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}
