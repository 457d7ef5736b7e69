/** Writing out the content of a pool. */
import type { FilePath } from '../path-of.js';
import type { PoolSection } from './pool-section.js';

/** Where a pool's content goes, in pieces that are valid during the call only. */
export interface PoolSink {
  /** Takes the next bytes, which are valid during the call only. */
  write(bytes: Uint8Array): unknown;
}

/** Whether what a dump is to go to is a sink, and no path. */
export function isSink(target: FilePath | PoolSink): target is PoolSink {
  return typeof target === 'object' && typeof (target as Partial<PoolSink>)?.write === 'function';
}

const DUMP_BYTES = 2 ** 20;

/** Writes the sections at their positions, zeros between them, and returns the length in bytes. */
export function dumpSections(sections: readonly PoolSection[], sink: PoolSink): number {
  let written = 0;
  for (const { base, length, file } of sections) {
    if (base > written) sink.write(new Uint8Array(base - written));
    for (let at = 0; at < length; at += DUMP_BYTES) {
      sink.write(file.bytes.slice(at, Math.min(length, at + DUMP_BYTES)));
    }
    written = base + length;
  }
  return written;
}
