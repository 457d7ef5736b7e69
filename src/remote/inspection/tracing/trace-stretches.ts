/** What the bytes of a stretch are, whatever parts of a file it lies in. */
import type { RemoteFile } from '../../remote-file.js';
import type { FilePart } from '../file-parts.js';
import type { FoundContainer } from '../open-found.js';
import { type ByteSpan, SpanCollector } from './byte-spans.js';
import { traceOpening } from './trace-opening.js';
import { traceStretch } from './trace-stretch.js';

/** What reads a part says most; what is left is told by what opening reads, and else by the part. */
export async function traceStretches(
  file: RemoteFile,
  found: FoundContainer,
  parts: readonly FilePart[],
  [from, to]: readonly [number, number],
  signal: AbortSignal | undefined,
): Promise<readonly ByteSpan[]> {
  const collector = new SpanCollector();
  const put = (spans: readonly ByteSpan[]) => {
    for (const span of spans) {
      if (span.offset < to && span.offset + span.length > from) collector.put(span);
    }
  };
  const here = parts.filter((part) => part.offset < to && part.offset + part.length > from);
  const { identity, container, repair } = found;
  for (const part of identity === undefined || container === undefined ? [] : here) {
    const stretch = [Math.max(from, part.offset), Math.min(to, part.offset + part.length)] as const;
    put(await traceStretch(file, { identity: identity!, repair }, part, stretch, signal));
  }
  // After it, as opening also looks where other kinds of files would have something.
  try {
    put(await file.attempt(() => traceOpening(file.memory, file.source), signal));
  } catch {
    // What is damaged is named by its part.
    signal?.throwIfAborted();
  }
  for (const { name: path, offset, length, section } of container === undefined ? [] : here) {
    const kind = path === 'padding' ? 'padding' : 'header';
    put([{ offset, length, kind, path, what: `part of ${path}`, section }]);
  }
  return collector.spans();
}
