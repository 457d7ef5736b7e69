/** Locks that end with their process, by which living builds are told from dead ones, in other containers too. */
import { statfsSync } from 'node:fs';
import { mmapSystem } from '../mapping/mmap-system.js';

/**
 * File systems (`f_type` of statfs) whose locks all see who can see the file: ext, XFS, Btrfs, ZFS, F2FS, bcachefs, tmpfs,
 * overlayfs, and APFS of macOS. Those of networks and of virtual machines may be one machine's own.
 */
const LOCAL = [
  0xef53, 0x58465342, 0x9123683e, 0x2fc12fc1, 0xf2f52010, 0xca451a4e, 0x01021994, 0x794c7630, 0x1a,
];

/** Whether this process can take locks at all. */
export function canLock(): boolean {
  return !(mmapSystem() instanceof Error);
}

/** Takes an open file's lock, which goes when it is closed. False if another has it, undefined if there are none. */
export function lockFile(fd: number): boolean | undefined {
  const system = mmapSystem();
  return system instanceof Error ? undefined : system.lock(fd);
}

/** Whether the lock of a file in this folder, if there is one, is seen by all. */
export function showsLocks(folder: string): boolean {
  // Windows' are kept by whoever serves the file.
  if (process.platform === 'win32') return true;
  try {
    // As 32 bits: some are given with a sign.
    return LOCAL.includes(statfsSync(folder).type >>> 0);
  } catch {
    return false;
  }
}
