/** The file itself, whole or by ranges. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ByteRange, parseRanges } from './ranges.js';
import type { ServedVersion } from './served-file.js';

/** Bytes that are copied out of the file at a time. */
const PIECE_BYTES = 2 ** 18;

export async function answerFile(
  request: IncomingMessage,
  response: ServerResponse,
  version: ServedVersion,
): Promise<void> {
  const size = version.byteLength;
  response.setHeader('Accept-Ranges', 'bytes');
  const ranges = rangesOf(request, version);
  if (ranges?.length === 0) {
    response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
    return;
  }
  if (ranges !== undefined && ranges.length > 1) return await answerParts(request, response, version, ranges);
  const { first, last } = ranges?.[0] ?? { first: 0, last: size - 1 };
  response.writeHead(ranges === undefined ? 200 : 206, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': last - first + 1,
    ...(ranges && { 'Content-Range': contentRange(ranges[0]!, size) }),
  });
  if (request.method !== 'HEAD') await send(response, version, { first, last });
  response.end();
}

/** Undefined for the whole file: as asked, or as it is another than the one that the client has a part of. */
function rangesOf({ headers }: IncomingMessage, version: ServedVersion): ByteRange[] | undefined {
  const condition = headers['if-range'];
  if (headers.range === undefined || (condition !== undefined && condition !== version.etag))
    return undefined;
  return parseRanges(headers.range, version.byteLength);
}

async function answerParts(
  request: IncomingMessage,
  response: ServerResponse,
  version: ServedVersion,
  ranges: readonly ByteRange[],
): Promise<void> {
  const boundary = crypto.randomUUID();
  response.writeHead(206, { 'Content-Type': `multipart/byteranges; boundary=${boundary}` });
  if (request.method !== 'HEAD') {
    for (const range of ranges) {
      response.write(
        `\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: ${contentRange(range, version.byteLength)}\r\n\r\n`,
      );
      await send(response, version, range);
    }
    response.write(`\r\n--${boundary}--\r\n`);
  }
  response.end();
}

function contentRange({ first, last }: ByteRange, size: number): string {
  return `bytes ${first}-${last}/${size}`;
}

/** Sends as fast as the client takes it, and no further once it has gone. */
async function send(
  response: ServerResponse,
  version: ServedVersion,
  { first, last }: ByteRange,
): Promise<void> {
  for (let at = first; at <= last && !response.destroyed; at += PIECE_BYTES) {
    const taken = response.write(version.bytes(at, Math.min(PIECE_BYTES, last + 1 - at)));
    if (!taken && !response.destroyed) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
}
