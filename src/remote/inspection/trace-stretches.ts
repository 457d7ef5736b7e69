/** What the bytes of a stretch are, whatever parts of a file it lies in. */
import type { RemoteFile } from '../remote-file.js';
import { type ByteSpan, SpanCollector } from './byte-spans.js';
import type { FilePart } from './file-parts.js';
import type { FoundContainer } from './open-found.js';
import { traceOpening } from './trace-opening.js';
import { traceStretch } from './trace-stretch.js';

/** What opening reads says most; what is left is told by what else reads its part. */
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
  try {
    put(await file.attempt(() => traceOpening(file.memory, file.source), signal));
  } catch {
    // What is damaged is named by its part.
    signal?.throwIfAborted();
  }
  for (const part of parts) {
    const first = Math.max(from, part.offset);
    const end = Math.min(to, part.offset + part.length);
    const { identity, container, repair } = found;
    if (first >= end || identity === undefined || container === undefined) continue;
    put(await traceStretch(file, { identity, repair }, part, [first, end], signal));
  }
  return collector.spans();
}
