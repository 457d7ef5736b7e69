/** `serve`: look-ups of a file over HTTP, and its bytes by ranges. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Swap } from '../../files/live/live-options.js';
import type { KeyChoice } from '../../tables/files/open-undeclared.js';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { say, write } from '../output.js';
import { isDataset } from '../parts.js';
import { printable } from '../printable.js';
import { fileServer } from '../serve/http-server.js';
import { followFile, holdFile, type ServedFile } from '../serve/served-file.js';

export interface ServeOptions extends KeyChoice {
  readonly port: number;
  readonly host: string;
  readonly cors?: string | undefined;
  /** Whether the file is followed when it is replaced. */
  readonly live: boolean;
  readonly quiet?: boolean | undefined;
}

/** Milliseconds that answers under way have at the end. */
const LAST_MS = 1000;

/** Serves until the signal comes. */
export async function serve(path: string, options: ServeOptions, io: Io): Promise<void> {
  const { live, quiet, keyType, width } = options;
  const swaps = {
    onSwap: ({ generation, buildId }: Swap) => {
      if (!quiet) say(io.stderr, `${path}: version ${generation}${buildId ? `, build ${buildId}` : ''}`);
    },
    onError: (error: Error) => say(io.stderr, error.message),
  };
  if (isDataset(path)) {
    throw new Failure(
      'CLI_USAGE',
      `${path} is a data set, and serve answers from one file: let a web server give out the folder, by ranges, and read it by openRemoteDataset; or name one of its shards`,
    );
  }
  const choice = { keyType, width };
  const file = live ? await followFile(path, choice, swaps) : holdFile(path, choice);
  try {
    await served(file, options, io);
  } finally {
    file[Symbol.dispose]();
  }
}

async function served(file: ServedFile, { port, host, cors }: ServeOptions, io: Io): Promise<void> {
  const loopback = ['127.0.0.1', '::1', 'localhost'].includes(host);
  const server = fileServer(file, { cors, loopback });
  await listening(server, port, host);
  try {
    await write(io.stdout, `${printable(addressOf(server))}\n`);
    if (!io.signal.aborted) await once(io.signal, 'abort');
  } finally {
    await ended(server);
  }
}

async function listening(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Failure('CLI_USAGE', `cannot listen at ${host}, port ${port}: ${(error as Error).message}`);
  }
}

function addressOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`;
}

async function ended(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), LAST_MS);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(late);
}
