/** Files on a server, in blobs and behind handles, from a runtime with files. */
import { readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { FileError } from 'sharedbuffers';
import { buildBundle, buildMapping } from 'sharedbuffers/node';
import { bundleEntry, openRemote, RemoteError } from 'sharedbuffers/remote';
import { equal, fails, type Suite } from './expect.js';
import type { Place } from './place.js';
import { serve } from './range-server.js';
import { remoteReads } from './remote-reads.js';
import { Cities, keyOf, rows } from './rows.js';

/** With a byte changed in each 4 KiB of its second half, which holds the records, up to the trailer. */
export function damage(bytes: Uint8Array): Uint8Array {
  const damaged = bytes.slice();
  for (let at = bytes.length >> 1; at < bytes.length - 16_384; at += 4096) damaged[at]! ^= 0xff;
  return damaged;
}

/** A mapping with all that remote reads can use. */
export async function buildRemote(path: string): Promise<void> {
  await buildMapping(path, Cities, rows(), { columns: ['population'], ordered: true, filter: true });
}

export async function remoteChecks(suite: Suite, place: Place): Promise<void> {
  const path = place.path('remote.sb');
  await buildRemote(path);
  const bytes = readFileSync(path);
  const [whole, broken] = [await serve(bytes), await serve(damage(bytes))];
  try {
    await remoteReads(suite, whole.url, broken.url);
    await suite.check('remote: an abort ends a request that is not answered', async () => {
      const cities = await openRemote(whole.url, Cities, { retries: 0 });
      whole.silent = true;
      try {
        const wait = cities.get(keyOf(2999), { signal: AbortSignal.timeout(200) });
        await fails(() => wait, Error, /./);
      } finally {
        whole.silent = false;
      }
    });
    await suite.check('remote: a file that is replaced is read anew', async () => {
      const cities = await openRemote(whole.url, Cities, { retries: 0, cacheBytes: 65_536 });
      equal((await cities.get(keyOf(5)))?.population, 35);
      const next = place.path('next.sb');
      await buildMapping(next, Cities, rows(4000, 1));
      whole.bytes = readFileSync(next);
      equal((await cities.get(keyOf(2500)))?.population, 17_501);
      whole.bytes = bytes;
    });
  } finally {
    await whole.close();
    await broken.close();
  }
  await suite.check('remote: a blob, a handle and an entry of a bundle', async () => {
    const blob = await openRemote(new Blob([bytes]), Cities);
    equal((await blob.get(keyOf(5)))?.population, 35);
    const handle = await open(path);
    try {
      const file = await openRemote(handle, Cities);
      equal((await file.get(keyOf(6)))?.population, 42);
    } finally {
      await handle.close();
    }
    const bundle = place.path('remote.zip');
    await buildBundle(bundle, [['cities.sb', path]]);
    const entry = await openRemote(bundleEntry(new Blob([readFileSync(bundle)]), 'cities.sb'), Cities);
    equal((await entry.get(keyOf(7)))?.population, 49);
  });
  await suite.check('remote: no server, and what is none of its files', async () => {
    await fails(() => openRemote(whole.url, Cities, { retries: 0 }), RemoteError, /./);
    writeFileSync(place.path('text'), 'no such file');
    await fails(() => openRemote(new Blob(['text']), Cities), Error, /./);
    await fails(() => buildMapping(place.path('no/x.sb'), Cities, rows(1)), FileError, /folder/);
  });
}
