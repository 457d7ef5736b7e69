/** Several ranges in one answer: `multipart/byteranges` (RFC 9110, 14.6). */
import { RemoteError } from '../../errors.js';
import { bytesUpTo } from './body.js';
import type { RemoteBytes, RemoteRange } from './remote-source.js';

const LINE_END = '\r\n';
const DECODER = new TextDecoder('latin1');
/** Of a part's header, far more than any server writes. */
const MAX_HEADER = 4096;

/** The parts in the order of `ranges`; `undefined` for an answer that does not have them all. */
export async function multipartRanges(
  response: Response,
  name: string,
  ranges: readonly RemoteRange[],
): Promise<RemoteBytes[] | undefined> {
  const type = response.headers.get('content-type') ?? '';
  const boundary = /^multipart\/byteranges\s*;.*boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return undefined;
  const wanted = ranges.reduce((sum, { length }) => sum + length + MAX_HEADER, MAX_HEADER);
  const body = await bytesUpTo(response, wanted);
  if (body === undefined) return undefined;
  const found = new Map<number, RemoteBytes>();
  for (const part of partsOf(body, boundary, name)) found.set(part.offset, part);
  const inOrder = ranges.map(({ offset, length }) => {
    const part = found.get(offset);
    return part !== undefined && part.bytes.length >= length ? part : undefined;
  });
  return inOrder.every((part) => part !== undefined) ? (inOrder as RemoteBytes[]) : undefined;
}

function* partsOf(
  body: Uint8Array,
  boundary: string,
  name: string,
): Generator<RemoteBytes & { readonly offset: number }> {
  const fail = () => new RemoteError(`${name} gave several parts that cannot be told apart`);
  const opening = `--${boundary}`;
  let at = indexOf(body, opening, 0);
  if (at < 0) throw fail();
  for (;;) {
    at += opening.length;
    if (text(body, at, at + 2) === '--') return;
    const end = indexOf(body, LINE_END + LINE_END, at);
    if (end < 0 || end - at > MAX_HEADER) throw fail();
    const header = text(body, at, end);
    const match = /^content-range:\s*bytes (\d+)-(\d+)\/(\d+|\*)\s*$/im.exec(header);
    if (match === null) throw fail();
    const [from, to] = [Number(match[1]), Number(match[2])];
    const start = end + 4;
    const stop = start + to - from + 1;
    if (!(to >= from) || stop > body.length) throw fail();
    const size = match[3] === '*' ? undefined : Number(match[3]);
    yield { offset: from, bytes: body.subarray(start, stop), size };
    at = indexOf(body, opening, stop);
    if (at < 0 || at - stop > opening.length) throw fail();
  }
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return DECODER.decode(bytes.subarray(start, end));
}

function indexOf(bytes: Uint8Array, what: string, from: number): number {
  const first = what.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let same = 1;
    while (same < what.length && bytes[at + same] === what.charCodeAt(same)) same += 1;
    if (same === what.length) return at;
  }
  return -1;
}
