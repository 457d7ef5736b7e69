/** `npm run demo:dataset`: the world's places times 74 in 16 files, read from a folder and over HTTP, replaced under load, gone back from. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildDataset, openDataset, rollbackDataset } from 'sharedbuffers/node';
import { openRemoteDataset } from 'sharedbuffers/remote';
import { colours, mebibytes, milliseconds, whole } from '../print.js';
import type { Report, Seen } from './reader.js';
import { keyOf, Places, rowsOf } from './rows.js';
import { serve } from './web-server.js';

const { bold, cyan, dim, green } = colours;
const SHARDS = 16;
/** Rows of the first version, and of the one that replaces it; both can be said: `npm run demo:dataset -- 1000000`. */
const ROWS = Number(process.argv[2] ?? 10_000_000);
const NEXT_ROWS = Math.ceil(ROWS / 10);
const LOOK_UPS = 200_000;

const say = (what: string, result: string, note = '') =>
  console.log(`  ${what.padEnd(44)}${result.padStart(16)}  ${dim(note)}`.trimEnd());

async function build(path: string, rows: number, version: number): Promise<void> {
  const start = performance.now();
  const { bytes, run } = await buildDataset(path, Places, rowsOf(rows, version), {
    shards: SHARDS,
    run: `v${version}`,
    ordered: true,
  });
  const seconds = (performance.now() - start) / 1000;
  say(
    `built and published ${cyan(run)}`.padEnd(44 + cyan('').length),
    `${seconds.toFixed(1)} s`,
    `${whole(rows)} rows, ${SHARDS} files, ${mebibytes(bytes)}, ${whole(rows / seconds)} rows/s`,
  );
}

async function readFolder(path: string): Promise<void> {
  console.log(`\n${bold('From the folder')}: openDataset(path, Places)`);
  using set = await openDataset(path, Places);
  const keys = Array.from({ length: LOOK_UPS }, (_, at) => keyOf((at * 7_919_777) % ROWS));
  const found = (records: Iterable<unknown>) => {
    for (const record of records) if (record === undefined) throw new Error('a place is missing');
  };
  found(set.getMany(keys.slice(0, 1000)));
  let start = performance.now();
  for (const key of keys) if (set.get(key) === undefined) throw new Error(`${key} is missing`);
  say('set.get(key), random keys', `${whole(((performance.now() - start) * 1e6) / LOOK_UPS)} ns`);
  start = performance.now();
  found(set.getMany(keys));
  say(
    'set.getMany(keys), a key',
    `${whole(((performance.now() - start) * 1e6) / LOOK_UPS)} ns`,
    'shard by shard',
  );
  start = performance.now();
  const some = [...set.prefix('AR-', { limit: 100_000 })].length;
  say(
    "set.prefix('AR-'), of all shards in order",
    milliseconds(performance.now() - start),
    `${whole(some)} entries`,
  );
}

async function readWeb(url: string): Promise<void> {
  console.log(`\n${bold('Over HTTP')}: openRemoteDataset(${url}, Places)`);
  let start = performance.now();
  using set = await openRemoteDataset(url, Places);
  say('opened', milliseconds(performance.now() - start), `${set.stats.requests} requests`);
  const key = keyOf(ROWS - 1);
  let before = set.stats.requests;
  start = performance.now();
  const place = await set.get(key);
  say(
    `${cyan(place!.name)}, by its key`.padEnd(44 + cyan('').length),
    milliseconds(performance.now() - start),
    `${set.stats.requests - before} requests`,
  );
  const keys = Array.from({ length: 1000 }, (_, at) => keyOf((at * 104_729) % ROWS));
  before = set.stats.requests;
  start = performance.now();
  const found = await set.getMany(keys);
  if (found.includes(undefined)) throw new Error('a place is missing');
  const requests = `${whole(set.stats.requests - before)} requests, shards side by side`;
  say('1,000 keys of all shards', milliseconds(performance.now() - start), requests);
}

function readerOf(path: string, url: string): ChildProcess {
  const module = fileURLToPath(new URL('reader.js', import.meta.url));
  return fork(module, [path, url, String(NEXT_ROWS)]);
}

function showSeen(where: string, { lookUps, wrong, versions }: Seen): void {
  const order = versions.map((version) => `v${version}`).join(' → ');
  say(`reader ${where}`, whole(lookUps), `look-ups, ${wrong} wrong, of ${order}`);
  if (wrong > 0 || versions.join() !== '1,2,1')
    throw new Error(`the reader ${where} saw what it must not see`);
}

/** Waits until a reader that starts now sees a version; others look several times a second. */
const settle = () => pause(1500);

async function run(folder: string): Promise<void> {
  const path = join(folder, 'places');
  console.log(
    `${bold('The world’s places')} ${whole(ROWS)} times over, in ${SHARDS} shards. Node ${process.versions.node}\n`,
  );
  await build(path, ROWS, 1);
  say('peak memory of the build', mebibytes(process.resourceUsage().maxRSS * 1024));
  await readFolder(path);
  const server = await serve(folder);
  const url = `${server.url}/places`;
  await readWeb(url);
  console.log(`\n${bold('Replaced under load')}: a process looks up from both all the while`);
  const reader = readerOf(path, url);
  try {
    await once(reader, 'message');
    await build(path, NEXT_ROWS, 2);
    await settle();
    const start = performance.now();
    const { run: back } = await rollbackDataset(path);
    say(`rolled back to ${cyan(back)}`.padEnd(44 + cyan('').length), milliseconds(performance.now() - start));
    await settle();
    const reported = once(reader, 'message');
    reader.send('end');
    const [report] = (await reported) as [Report];
    showSeen('of the folder', report.folder);
    showSeen('over HTTP', report.http);
  } finally {
    reader.kill();
    server.close();
  }
  console.log(`\n${green('All answers were of one whole version, and no look-up failed.')}`);
}

const folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-dataset-'));
try {
  await run(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
