/** Serves the inspector's page, and the bytes of the files that it shows, to whoever knows the token. */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Refusal, refusalOf } from '../serve/refusal.js';
import type { Inspected } from './inspected.js';

const FILE = /^\/file\/(\d{1,9})$/;

/** `page`: the document, with the policy that it states itself. */
export function inspectServer(page: string, files: readonly Inspected[], token: string): Server {
  const policy = `${policyOf(page).replace(/connect-src [^;]*/, "connect-src 'self'")}; frame-ancestors 'none'`;
  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => refuse(request, response, refusalOf(error)));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Security-Policy', policy);
    const url = request.url ?? '/';
    if (!URL.canParse(url, 'http://127.0.0.1')) throw new Refusal(400, 'INPUT', 'this is no address');
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    allow(request, searchParams.get('token') ?? '', token);
    if (pathname === '/') return send(request, response, 'text/html; charset=utf-8', page);
    if (pathname === '/files') {
      const names = files.map(({ name, version }, at) => ({ name, version, url: `/file/${at}` }));
      return send(request, response, 'application/json; charset=utf-8', JSON.stringify(names));
    }
    const file = files[Number(FILE.exec(pathname)?.[1] ?? -1)];
    if (file === undefined) throw new Refusal(404, 'NOT_FOUND', 'there is nothing here');
    await file.answer(request, response);
  }
}

/** What the page's own meta element says that it may do. */
function policyOf(page: string): string {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
  if (policy === undefined) throw new Error('the page of the inspector states no policy');
  return policy;
}

/** Throws `Refusal` for who does not know the token, comes by another name than this machine's own, or from another page. */
function allow({ method, headers, socket }: IncomingMessage, given: string, token: string): void {
  const own = `127.0.0.1:${socket.localPort}`;
  if (headers.host !== own) throw new Refusal(403, 'HOST', 'this server is known as 127.0.0.1 only');
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const foreign = origin !== undefined && origin !== `http://${own}`;
  if (foreign || site === 'cross-site' || site === 'same-site') {
    throw new Refusal(403, 'ORIGIN', 'other pages are not answered');
  }
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  if (a.length !== b.length || !timingSafeEqual(a, b)) {
    throw new Refusal(403, 'TOKEN', 'open the address that was printed, with its token');
  }
  if (method !== 'GET' && method !== 'HEAD') throw new Refusal(405, 'METHOD', 'this server reads');
}

function send(request: IncomingMessage, response: ServerResponse, type: string, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, message }: Refusal): void {
  if (response.headersSent) return void response.destroy();
  // What is left of a body that was not read ends with the connection.
  if (!request.complete) response.setHeader('Connection', 'close');
  const body = Buffer.from(`${message}\n`);
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}
