/**
 * The system calls behind mapped files, through `koffi`: the one file that knows the numbers of the operating systems.
 * Where there is no koffi, or no mmap, files are read instead.
 */
import { type Koffi, loadKoffi, NoMapping } from './load-koffi.js';
import { ThreadMaps } from './thread-maps.js';

/** Memory mapping as the operating system offers it. Lengths in bytes; addresses are multiples of the page. */
export interface MmapSystem {
  /**
   * Maps a file from its start. `shared`: writes to the memory reach the file and all who map it, for which the file
   * must be open for writing; else they stay in this process. Throws with a `code`.
   */
  map(fd: number, length: number, shared: boolean): bigint;
  /** Replaces what is mapped there by private zero pages. False if the system refused: all is as before. */
  blank(address: bigint, length: number): boolean;
  unmap(address: bigint, length: number): void;
  /** The memory as an `ArrayBuffer`, which must not be touched after `unmap`. At most 4 GiB on some runtimes. */
  view(address: bigint, length: number): ArrayBuffer;
  /**
   * Locks a whole open file against other open files, without waiting: until it is closed or the process ends. False
   * if another has it; undefined if there are no locks on that disk.
   */
  lock(fd: number): boolean | undefined;
  /** What becomes of the maps of threads that end. */
  readonly threads: ThreadMaps;
}

const PROT_READ = 1;
const PROT_WRITE = 2;
const MAP_SHARED = 1;
const MAP_PRIVATE = 2;
const MAP_FIXED = 0x10;

interface Flags {
  readonly anonymous: number;
  readonly noReserve: number;
}

/** Flags that differ: Linux from its generic mman.h (MIPS and PowerPC have their own), macOS from sys/mman.h. */
const FLAGS: { readonly [platform: string]: Flags } = {
  linux: { anonymous: 0x20, noReserve: 0x4000 },
  darwin: { anonymous: 0x1000, noReserve: 0x40 },
};
/** `LOCK_EX | LOCK_NB` of flock. */
const LOCK_NOW = 6;
/** 64-bit processors, on which `off_t` is a machine word and the Linux numbers are the generic ones. */
const PROCESSORS = ['x64', 'arm64', 'riscv64', 'loong64'];
/** `MAP_FAILED`, (void *) −1. */
const FAILED = 0xffffffffffffffffn;

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
  const flags = FLAGS[process.platform];
  if (flags === undefined || !PROCESSORS.includes(process.arch)) {
    throw new NoMapping(`files are not mapped on ${process.platform} ${process.arch}`);
  }
  const system = bind(loadKoffi(), flags);
  return { ...system, threads: new ThreadMaps(({ address, length }) => system.unmap(address, length)) };
}

function bind(koffi: Koffi, flags: Flags): Omit<MmapSystem, 'threads'> {
  // The process itself already links the C library, whatever its name: glibc, musl or libSystem.
  const libc = koffi.load(null);
  const mmap = libc.func('mmap', 'void *', ['uintptr_t', 'size_t', 'int', 'int', 'int', 'intptr_t']);
  const munmap = libc.func('munmap', 'int', ['uintptr_t', 'size_t']);
  const flock = libc.func('flock', 'int', ['int', 'int']);
  // Writable although only read: a stray write into a read-only map would end the process. Not reserved, since
  // the copies that writes would need could exceed the memory of the machine.
  const access = PROT_READ | PROT_WRITE;
  const kind = MAP_PRIVATE | flags.noReserve;

  return {
    map(fd: number, length: number, shared: boolean): bigint {
      const address = mmap(0, length, access, shared ? MAP_SHARED : kind, fd, 0) as bigint;
      if (address === FAILED) throw systemError('mmap', koffi.errno(), koffi.os.errno);
      return address;
    },
    blank(address: bigint, length: number): boolean {
      return mmap(address, length, access, kind | flags.anonymous | MAP_FIXED, -1, 0) !== FAILED;
    },
    unmap(address: bigint, length: number): void {
      munmap(address, length);
    },
    view: (address, length) => koffi.view(address, length),
    lock(fd: number): boolean | undefined {
      if (flock(fd, LOCK_NOW) === 0) return true;
      return koffi.errno() === koffi.os.errno.EWOULDBLOCK || koffi.errno() === koffi.os.errno.EAGAIN
        ? false
        : undefined;
    },
  };
}

/** An error shaped as those of `node:fs` are. */
function systemError(syscall: string, errno: number, names: { readonly [name: string]: number }): Error {
  const code = Object.keys(names).find((name) => names[name] === errno) ?? `errno ${errno}`;
  return Object.assign(new Error(`${code}, ${syscall}`), { code, errno: -errno, syscall });
}
