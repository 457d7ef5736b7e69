/** Memory mapping as an operating system offers it, whichever it is. */

/** What `blank` came to: `kept`, all is as before; `gone`, there is nothing at that address any more. */
export type Blanked = 'zeros' | 'kept' | 'gone';

/** Calls of the operating system. Lengths in bytes; addresses are multiples of the page. */
export interface SystemMaps {
  /**
   * Maps a file from its start. `shared`: writes to the memory reach the file and all who map it, for which the file
   * must be open for writing; else they stay in this process. Throws with a `code`.
   */
  map(fd: number, length: number, shared: boolean): bigint;
  /**
   * Lets go of the file that is mapped there and leaves private zero pages in its place.
   *
   * @param unseen Whether no script can read the memory any more, which Windows has to know: it takes two steps there,
   *   between which the addresses are anybody's.
   */
  blank(address: bigint, length: number, unseen: boolean): Blanked;
  unmap(address: bigint, length: number): void;
  /** The memory as an `ArrayBuffer`, which must not be touched after `unmap`. At most 4 GiB on some runtimes. */
  view(address: bigint, length: number): ArrayBuffer;
  /**
   * Locks a whole open file against other open files, without waiting: until it is closed or the process ends. False
   * if another has it; undefined if there are no locks on that disk.
   */
  lock(fd: number): boolean | undefined;
  /** Memory without a file, where the system has that by name: Windows. */
  readonly sections?: Sections;
}

/** Sections of the page file: memory that has a name as long as a process has it open. */
export interface Sections {
  /** Makes one, of zeros, and maps it; without a name, nobody else can. Throws with a `code`, EEXIST for a name that is taken. */
  create(length: number, name?: string): bigint;
  /** Maps one that there is; `shared` as in `map`. Throws with a `code`, ENOENT where there is none. */
  open(name: string, length: number, shared: boolean): bigint;
  exists(name: string): boolean;
}

/** An error shaped as those of `node:fs` are. */
export function systemError(syscall: string, code: string, errno: number): Error {
  return Object.assign(new Error(`${code}, ${syscall}`), { code, errno, syscall });
}
