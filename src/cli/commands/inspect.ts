/** `inspect`: a page that shows what is in a file. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { Failure } from '../failure.js';
import { inspectServer } from '../inspect/inspect-server.js';
import { inspectedOf } from '../inspect/inspected.js';
import { openBrowser } from '../inspect/open-browser.js';
import type { Io } from '../io.js';
import { write } from '../output.js';
import { ended, listening, untilAborted } from '../serve/listening.js';

export interface InspectOptions {
  /** Whether a browser is opened. */
  readonly open: boolean;
  /** The page; that of this package if left out. */
  readonly page?: string | undefined;
}

const TOKEN_BYTES = 24;

/** Serves until the signal comes. */
export async function inspect(input: string, options: InspectOptions, io: Io): Promise<void> {
  const page = options.page ?? ownPage();
  const files = await inspectedOf(input);
  try {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const server = inspectServer(page, files, token);
    await listening(server, 0, '127.0.0.1');
    try {
      const { port } = server.address() as AddressInfo;
      const address = `http://127.0.0.1:${port}/?token=${token}`;
      await write(io.stdout, `${address}\n`);
      if (options.open) openBrowser(address);
      await untilAborted(io.signal);
    } finally {
      await ended(server);
    }
  } finally {
    for (const file of files) file.close();
  }
}

function ownPage(): string {
  // Beside the bundled program, and beside its sources once these were built.
  for (const place of ['../inspector.html', '../../../dist/inspector.html']) {
    try {
      return readFileSync(new URL(place, import.meta.url), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Failure(
    'CLI_USAGE',
    'the page of the inspector is missing: npm run build makes dist/inspector.html',
  );
}
