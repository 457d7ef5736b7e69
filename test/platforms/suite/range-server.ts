/** A server of one file by ranges, on loopback. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Served {
  readonly url: string;
  /** What is served; another buffer replaces the file. */
  bytes: Uint8Array;
  /** Requests that came, and whether to leave them without an answer. */
  requests: number;
  silent: boolean;
  close(): Promise<void>;
}

export async function serve(bytes: Uint8Array): Promise<Served> {
  const server: Server = createServer((request, response) => {
    served.requests += 1;
    if (served.silent) return;
    const { bytes } = served;
    const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(String(request.headers.range)) ?? [];
    const start = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from);
    const end = from === '' || to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
    if (start > end) {
      response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
      return;
    }
    const part = bytes.subarray(start, end + 1);
    response.writeHead(206, {
      'Content-Range': `bytes ${start}-${end}/${bytes.length}`,
      'Content-Length': part.length,
      ETag: `"${bytes.length}-${bytes.at(-20)}"`,
    });
    response.end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const served: Served = {
    url: `http://127.0.0.1:${port}/cities.sb`,
    bytes,
    requests: 0,
    silent: false,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections?.();
        server.close(() => resolve());
      }),
  };
  return served;
}
