/** A server of a page, and of files of any size by ranges, on loopback; it counts what it sends. */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileServer {
  readonly origin: string;
  /** Bytes of files that were sent, and the ranges that were asked for. */
  readonly sent: { bytes: number; requests: string[] };
  close(): Promise<void>;
}

/** What stands at a path: text of a type, or a file by its path. */
export type Served =
  | { readonly type: string; readonly text: string }
  | { readonly file: string; readonly headers?: { readonly [name: string]: string } };

export async function serveFiles(paths: { readonly [path: string]: Served }): Promise<FileServer> {
  const sent = { bytes: 0, requests: [] as string[] };
  const server = createServer((request, response) => {
    const served = paths[request.url ?? ''];
    if (served === undefined) response.writeHead(404).end();
    else if ('text' in served) {
      // Pages may run what comes from here, and no WebAssembly.
      const policy = "default-src 'self'; connect-src *; script-src 'self'";
      response.writeHead(200, {
        'Content-Type': served.type,
        'Content-Security-Policy': policy,
        // Without these two a page has no shared memory.
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      });
      response.end(served.text);
    } else sendRange(served.file, served.headers ?? {}, request, response);
  });
  function sendRange(
    path: string,
    headers: { readonly [name: string]: string },
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const { size, mtimeMs } = statSync(path);
    const all = { ...headers, ETag: `"${size}-${mtimeMs}"`, 'Accept-Ranges': 'bytes' };
    const match = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
    if (request.method !== 'GET' || match === null) {
      response.writeHead(request.method === 'OPTIONS' ? 204 : 200, { ...all, 'Content-Length': 0 }).end();
      return;
    }
    const start = match[1] === '' ? size - Number(match[2]) : Number(match[1]);
    const end = match[1] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
    sent.requests.push(match[0]);
    sent.bytes += end - start + 1;
    response.writeHead(206, {
      ...all,
      'Content-Range': `bytes ${start}-${end}/${size}`,
      'Content-Length': end - start + 1,
    });
    createReadStream(path, { start, end }).pipe(response);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    sent,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
