/** Mapping as POSIX systems have it: Linux, with any C library, and macOS. */
import type { Koffi } from './load-koffi.js';
import { type Blanked, type SystemMaps, systemError } from './system-maps.js';

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
/** `MAP_FAILED`, (void *) −1. */
const FAILED = 0xffffffffffffffffn;

/** Undefined for what is none of these systems. */
export function posixMaps(platform: string): ((koffi: Koffi) => SystemMaps) | undefined {
  const flags = FLAGS[platform];
  return flags && ((koffi) => bind(koffi, flags));
}

function bind(koffi: Koffi, flags: Flags): SystemMaps {
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
      if (address === FAILED) {
        const { errno } = koffi.os;
        const number = koffi.errno();
        const code = Object.keys(errno).find((name) => errno[name] === number) ?? `errno ${number}`;
        throw systemError('mmap', code, -number);
      }
      return address;
    },
    blank(address: bigint, length: number): Blanked {
      const zeros = mmap(address, length, access, kind | flags.anonymous | MAP_FIXED, -1, 0);
      return zeros === FAILED ? 'kept' : 'zeros';
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
