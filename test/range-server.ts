/** A server of one file by ranges, on loopback, that can misbehave in every way that servers do. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServerState {
  bytes: Uint8Array;
  etag?: string | undefined;
  /** Milliseconds before each answer. */
  latency: number;
  /** Whether several ranges are answered at once. */
  multipart: boolean;
  /** Takes over a request: true where it has answered. */
  handle?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  requests: string[];
  sent: number;
}

export interface RangeServer {
  readonly url: string;
  readonly state: ServerState;
  /** Answers a request as it should be, after `handle` has taken it. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

export async function serveRanges(bytes: Uint8Array): Promise<RangeServer> {
  const state: ServerState = { bytes, latency: 0, multipart: false, requests: [], sent: 0 };
  const server: Server = createServer((request, response) => {
    state.requests.push(String(request.headers.range));
    setTimeout(() => {
      if (!state.handle?.(request, response)) answer(state, request, response);
    }, state.latency);
  });
  // On a busy machine, a connection would else be closed in the moment in which it is used again.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/cities.sb`,
    state,
    answer: (request, response) => answer(state, request, response),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answer(state: ServerState, request: IncomingMessage, response: ServerResponse): void {
  const { bytes } = state;
  if (state.etag !== undefined) response.setHeader('ETag', state.etag);
  const ranges = parse(String(request.headers.range), bytes.length);
  if (ranges.length === 0) {
    response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
    return;
  }
  if (ranges.length > 1 && !state.multipart) {
    response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);
    return;
  }
  const parts = ranges.map(([from, to]) => bytes.subarray(from, to + 1));
  for (const part of parts) state.sent += part.length;
  const contentRange = ([from, to]: readonly [number, number]) => `bytes ${from}-${to}/${bytes.length}`;
  if (parts.length === 1) {
    response.writeHead(206, {
      'Content-Range': contentRange(ranges[0]!),
      'Content-Length': parts[0]!.length,
    });
    response.end(parts[0]);
    return;
  }
  response.writeHead(206, { 'Content-Type': 'multipart/byteranges; boundary=THE_BOUNDARY' });
  parts.forEach((part, at) => {
    response.write(`\r\n--THE_BOUNDARY\r\nContent-Type: application/octet-stream\r\n`);
    response.write(`Content-Range: ${contentRange(ranges[at]!)}\r\n\r\n`);
    response.write(part);
  });
  response.end('\r\n--THE_BOUNDARY--\r\n');
}

function parse(range: string, size: number): [number, number][] {
  return (range.split('=')[1] ?? '').split(',').flatMap((each): [number, number][] => {
    const [from, to] = each.split('-');
    if (from === '') return [[Math.max(0, size - Number(to)), size - 1]];
    const start = Number(from);
    return start >= size ? [] : [[start, Math.min(Number(to), size - 1)]];
  });
}
