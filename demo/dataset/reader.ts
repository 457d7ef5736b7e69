/** A service that looks places up all the while, as a process of its own: it follows the folder, and the URL. */
import { setImmediate as turn } from 'node:timers/promises';
import { liveDataset } from 'sharedbuffers/node';
import { openRemoteDataset } from 'sharedbuffers/remote';
import { keyOf, Places } from './rows.js';

/** What it has seen of one way to read. */
export interface Seen {
  /** Keys that were looked up. */
  lookUps: number;
  /** Keys of both versions that were not found, or answers of several versions at once. */
  wrong: number;
  /** The versions that answers were of, in their order. */
  versions: number[];
}

export interface Report {
  readonly folder: Seen;
  readonly http: Seen;
}

const BATCH = 64;
const [path, url, count] = process.argv.slice(2) as [string, string, string];
const keys = Array.from({ length: BATCH }, (_, at) => keyOf(Math.floor((at * Number(count)) / BATCH)));

function note(seen: Seen, records: readonly ({ readonly version: number } | undefined)[]): void {
  const versions = new Set(records.map((record) => record?.version ?? 0));
  seen.lookUps += records.length;
  if (versions.size > 1 || versions.has(0)) seen.wrong += 1;
  const [version] = versions;
  if (seen.versions.at(-1) !== version) seen.versions.push(version!);
}

const folder: Seen = { lookUps: 0, wrong: 0, versions: [] };
const http: Seen = { lookUps: 0, wrong: 0, versions: [] };
let ended = false;
process.on('message', () => {
  ended = true;
});

using live = await liveDataset(path, Places, { interval: 200 });
using remote = await openRemoteDataset(url, Places, { interval: 200 });
note(folder, live.getMany(keys));
process.send!({ ready: true });
const overHttp = (async () => {
  while (!ended) {
    note(http, await remote.getMany(keys));
    // What is in the cache comes without a turn of the event loop.
    await turn();
  }
})();
while (!ended) {
  note(folder, live.getMany(keys));
  await turn();
}
await overHttp;
process.send!({ folder, http } satisfies Report);
process.disconnect();
