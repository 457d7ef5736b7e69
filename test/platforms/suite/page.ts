/** All checks that a page can run, in it and in a worker: their results are printed as JSON. */
import 'temporal-polyfill/global';
import { shareBuffer } from 'sharedbuffers';
import { openRemote } from 'sharedbuffers/remote';
import { equal, type Outcome, Suite } from './expect.js';
import { memoryChecks } from './memory.js';
import { remoteReads } from './remote-reads.js';
import type { Results } from './results.js';
import { Cities, keyOf, rowOf, rows } from './rows.js';
import { timeBeside, timedRows } from './speed.js';

const { location, crossOriginIsolated, WebAssembly, Worker } = globalThis as unknown as Browser;

/** @param timed Records of the look-ups that are timed. */
async function run(timed: number): Promise<Results> {
  const suite = new Suite();
  await suite.check('a content security policy: neither code from text nor WebAssembly', () => {
    for (const make of [() => new Function('return 1')(), () => new WebAssembly.Module(EMPTY_MODULE)]) {
      let refused = false;
      try {
        make();
      } catch {
        refused = true;
      }
      equal(refused, true);
    }
  });
  await memoryChecks(suite);
  await remoteReads(suite, new URL('/cities.sb', location.href), new URL('/damaged.sb', location.href));
  await suite.check('remote: a blob', async () => {
    const cities = await openRemote(new Blob([Cities.pack([...rows(100)])]), Cities);
    equal((await cities.get(keyOf(7)))?.toObject(), rowOf(7));
  });
  await suite.check('the page is isolated, as shared memory needs', () => equal(crossOriginIsolated, true));
  await suite.check('workers: a SharedArrayBuffer is read and written by two of them, in place', async () => {
    const shared = shareBuffer(Cities.pack([...rows(100)]));
    const cities = Cities.fromBuffer(shared, { writable: true });
    await Promise.all([ask({ shared, key: keyOf(5) }), ask({ shared, key: keyOf(5) })]);
    equal(cities.get(keyOf(5))?.population, 35 + 2 * 10_000);
  });
  suite.outcomes.push(...((await ask({ url: new URL('/cities.sb', location.href).href })) as Outcome[]));
  const map = new Map(timedRows(timed, rowOf));
  const speed = timeBeside(Cities.fromBuffer(Cities.pack(map, { indexes: [] })), map);
  return { runtime: 'Chromium', system: 'a page', outcomes: suite.outcomes, files: 'in memory', speed };
}

/** The part of a browser in use, which Node's types do not have. */
interface Browser {
  readonly location: { readonly href: string };
  readonly crossOriginIsolated: boolean;
  readonly WebAssembly: { readonly Module: new (bytes: Uint8Array) => unknown };
  readonly Worker: new (
    url: URL,
    options: { type: 'module' },
  ) => {
    onmessage: (event: { readonly data: unknown }) => void;
    onerror: (event: { readonly message: string }) => void;
    postMessage(message: unknown): void;
    terminate(): void;
  };
}

const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** What a worker answers. */
async function ask(data: object): Promise<unknown> {
  const worker = new Worker(new URL('/worker.js', location.href), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data: answer }) => resolve(answer);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(data);
    });
  } finally {
    worker.terminate();
  }
}

// Not called from outside, as what a debugger calls may run code from text.
run(Number(new URL(location.href).searchParams.get('timed'))).then(
  (results) => console.info(JSON.stringify(results)),
  (error) => console.warn(String(error)),
);
