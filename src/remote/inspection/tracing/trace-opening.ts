/** What is read to open a file. */

import type { Source } from '../../../bytes/container-source.js';
import type { Memory } from '../../../bytes/memory.js';
import { sectionOfWords } from '../format-sections.js';
import { openFound } from '../open-found.js';
import { type ByteSpan, SpanCollector } from './byte-spans.js';
import { type Read, TracedMemory } from './traced-memory.js';

/** Bytes that are shown of one stretch, such as a schema, as one thing. */
const WHOLE = /schema|description|checksums/;

/** The stretches that opening asks for, by the words that it asks with, and the numbers that it takes from them. */
export function traceOpening(memory: Memory, source: Source): ByteSpan[] {
  const reads: Read[] = [];
  const traced = new TracedMemory(memory, (read) => reads.push(read));
  openFound({ ...source, memory: traced });
  const asked = reads.filter(({ as }) => / /.test(as));
  const collector = new SpanCollector();
  // Of stretches that were asked for several times, the shortest says most.
  const within = (position: number) =>
    asked
      .filter((each) => each.position <= position && position < each.position + each.length)
      .sort((a, b) => a.length - b.length)[0];
  collector.putReads(
    reads.filter(({ as, length }) => !/ |need|bytes/.test(as) && length > 0),
    ({ position, as, value }) => {
      const part = within(position);
      const words = part?.as ?? 'a number';
      if (part === undefined || WHOLE.test(words)) return named(words, words);
      return named(words, `${words}: ${as} at ${position - part.position}, ${value}`, 'number');
    },
  );
  for (const { position, length, as } of [...asked].sort((a, b) => a.length - b.length)) {
    collector.put({ ...named(as, as), offset: position, length });
  }
  return collector.spans();
}

function named(
  words: string,
  what: string,
  kind: ByteSpan['kind'] = 'header',
): Omit<ByteSpan, 'offset' | 'length'> {
  return { kind, path: words, what, section: sectionOfWords(words) };
}
