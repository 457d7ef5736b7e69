/**
 * Runs the service under load, first while files are built that it does not read, then while its file is replaced again and again: by renaming, by moving a symbolic
 * link, with broken files among them.
 *
 * `node main.js [SWAPS] [PROCESSES] [CLIENTS]`; exits with 1 when an answer was wrong.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Answers, runClients } from './clients.js';
import { buildStock } from './stock.js';

const [swaps = 200, processes = 4, clients = 16] = process.argv.slice(2).map(Number);
/** Milliseconds between swaps. */
const PAUSE = 60;

const folder = mkdtempSync(join(tmpdir(), 'service-'));
const path = join(folder, 'stock.sb');
/** Versions that were ever at `path`; more are added before they are. */
const published = new Set<number>();

/** Every third version comes as a folder that a link is moved to, and is broken where its number ends in 5. */
async function publish(version: number): Promise<void> {
  const next = join(folder, `v${version}`);
  mkdirSync(next);
  const file = join(next, 'stock.sb');
  if (version % 10 === 5) writeFileSync(file, `no stock, but ${version}`);
  else {
    published.add(version);
    await buildStock(file, version);
  }
  if (version % 3 === 0) renameSync(file, path);
  else {
    const link = join(folder, `link${version}`);
    symlinkSync(file, link);
    renameSync(link, path);
  }
}

function show(what: string, { count, wrong, p50, p99, versions }: Answers): void {
  console.log(
    `${what}: ${count} answers of ${versions.size} versions, ${wrong.length} wrong; ` +
      `half within ${p50.toFixed(2)} ms, 99 of 100 within ${p99.toFixed(2)} ms`,
  );
  for (const each of wrong.slice(0, 5)) console.log(`  ${each}`);
}

async function run(): Promise<number> {
  await publish(1);
  const service = fork(fileURLToPath(new URL('server.js', import.meta.url)), [path, String(processes)], {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  try {
    const [line] = await once(service.stdout!, 'data');
    const port = Number(String(line));
    const isPublished = (version: number) => published.has(version);
    let over = false;
    const inPeace = runClients(port, clients, () => over, isPublished);
    // Building takes its share of the machine; here nobody reads what is built.
    for (let version = 0; version < Math.min(50, swaps); version += 1) {
      await buildStock(join(folder, 'unread.sb'), version);
      await sleep(PAUSE);
    }
    over = true;
    const peace = await inPeace;
    show('in peace', peace);

    over = false;
    const underSwaps = runClients(port, clients, () => over, isPublished);
    for (let version = 2; version <= swaps + 1; version += 1) {
      await publish(version);
      await sleep(PAUSE);
    }
    // The last good version has to come, and no answer of an older one after it.
    await sleep(1000);
    over = true;
    const swapped = await underSwaps;
    show(`with ${swaps} swaps`, swapped);
    console.log(`99 of 100: ${(swapped.p99 / peace.p99).toFixed(2)} times as long as in peace`);
    const last = Math.max(...published);
    if (!swapped.versions.has(last)) console.log(`version ${last} was never seen`);
    const good = swapped.versions.has(last) && [peace, swapped].every(({ wrong }) => wrong.length === 0);
    return good ? 0 : 1;
  } finally {
    service.disconnect();
    await once(service, 'exit');
  }
}

try {
  process.exitCode = await run();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
