/**
 * Mapping as Windows has it: views of sections, which lie over files or in the page file.
 *
 * Readers map copy-on-write, so that a stray write stays in the process; the system counts all of such a view among the
 * memory that it may have to find. A file that is mapped can be renamed, but neither removed nor replaced by a rename.
 */
import { type Koffi, NoMapping } from './load-koffi.js';
import { type Blanked, type Sections, type SystemMaps, systemError } from './system-maps.js';

const PAGE_READWRITE = 4;
const PAGE_WRITECOPY = 8;
const FILE_MAP_COPY = 1;
const FILE_MAP_WRITE = 2;
const MEM_COMMIT_RESERVE = 0x3000;
const MEM_RELEASE = 0x8000;
/** INVALID_HANDLE_VALUE: in place of a file, the page file. */
const PAGE_FILE = -1;
const LOCK_VIOLATION = 33;
const ALREADY_EXISTS = 183;
/** High half of the byte that is locked: far behind the end of any file, since locked bytes cannot be written by others. */
const LOCK_HIGH = 0x7fffffff;
const HALF = 2 ** 32;

/** Windows' error numbers, as `node:fs` names the like. */
const CODES: { readonly [number: number]: string } = {
  2: 'ENOENT',
  5: 'EACCES',
  8: 'ENOMEM',
  14: 'ENOMEM',
  112: 'ENOSPC',
  [ALREADY_EXISTS]: 'EEXIST',
  1450: 'ENOMEM',
  1455: 'ENOMEM',
};

/** Handles that have to stay open as long as something is mapped, by its address. */
const held = new Map<bigint, number>();

/** Throws `NoMapping` where the runtime does not tell a file's handle. */
export function windowsMaps(koffi: Koffi): SystemMaps {
  const kernel = koffi.load('kernel32.dll');
  const lastError = kernel.func('GetLastError', 'uint32_t', []);
  const createMapping = kernel.func('CreateFileMappingW', 'intptr_t', [
    'intptr_t',
    'uintptr_t',
    'uint32_t',
    'uint32_t',
    'uint32_t',
    'str16',
  ]);
  const openMapping = kernel.func('OpenFileMappingW', 'intptr_t', ['uint32_t', 'int', 'str16']);
  const mapView = kernel.func('MapViewOfFile', 'uintptr_t', [
    'intptr_t',
    'uint32_t',
    'uint32_t',
    'uint32_t',
    'size_t',
  ]);
  const unmapView = kernel.func('UnmapViewOfFile', 'int', ['uintptr_t']);
  const closeHandle = kernel.func('CloseHandle', 'int', ['intptr_t']);
  const allocate = kernel.func('VirtualAlloc', 'uintptr_t', ['uintptr_t', 'size_t', 'uint32_t', 'uint32_t']);
  const free = kernel.func('VirtualFree', 'int', ['uintptr_t', 'size_t', 'uint32_t']);
  const lockBytes = kernel.func('LockFile', 'int', [
    'intptr_t',
    'uint32_t',
    'uint32_t',
    'uint32_t',
    'uint32_t',
  ]);
  const handleOf = fileHandles(koffi);

  function failure(call: string): Error {
    const number = Number(lastError());
    return systemError(call, CODES[number] ?? `Windows error ${number}`, number);
  }

  /** A view of a section, whose handle is closed where it is not to be kept. */
  function view(section: number, length: number, access: number, keep: boolean): bigint {
    const address = BigInt(mapView(section, access, 0, 0, length) as number | bigint);
    const error = address === 0n ? failure('MapViewOfFile') : undefined;
    if (keep && error === undefined) held.set(address, section);
    else closeHandle(section);
    if (error !== undefined) throw error;
    return address;
  }

  const sections: Sections = {
    create(length: number, name?: string): bigint {
      const [high, low] = [Math.floor(length / HALF), length % HALF];
      const section = Number(createMapping(PAGE_FILE, 0, PAGE_READWRITE, high, low, name ?? null));
      const number = Number(lastError());
      if (section === 0)
        throw systemError('CreateFileMapping', CODES[number] ?? `Windows error ${number}`, number);
      if (name !== undefined && number === ALREADY_EXISTS) {
        closeHandle(section);
        throw systemError('CreateFileMapping', 'EEXIST', number);
      }
      return view(section, length, FILE_MAP_WRITE, name !== undefined);
    },
    open(name: string, length: number, shared: boolean): bigint {
      const access = shared ? FILE_MAP_WRITE : FILE_MAP_COPY;
      const section = Number(openMapping(access, 0, name));
      if (section === 0) throw failure('OpenFileMapping');
      return view(section, length, access, true);
    },
    exists(name: string): boolean {
      const section = Number(openMapping(FILE_MAP_COPY, 0, name));
      if (section !== 0) closeHandle(section);
      return section !== 0;
    },
  };

  return {
    map(fd: number, length: number, shared: boolean): bigint {
      const protection = shared ? PAGE_READWRITE : PAGE_WRITECOPY;
      const section = Number(createMapping(handleOf(fd), 0, protection, 0, 0, null));
      if (section === 0) throw failure('CreateFileMapping');
      return view(section, length, shared ? FILE_MAP_WRITE : FILE_MAP_COPY, false);
    },
    blank(address: bigint, length: number, unseen: boolean): Blanked {
      if (!unseen || unmapView(address) === 0) return 'kept';
      release(address);
      // A call under way on another thread may still be reading it, hence the zeros.
      const zeros = allocate(address, length, MEM_COMMIT_RESERVE, PAGE_READWRITE);
      return BigInt(zeros as number | bigint) === address ? 'zeros' : 'gone';
    },
    unmap(address: bigint): void {
      if (unmapView(address) === 0) free(address, 0, MEM_RELEASE);
      release(address);
    },
    view: (address, length) => koffi.view(address, length),
    lock(fd: number): boolean | undefined {
      if (lockBytes(handleOf(fd), 0, LOCK_HIGH, 1, 0) !== 0) return true;
      return Number(lastError()) === LOCK_VIOLATION ? false : undefined;
    },
    sections,
  };

  function release(address: bigint): void {
    const section = held.get(address);
    if (section === undefined) return;
    held.delete(address);
    closeHandle(section);
  }
}

/** Handles of files by their descriptors: the runtime has these, and says so in a function for native packages. */
function fileHandles(koffi: Koffi): (fd: number) => number {
  try {
    const handle = koffi.load(null).func('uv_get_osfhandle', 'intptr_t', ['int']);
    return (fd) => Number(handle(fd));
  } catch {
    throw new NoMapping('this runtime does not tell the handles of files, as Node does');
  }
}
