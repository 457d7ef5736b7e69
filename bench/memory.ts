/** What a process holds in memory, as Linux counts it. Other systems: undefined. */
import { readFileSync } from 'node:fs';

function kibibytes(file: string, name: RegExp): number | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/self/${file}`, 'latin1');
  } catch {
    return undefined;
  }
  let sum = 0;
  for (const line of text.split('\n')) {
    const [label, value] = line.split(':');
    if (name.test(label!)) sum += Number.parseInt(value!, 10);
  }
  return sum * 1024;
}

/** Bytes of this process that no other process shares. What several have mapped is counted in none. */
export function privateBytes(): number | undefined {
  return kibibytes('smaps_rollup', /^Private_(Clean|Dirty)$/);
}

/** Bytes of this process that other processes share. */
export function sharedBytes(): number | undefined {
  return kibibytes('smaps_rollup', /^Shared_(Clean|Dirty)$/);
}

/** Most bytes this process has had in memory. `getrusage` would count the parent's, from before this one started. */
export function peakBytes(): number | undefined {
  return kibibytes('status', /^VmHWM$/);
}
