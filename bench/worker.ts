/** A process that measures one contender: `fork('worker.js', [contender])`, then calls by message, one at a time. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContenderId, Store, Walk } from './contenders/contender.js';
import { loadContender } from './contenders/index.js';
import { entries, type KeyKind, keyAt, userAt } from './data.js';
import { Drawer } from './draw.js';
import { type Asked, type Lookup, lookUp, type Timed, timeRequests } from './look-ups.js';
import { peakBytes, privateBytes, sharedBytes } from './memory.js';
import { loadWays, type WayGroup } from './ways/index.js';
import type { Files, Work } from './ways/way.js';

/** What a runtime says of itself. */
export interface RuntimeFacts {
  /** `Node 24.1.0`, `Bun 1.2.0`, `Deno 2.1.0`. */
  readonly name: string;
  /** `V8 13.6`, `WebKit 1a2b3c4`. */
  readonly engine: string;
  /** Why files are read into memory rather than mapped; null where they are mapped. */
  readonly notMapped: string | null;
}

const started = performance.now();
const id = process.argv[2];
const contender = id === 'none' ? undefined : await loadContender(id as ContenderId);
const loaded = performance.now() - started;

let opened: Store | undefined;
let work: Work | undefined;

function theContender() {
  if (contender === undefined) throw new Error('this process has no contender');
  return contender;
}

function store(): Store {
  if (opened === undefined) throw new Error('open a file first');
  return opened;
}

/** What the open file can be asked for. No store's members use `this`. */
function able<M extends keyof Store>(member: M): NonNullable<Store[M]> {
  const found = store()[member];
  if (found === undefined) throw new Error(`${theContender().name} cannot do this: ${member}`);
  return found as NonNullable<Store[M]>;
}

const methods = {
  async runtime(): Promise<RuntimeFacts> {
    const { versions } = process as { versions: Readonly<Record<string, string | undefined>> };
    const [{ buildPlaces, PlaceRecord }, { openArray }] = await Promise.all([
      import('./places.js'),
      import('sharedbuffers/node'),
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-bench-probe-'));
    try {
      await buildPlaces(join(folder, 'probe'), 1);
      using probe = openArray(join(folder, 'probe'), PlaceRecord);
      const name = versions.bun
        ? `Bun ${versions.bun}`
        : versions.deno
          ? `Deno ${versions.deno}`
          : `Node ${versions.node}`;
      const engine = versions.bun ? `JavaScriptCore ${versions.webkit?.slice(0, 9)}` : `V8 ${versions.v8}`;
      return { name, engine, notMapped: probe.notMappedBecause ?? null };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },

  /** Seconds. */
  async build(path: string, keys: KeyKind, records: number): Promise<number> {
    const start = performance.now();
    await theContender().build(path, keys, records);
    return (performance.now() - start) / 1000;
  },

  /** Seconds to make the rows alone, which are part of every build. */
  makeRows(keys: KeyKind, records: number): number {
    const start = performance.now();
    let sum = 0;
    for (const [, user] of entries(keys, records)) sum += user.tags.size;
    if (sum !== 3 * records) throw new Error('a record has not three tags');
    return (performance.now() - start) / 1000;
  },

  /** Milliseconds to load the contender's module, to open the file, and for the first look-up. */
  async open(
    path: string,
    keys: KeyKind,
    records: number,
  ): Promise<{ load: number; open: number; first: number }> {
    await opened?.close();
    opened = undefined;
    const key = keyAt(keys, 1);
    const start = performance.now();
    const made = await theContender().open(path, keys, records);
    const ready = performance.now();
    const sum = made.twoFields?.([key]);
    const answered = performance.now();
    const { id, score } = userAt(1);
    if (sum !== undefined && sum !== id + score) {
      throw new Error(`${theContender().name} gives a wrong first answer`);
    }
    opened = made;
    return { load: loaded, open: ready - start, first: answered - ready };
  },

  /** Whether the open file can be asked for something. */
  can: (member: keyof Store): boolean => store()[member] !== undefined,

  /** Digest of whole records: `hits` that are there, `misses` that are not. */
  answers(keys: KeyKind, records: number, count: number): string {
    const read = able('user');
    const digest = createHash('sha256');
    for (const [from, to] of [
      [0, records],
      [records, 2 * records],
    ] as const) {
      for (const key of new Drawer().draw(keys, from, to, from, count)) {
        const user = read(key);
        if (user === undefined) {
          digest.update('none\n');
          continue;
        }
        const tags = [...user.tags].sort((a, b) => a - b);
        digest.update(new Uint8Array(Float64Array.of(user.id, user.score).buffer));
        digest.update(`${user.name} ${tags} ${user.bio}\n`);
      }
    }
    return digest.digest('hex');
  },

  lookUp: (how: Lookup, asked: Asked, most: number | null): Timed => lookUp(able(how), how, asked, most),

  requests: (how: Lookup, asked: Asked, requests: number): { readonly ms: number[]; readonly sum: number } =>
    timeRequests(able(how), asked, requests),

  scanNames: () => Object.keys(able('scans')),

  scan(name: string, records: number): Timed {
    const scanAll = able('scans')[name]!;
    const start = performance.now();
    const sum = scanAll();
    return { ns: ((performance.now() - start) * 1e6) / records, sum };
  },

  walkNames: () => Object.keys(able('walks')),

  async walk(name: Walk, records: number): Promise<Timed> {
    const goThrough = able('walks')[name]!;
    const start = performance.now();
    const sum = await goThrough();
    return { ns: ((performance.now() - start) * 1e6) / records, sum };
  },

  /** Gets one way of a question ready, which `work` then runs. */
  async setUp(group: WayGroup, name: string, files: Files): Promise<void> {
    const way = (await loadWays(group)).find((candidate) => candidate.name === name);
    work = await way!.setUp(files);
  },

  work(): Timed {
    const { count, run } = work!;
    const start = performance.now();
    const sum = run();
    return { ns: ((performance.now() - start) * 1e6) / count, sum };
  },

  buildPlaces: async (path: string, records: number) =>
    (await import('./places.js')).buildPlaces(path, records),

  readAll: () => able('readAll')(),

  /** After a garbage collection. */
  memory(): { private: number | null; shared: number | null } {
    globalThis.gc?.();
    return { private: privateBytes() ?? null, shared: sharedBytes() ?? null };
  },

  peakBytes: () => peakBytes() ?? null,
};

export type Methods = typeof methods;

export interface Call {
  readonly method: keyof Methods;
  readonly args: readonly unknown[];
}

process.on('message', async ({ method, args }: Call) => {
  try {
    const call = methods[method] as (...args: readonly unknown[]) => unknown;
    process.send!({ result: await call(...args) });
  } catch (error) {
    process.send!({ error: error instanceof Error ? error.stack : String(error) });
  }
});
