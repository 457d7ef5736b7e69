/** Loading koffi, the optional package through which system calls are made, and saying why there is none. */
import { createRequire } from 'node:module';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { FileError } from '../../errors.js';
import { programFiles } from '../packages/program-files.js';

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
 * The native modules in koffi's packages, for glibc and for musl, each by its whole name: in that form those who trace which
 * files a program needs see them, as they do not inside of koffi.
 */
function nativeModules(from: string): { readonly [system: string]: readonly (() => unknown)[] } {
  const require = createRequire(from);
  return {
    'linux-x64': [
      () => require('@koromix/koffi-linux-x64/linux_x64/koffi.node'),
      () => require('@koromix/koffi-linux-x64/musl_x64/koffi.node'),
    ],
    'linux-arm64': [
      () => require('@koromix/koffi-linux-arm64/linux_arm64/koffi.node'),
      () => require('@koromix/koffi-linux-arm64/musl_arm64/koffi.node'),
    ],
    'darwin-x64': [() => require('@koromix/koffi-darwin-x64/darwin_x64/koffi.node')],
    'darwin-arm64': [() => require('@koromix/koffi-darwin-arm64/darwin_arm64/koffi.node')],
    'win32-x64': [() => require('@koromix/koffi-win32-x64/win32_x64/koffi.node')],
    'win32-arm64': [() => require('@koromix/koffi-win32-arm64/win32_arm64/koffi.node')],
  };
}

/**
 * What koffi's package for this system holds, which is koffi without its layer of JavaScript: loading that takes longer
 * than the rest. Undefined where there is none, as in builds from source, or it is of another shape.
 */
function nativeOf(path: string): Koffi | undefined {
  const system = `${process.platform}-${process.arch}`;
  const ways = [() => createRequire(path)(`@koromix/koffi-${system}`), ...(nativeModules(path)[system] ?? [])];
  for (const way of ways) {
    try {
      const native: unknown = way();
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
  // In this form tracers of files see that the package is needed; bundlers leave it where it is.
  const require = createRequire(file);
  let path: string;
  try {
    path = require.resolve('koffi');
  } catch {
    return undefined;
  }
  try {
    return nativeOf(path) ?? require('koffi');
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
  const files = programFiles();
  const packages = files.map(packageFrom).filter((path) => path !== undefined);
  // From the package as well: some installers link only what a program itself names.
  for (const file of [...files, ...packages]) {
    const koffi = koffiFrom(file);
    if (koffi !== undefined) return checkedVersion(koffi);
  }
  if (packages.length > 0) throw new NoMapping('the package koffi is not installed');
  throw new NoMapping(
    'this program is a bundle, and the package koffi is not beside it: install koffi there, ' +
      'hand it over by useKoffi, or open with { mmap: false }, which reads files into memory',
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
