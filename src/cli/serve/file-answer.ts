/** The file itself, whole or by ranges. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type ByteRange, parseRanges } from './ranges.js';

/** What is answered with: bytes that stay the same. */
export interface ServedBytes {
  readonly byteLength: number;
  /** A strong validator. */
  readonly etag: string;
  bytes(offset: number, length: number): Uint8Array;
}

/** Bytes that are copied out of the file at a time. */
const PIECE_BYTES = 2 ** 18;

export async function answerFile(
  request: IncomingMessage,
  response: ServerResponse,
  version: ServedBytes,
): Promise<void> {
  const size = version.byteLength;
  response.setHeader('Accept-Ranges', 'bytes');
  const ranges = rangesOf(request, version);
  if (ranges?.length === 0) {
    response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
    return;
  }
  if (ranges !== undefined && ranges.length > 1) return await answerParts(request, response, version, ranges);
  const range = ranges?.[0] ?? { first: 0, last: size - 1 };
  response.writeHead(ranges === undefined ? 200 : 206, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': range.last - range.first + 1,
    ...(ranges && { 'Content-Range': contentRange(range, size) }),
  });
  await send(request, response, pieces(version, range));
}

/** Undefined for the whole file: as asked, as there is nothing to take a part of, or as it is another than the one that the client has a part of. */
function rangesOf({ headers }: IncomingMessage, version: ServedBytes): ByteRange[] | undefined {
  const condition = headers['if-range'];
  if (version.byteLength === 0) return undefined;
  if (headers.range === undefined || (condition !== undefined && condition !== version.etag))
    return undefined;
  return parseRanges(headers.range, version.byteLength);
}

async function answerParts(
  request: IncomingMessage,
  response: ServerResponse,
  version: ServedBytes,
  ranges: readonly ByteRange[],
): Promise<void> {
  const boundary = crypto.randomUUID();
  response.writeHead(206, { 'Content-Type': `multipart/byteranges; boundary=${boundary}` });
  await send(request, response, parts(version, ranges, boundary));
}

function* parts(
  version: ServedBytes,
  ranges: readonly ByteRange[],
  boundary: string,
): Generator<Uint8Array | string> {
  for (const range of ranges) {
    yield `\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: ${contentRange(range, version.byteLength)}\r\n\r\n`;
    yield* pieces(version, range);
  }
  yield `\r\n--${boundary}--\r\n`;
}

function contentRange({ first, last }: ByteRange, size: number): string {
  return `bytes ${first}-${last}/${size}`;
}

function* pieces(version: ServedBytes, { first, last }: ByteRange): Generator<Uint8Array> {
  for (let at = first; at <= last; at += PIECE_BYTES) {
    yield version.bytes(at, Math.min(PIECE_BYTES, last + 1 - at));
  }
}

/** Sends as fast as the client takes it, and no further once it has gone. */
async function send(
  request: IncomingMessage,
  response: ServerResponse,
  body: Iterable<Uint8Array | string>,
): Promise<void> {
  try {
    await pipeline(request.method === 'HEAD' ? [] : body, response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
