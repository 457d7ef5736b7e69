/** Writing the tail of a trailer; `tail.ts` has its layout. */
import { Writer } from '../bytes/byte-writer.js';
import {
  MAGIC_HIGH,
  MAGIC_LOW,
  SEALED,
  STATE_AT,
  sumOf,
  TAIL_BYTES,
  type Tail,
  TRAILER_HEADER,
  VERSION,
} from './tail.js';

/** The header that a trailer of `bytes` bytes starts with. */
export function trailerHeader(bytes: number): Uint8Array {
  const writer = new Writer(TRAILER_HEADER);
  putMagic(writer);
  writer.setLength(writer.take(8), bytes);
  return writer.bytes;
}

function putMagic(writer: Writer): void {
  const at = writer.take(8);
  writer.view.setUint32(at, MAGIC_LOW, true);
  writer.view.setUint32(at + 4, MAGIC_HIGH, true);
}

/** The tail and what follows it. */
export function tailBytes(
  tail: Omit<Tail, 'position' | 'sealed' | 'footer'>,
  footer: Uint8Array,
): Uint8Array {
  const writer = new Writer(TAIL_BYTES + footer.length);
  putMagic(writer);
  const { view } = writer;
  const at = writer.take(8);
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, footer.length, true);
  view.setUint32(STATE_AT, SEALED, true);
  for (const length of [tail.start, tail.tableBytes, tail.infoBytes])
    writer.setLength(writer.take(8), length);
  const put = (halves: readonly number[]) => {
    for (const half of halves) view.setUint32(writer.take(4), half, true);
  };
  put([...tail.infoSum, ...tail.tableSum]);
  put(sumOf(writer.bytes, footer));
  writer.append(footer);
  return writer.bytes;
}
