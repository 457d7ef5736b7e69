/** `serve`: look-ups of a file over HTTP, and its bytes by ranges. */
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
import { ended, listening, untilAborted } from '../serve/listening.js';
import { followFile, holdFile, type ServedFile } from '../serve/served-file.js';

export interface ServeOptions extends KeyChoice {
  readonly port: number;
  readonly host: string;
  readonly cors?: string | undefined;
  /** Whether the file is followed when it is replaced. */
  readonly live: boolean;
  readonly quiet?: boolean | undefined;
}

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
    await untilAborted(io.signal);
  } finally {
    await ended(server);
  }
}

function addressOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`;
}
