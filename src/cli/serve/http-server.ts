/** Answers requests about a file: which are met, by whom, and with what headers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerFile } from './file-answer.js';
import { lookUp, lookUpMany } from './look-ups.js';
import { Refusal, refusalOf } from './refusal.js';
import type { ServedFile, ServedVersion } from './served-file.js';

/** Bytes of a request's body. */
const MAX_BODY_BYTES = 2 ** 20;
/** Bytes of a longer one that are read and forgotten: clients that are cut off while they send do not see the answer. */
const MAX_PASSED_BYTES = 2 ** 26;
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const JSON_TYPE = 'application/json; charset=utf-8';

export interface Access {
  /** What pages may read the answers: an origin, or `*`. Without it, those of no other. */
  readonly cors?: string | undefined;
  /** Whether only this machine is answered: then names that lead to it from elsewhere are refused, as pages make them up. */
  readonly loopback: boolean;
}

export function fileServer(file: ServedFile, access: Access): Server {
  return createServer((request, response) => {
    answer(file, access, request, response).catch((error: unknown) => {
      refuse(request, response, refusalOf(error));
    });
  });
}

async function answer(
  file: ServedFile,
  access: Access,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  allow(access, request, response);
  const path = (request.url ?? '/').split('?', 1)[0]!;
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  if (request.method === 'POST' && path === '/get') {
    const body = await bodyOf(request);
    return leased(file, (version) => sendJson(request, response, lookUpMany(version, body)));
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', path === '/get' ? 'POST, OPTIONS' : 'GET, HEAD, OPTIONS');
    throw new Refusal(405, 'METHOD', `${request.method} is not answered here: this server reads`);
  }
  await leased(file, (version) => read(version, path, request, response));
}

/** Uses the newest version, which stays until that is done. (Node 20 has no `using`.) */
async function leased(
  file: ServedFile,
  use: (version: ServedVersion) => void | Promise<void>,
): Promise<void> {
  const version = file.lease();
  try {
    await use(version.current);
  } finally {
    version[Symbol.dispose]();
  }
}

async function read(
  version: ServedVersion,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answers = READS.find(([prefix]) =>
    prefix.endsWith('/') ? path.startsWith(prefix) : path === prefix,
  );
  if (answers === undefined && path !== '/file') {
    throw new Refusal(404, 'NOT_FOUND', 'there are /get/KEY, POST /get, /stat and /file here');
  }
  response.setHeader('ETag', version.etag);
  response.setHeader('Cache-Control', 'no-cache');
  if (answers === undefined) {
    return isKnown(request, version) ? notModified(response) : await answerFile(request, response, version);
  }
  const json = answers[1](version, path);
  if (isKnown(request, version)) notModified(response);
  else sendJson(request, response, json);
}

const READS: readonly (readonly [prefix: string, json: (version: ServedVersion, path: string) => string])[] =
  [
    ['/get/', (version, path) => lookUp(version, decoded(path.slice('/get/'.length)))],
    ['/stat', (version) => JSON.stringify(version.stat())],
  ];

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal(400, 'INPUT', `${JSON.stringify(text)} is no text that is encoded for an address`);
  }
}

/** Whether the client has this very answer. */
function isKnown({ headers }: IncomingMessage, { etag }: ServedVersion): boolean {
  const known = headers['if-none-match'];
  return known?.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, ''))) ?? false;
}

function notModified(response: ServerResponse): void {
  response.writeHead(304).end();
}

/** Throws `Refusal` for a request that comes by a name that is not this machine's own. */
function allow({ cors, loopback }: Access, { headers }: IncomingMessage, response: ServerResponse): void {
  const host = (headers.host ?? '').replace(/:\d*$/, '').toLowerCase();
  if (loopback && !LOOPBACK.has(host)) {
    throw new Refusal(
      403,
      'HOST',
      `${JSON.stringify(host)} is not this machine: --host says who is answered`,
    );
  }
  if (cors === undefined) return;
  response.setHeader('Access-Control-Allow-Origin', cors);
  if (cors !== '*') response.setHeader('Vary', 'Origin');
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST');
  response.setHeader('Access-Control-Allow-Headers', 'Content-Type, If-None-Match, If-Range, Range');
  response.setHeader('Access-Control-Expose-Headers', 'Accept-Ranges, Content-Length, Content-Range, ETag');
  response.setHeader('Access-Control-Max-Age', '86400');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes <= MAX_BODY_BYTES) pieces.push(piece);
    else if (bytes > MAX_PASSED_BYTES) break;
  }
  if (bytes > MAX_BODY_BYTES) {
    throw new Refusal(413, 'TOO_LARGE', `a request has ${MAX_BODY_BYTES} bytes at most`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    throw new Refusal(400, 'INPUT', 'the body is no UTF-8');
  }
}

function sendJson(request: IncomingMessage, response: ServerResponse, json: string, status = 200): void {
  const body = Buffer.from(`${json}\n`);
  response.writeHead(status, { 'Content-Type': JSON_TYPE, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function refuse(request: IncomingMessage, response: ServerResponse, error: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of ['ETag', 'Cache-Control', 'Accept-Ranges']) response.removeHeader(name);
  // What is left of a body that was not read ends with the connection.
  if (!request.complete) response.setHeader('Connection', 'close');
  const { status, code, message } = error;
  sendJson(request, response, JSON.stringify({ error: { code, message } }), status);
}
