/** Writing trailers (docs/format.md 14), behind what is built. */
import { padSink, type Sink } from '../bytes/build-storage.js';
import { checksum } from '../hash/checksum.js';
import { CheckedSink } from './checked-sink.js';
import { infoBytes } from './info-bytes.js';
import { blockCount, CHECKSUM_BYTES, TAIL_BYTES, TRAILER_ALIGNMENT, TRAILER_HEADER } from './tail.js';
import { tailBytes, trailerHeader } from './tail-bytes.js';
import type { TrailerFacts, TrailerInfo } from './trailer-info.js';

/** What stands at the end of what is built. */
export interface TrailerOptions {
  /**
   * Whether to end in a trailer: checksums of every 64 KiB, which `verify` compares, a build id, and where the parts
   * lie. Python passes it by. Default true for files and mappings; false for arrays and id mappers in memory, whose bytes
   * are those that Python would write.
   */
  readonly checksums?: boolean | undefined;
  /**
   * Whether the same rows and options give the same bytes: the build id is then made of the content, and no time is
   * kept. Default false: the build id is random.
   */
  readonly reproducible?: boolean | undefined;
}

/** What is built, part by part; see `writeSealed`. */
export interface Sealable {
  /** Writes all but the trailer and what follows it, from the sink's position 0; yields between chunks. */
  write(sink: Sink): Generator<void>;
  /** What was written, once it is. */
  facts(): TrailerFacts;
  /** A copy of the schema that is embedded; empty where there is none. */
  readonly schema: Uint8Array;
  /** What the file ends with. */
  footer(): Uint8Array;
}

/** Writes what is built, a trailer if `options` or else `byDefault` say so, and the footer; yields between chunks. */
export function* writeSealed(
  built: Sealable,
  sink: Sink,
  options: TrailerOptions,
  byDefault: boolean,
): Generator<void> {
  const { checksums = byDefault } = options;
  if (!checksums) {
    yield* built.write(sink);
    sink.write(built.footer());
    return;
  }
  const checked = new CheckedSink(sink);
  yield* built.write(checked);
  padSink(checked, TRAILER_ALIGNMENT);
  const start = sink.position;
  const draft = draftOf(built.facts(), options);
  // As long as it will be, since ids all have one length: the header in front of it says how long.
  const length = infoBytes(draft, built.schema).length;
  const tableBytes = blockCount(start) * CHECKSUM_BYTES;
  checked.write(trailerHeader(TRAILER_HEADER + tableBytes + length + TAIL_BYTES));
  const table = checked.end();
  const tableSum = sumOf(table);
  const info = infoBytes(
    options.reproducible ? identified(draft, built.schema, tableSum) : draft,
    built.schema,
  );
  sink.write(table);
  sink.write(info);
  const tail = { start, tableBytes, infoBytes: length, infoSum: sumOf(info), tableSum };
  sink.write(tailBytes(tail, built.footer()));
}

function draftOf(facts: TrailerFacts, { reproducible = false }: TrailerOptions): TrailerInfo {
  const id = new Uint8Array(16);
  if (reproducible) return { buildId: hex(id), ...facts };
  return { buildId: hex(crypto.getRandomValues(id)), time: Date.now(), ...facts };
}

/** With an id that is made of what the description says and of the checksums. */
function identified(draft: TrailerInfo, schema: Uint8Array, tableSum: readonly number[]): TrailerInfo {
  const description = infoBytes(draft, schema);
  const covered = new Uint8Array(description.length + 12);
  covered.set(description, 12);
  const view = new DataView(covered.buffer);
  view.setUint32(4, tableSum[0]!, true);
  view.setUint32(8, tableSum[1]!, true);
  const id = new Uint8Array(16);
  const halves = new DataView(id.buffer);
  for (const half of [0, 1]) {
    view.setUint32(0, half, true);
    for (const [word, sum] of sumOf(covered).entries()) halves.setUint32(half * 8 + word * 4, sum);
  }
  return { ...draft, buildId: hex(id) };
}

function sumOf(bytes: Uint8Array): [number, number] {
  const out = new Uint32Array(2);
  checksum(bytes, 0, bytes.length, out);
  return [out[0]!, out[1]!];
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
