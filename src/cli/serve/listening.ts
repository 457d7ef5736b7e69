/** From a server's first request to its last. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { Failure } from '../failure.js';

/** Milliseconds that answers under way have at the end. */
const LAST_MS = 1000;

/** Throws `Failure` where nothing can listen. */
export async function listening(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Failure('CLI_USAGE', `cannot listen at ${host}, port ${port}: ${(error as Error).message}`);
  }
}

export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

export async function ended(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), LAST_MS);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(late);
}
