/**
 * The system calls behind mapped files, through `koffi`. Where there is no koffi, or no mapping, files are read instead.
 */
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { checkedVersion, isKoffi, type Koffi, loadKoffi, NoMapping } from './load-koffi.js';
import { posixMaps } from './posix-maps.js';
import type { SystemMaps } from './system-maps.js';
import { ThreadMaps } from './thread-maps.js';
import { windowsMaps } from './windows-maps.js';

/** Memory mapping in this process. */
export interface MmapSystem extends SystemMaps {
  /** What becomes of the maps of threads that end. */
  readonly threads: ThreadMaps;
}

/** 64-bit processors, on which `off_t` is a machine word and the Linux numbers are the generic ones. */
const PROCESSORS = ['x64', 'arm64', 'riscv64', 'loong64'];

let loaded: MmapSystem | NoMapping | undefined;

/** Mapping on this system, or the error that says why there is none. Loads koffi at the first call. */
export function mmapSystem(): MmapSystem | NoMapping {
  if (loaded === undefined) {
    try {
      loaded = open(loadKoffi);
    } catch (cause) {
      loaded = cause instanceof NoMapping ? cause : new NoMapping(`koffi fails: ${String(cause)}`, 'broken');
    }
  }
  return loaded;
}

/**
 * Hands over koffi, for programs that are one file: what `import koffi from 'koffi'` gives, or the native module of
 * its package for the system, which bundlers can take in. In each thread, before files are opened. Where files cannot
 * be mapped whatever there is, nothing changes.
 *
 * @param koffi What `import koffi from 'koffi'` gives, or its native module.
 * @throws `ArgumentError` for what is not koffi 3.0 or later.
 *
 * @example
 * import koffi from '@koromix/koffi-linux-x64/linux_x64/koffi.node';
 * provideKoffi(koffi);
 */
export function provideKoffi(koffi: object): void {
  if (!isKoffi(koffi))
    throw new ArgumentError(`provideKoffi takes the package koffi, not ${describe(koffi)}`);
  try {
    loaded = open(() => checkedVersion(koffi));
  } catch (cause) {
    if (!(cause instanceof NoMapping)) throw cause;
    if (cause.lack === 'broken') throw new ArgumentError(cause.message);
    loaded = cause;
  }
}

function open(load: () => Koffi): MmapSystem {
  const { platform, arch } = process;
  const bind = platform === 'win32' ? windowsMaps : posixMaps(platform);
  if (bind === undefined || !PROCESSORS.includes(arch)) {
    throw new NoMapping(`files are not mapped on ${platform} ${arch}`);
  }
  const system = bind(load());
  return { ...system, threads: new ThreadMaps(({ address, length }) => system.unmap(address, length)) };
}
