/** Loading koffi, the optional package through which system calls are made, and saying why there is none. */
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { FileError } from '../../errors.js';
import packages from '../packages/koffi.cjs';
import { programFiles } from '../packages/program-files.js';

/** Not imported: bundlers follow it where it is, and fail at paths that are known only when the program runs. */
const { createRequire } = process.getBuiltinModule('node:module');
const SYSTEM = `${process.platform}-${process.arch}`;

/** The part of koffi 3 in use. */
export interface Koffi {
  readonly version: string;
  load(path: string | null): { func(name: string, result: string, parameters: string[]): NativeFunction };
  view(address: bigint, length: number): ArrayBuffer;
  errno(): number;
  readonly os: { readonly errno: { readonly [name: string]: number } };
}
export type NativeFunction = (...args: (number | bigint | string | null)[]) => unknown;

/**
 * What it means that files are not mapped: koffi is left out or the system has no mapping (`absent`), it is there but fails
 * (`broken`), or a bundler has torn it from this code (`lost`).
 */
type Lack = 'absent' | 'broken' | 'lost';

/** Why files are not mapped in this process. The message reads on from "because". */
export class NoMapping extends Error {
  readonly lack: Lack;

  constructor(message: string, lack: Lack = 'absent') {
    super(message);
    this.lack = lack;
  }
}

const OLDEST = 3;

/**
 * Koffi's package for this system, which is koffi without its layer of JavaScript: loading that takes longer than the rest.
 * Undefined where there is none, as in builds from source, or it is of another shape.
 */
function firstKoffi(ways: readonly (() => unknown)[]): Koffi | undefined {
  for (const way of ways) {
    try {
      const native = way();
      if (isKoffi(native)) return native;
    } catch {}
  }
  return undefined;
}

/** Whether something is koffi, or its native part, by what is used of it. */
export function isKoffi(given: unknown): given is Koffi {
  if (given === null || given === undefined) return false;
  const { version, load, view, errno, os } = given as Partial<Koffi>;
  return Boolean(version && load && view && errno && os);
}

/** The koffi that is found from a file, as `require` there finds it; undefined if there is none. */
function koffiFrom(file: string): Koffi | undefined {
  const require = createRequire(file);
  let path: string;
  try {
    path = require.resolve('koffi');
  } catch {
    return undefined;
  }
  try {
    return firstKoffi([() => createRequire(path)(`@koromix/koffi-${SYSTEM}`)]) ?? require('koffi');
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause))
      .split('\n')[0]
      ?.replace(/\.$/, '');
    throw new NoMapping(`the package koffi is installed but cannot be loaded: ${reason}`, 'broken');
  }
}

/** This package's own file, where it is installed; undefined in a bundle that stands alone. */
function packageFrom(file: string): string | undefined {
  try {
    return createRequire(file).resolve('sharedbuffers/package.json');
  } catch {
    return undefined;
  }
}

/** Throws `NoMapping`. */
export function loadKoffi(): Koffi {
  const traced = firstKoffi(packages.natives?.[SYSTEM] ?? []);
  if (traced !== undefined) return checkedVersion(traced);
  const files = programFiles();
  const owns = files.map(packageFrom).filter((path) => path !== undefined);
  // From the package as well: some installers link only what a program itself names.
  for (const file of [...files, ...owns]) {
    const koffi = koffiFrom(file);
    if (koffi !== undefined) return checkedVersion(koffi);
  }
  if (owns.length > 0) throw new NoMapping('the package koffi is not installed');
  throw new NoMapping(
    'this program is a bundle, and the package koffi is not beside it: install koffi there, ' +
      'hand it over by provideKoffi, or open with { mmap: false }, which reads files into memory',
    'lost',
  );
}

/** Throws `NoMapping` for a koffi that is too old. */
export function checkedVersion(koffi: Koffi): Koffi {
  if (Number.parseInt(koffi.version, 10) >= OLDEST) return koffi;
  throw new NoMapping(
    `the package koffi is installed but cannot be used: 3.0 or later is needed, not ${koffi.version}`,
    'broken',
  );
}

/** Code of the warning below, part of the public interface. */
const WARNING = 'SB_NOT_MAPPED';

/**
 * Tells why a file that was to be mapped is read: throws `FileError` where a bundle has lost koffi, which nobody chose; warns,
 * once, where koffi is broken; says nothing where it is left out, which is how some choose to run. Threads that are started
 * later know that this one has warned.
 */
export function tellNoMapping(path: string, { lack, message }: NoMapping): void {
  if (lack === 'lost') {
    throw new FileError(`cannot map ${path}, because ${message}`);
  }
  if (lack === 'absent' || getEnvironmentData(WARNING) === true) return;
  setEnvironmentData(WARNING, true);
  process.emitWarning(`files are read into memory and not mapped, because ${message}`, {
    type: 'SharedBuffersWarning',
    code: WARNING,
  });
}
