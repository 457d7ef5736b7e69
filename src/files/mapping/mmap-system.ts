/**
 * The system calls behind mapped files, through `koffi`. Where there is no koffi, or no mapping, files are read instead.
 */
import { loadKoffi, NoMapping } from './load-koffi.js';
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
      loaded = open();
    } catch (cause) {
      loaded = cause instanceof NoMapping ? cause : new NoMapping(`koffi fails: ${String(cause)}`, true);
    }
  }
  return loaded;
}

function open(): MmapSystem {
  const { platform, arch } = process;
  const bind = platform === 'win32' ? windowsMaps : posixMaps(platform);
  if (bind === undefined || !PROCESSORS.includes(arch)) {
    throw new NoMapping(`files are not mapped on ${platform} ${arch}`);
  }
  const system = bind(loadKoffi());
  return { ...system, threads: new ThreadMaps(({ address, length }) => system.unmap(address, length)) };
}
