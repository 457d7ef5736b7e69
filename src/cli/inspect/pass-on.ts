/** Files at URLs, passed on to the page, which may read nothing but its own server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../serve/refusal.js';

const PASSED = ['content-type', 'content-length', 'content-range', 'accept-ranges', 'etag', 'last-modified'];

/** Asks for the same range, and gives what comes. */
export async function passOn(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const { range } = request.headers;
  const headers: Record<string, string> = { 'Accept-Encoding': 'identity', ...(range && { Range: range }) };
  let answer: Response;
  try {
    answer = await fetch(url, { method: request.method ?? 'GET', headers, signal: gone.signal });
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    throw new Refusal(502, 'REMOTE', `${url} cannot be read: ${why}`);
  }
  for (const name of PASSED) {
    const value = answer.headers.get(name);
    if (value !== null) response.setHeader(name, value);
  }
  response.writeHead(answer.status);
  if (answer.body === null || request.method === 'HEAD') return void response.end();
  try {
    await pipeline(Readable.fromWeb(answer.body as never), response);
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}
