/** Loading koffi, the optional package through which system calls are made, and saying why there is none. */
import { createRequire } from 'node:module';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** The part of koffi 3 in use. */
export interface Koffi {
  readonly version: string;
  load(path: string | null): { func(name: string, result: string, parameters: string[]): NativeFunction };
  view(address: bigint, length: number): ArrayBuffer;
  errno(): number;
  readonly os: { readonly errno: { readonly [name: string]: number } };
}
export type NativeFunction = (...args: (number | bigint | string | null)[]) => unknown;

/** Why files are not mapped in this process. The message reads on from "because". */
export class NoMapping extends Error {
  /** Whether koffi is there, so that mapping was meant to work. */
  readonly broken: boolean;

  constructor(message: string, broken = false) {
    super(message);
    this.broken = broken;
  }
}

const OLDEST = 3;

/**
 * What koffi's package for this system holds, which is koffi without its layer of JavaScript: loading that takes longer
 * than the rest. Undefined where there is none, as in builds from source, or it is of another shape.
 */
function nativeOf(path: string): Koffi | undefined {
  try {
    const native: Partial<Koffi> = createRequire(path)(`@koromix/koffi-${process.platform}-${process.arch}`);
    const { version, load, view, errno, os } = native;
    return version && load && view && errno && os ? (native as Koffi) : undefined;
  } catch {
    return undefined;
  }
}

/** Throws `NoMapping`. */
export function loadKoffi(): Koffi {
  const require = createRequire(import.meta.url);
  let path: string;
  try {
    path = require.resolve('koffi');
  } catch {
    throw new NoMapping('the package koffi is not installed');
  }
  let koffi: Koffi;
  try {
    koffi = nativeOf(path) ?? require('koffi');
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause))
      .split('\n')[0]
      ?.replace(/\.$/, '');
    throw new NoMapping(`the package koffi is installed but cannot be loaded: ${reason}`, true);
  }
  if (Number.parseInt(koffi.version, 10) >= OLDEST) return koffi;
  throw new NoMapping(
    `the package koffi is installed but cannot be used: 3.0 or later is needed, not ${koffi.version}`,
    true,
  );
}

/** Code of the warning below, part of the public interface. */
const WARNING = 'SB_NOT_MAPPED';

/**
 * Warns, once, that files are read although koffi is there; a missing koffi is how some choose to run. Threads that are
 * started later know that this one has warned.
 */
export function warnOfBroken({ broken, message }: NoMapping): void {
  if (!broken || getEnvironmentData(WARNING) === true) return;
  setEnvironmentData(WARNING, true);
  process.emitWarning(`files are read into memory and not mapped, because ${message}`, {
    type: 'SharedBuffersWarning',
    code: WARNING,
  });
}
