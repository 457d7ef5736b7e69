/**
 * Maps of worker threads, which outlive them: a thread that ends runs no finalizers, and one that is terminated runs
 * nothing at all. So every worker writes its maps into a table, and the thread that started it unmaps what is left
 * there once the worker has ended, when nobody can read it any more.
 *
 * ```
 * main thread                   worker 7                        main thread
 * makes the table, ──────────►  finds it in its environment     'exit' of worker 7:
 * puts it into the              data; a slot for each map       unmaps all slots of 7
 * environment data              { 7, pages, address }
 * ```
 *
 * The table is shared memory that all descendants of a thread inherit. Where the thread that starts workers does not load
 * this library there is none, and a worker can only give up what its maps hold, as its 'exit' event comes.
 */
import {
  getEnvironmentData,
  isMainThread,
  setEnvironmentData,
  threadId,
  type Worker,
} from 'node:worker_threads';

/** Name of the environment data; another layout takes another. */
const KEY = 'sharedbuffers.maps.1';
/** As many maps as Linux allows a process by default. */
const SLOTS = 65_536;
/** Words of a slot: the thread, 0 when free; pages of 4 KiB; high and low half of the address. */
const WORDS = 4;
/** Slots looked at for a free one, before a map is not written down. */
const PROBES = 256;
const PAGE_BYTES = 4096;
const LOW_HALF = 0xffffffffn;
/** Whether a thread has ended when its 'exit' event comes: after `terminate()`, Deno's may still be running. */
const JOINED = process.versions.deno === undefined;

/** A map as the system knows it. */
export interface Stretch {
  readonly address: bigint;
  readonly length: number;
}

/** A map that can give up what it holds, since its thread ends. */
export interface EndingMap extends Stretch {
  end(): void;
}

/** What threads write down about their maps, and take over from others. */
export class MapTable {
  readonly #words: Int32Array;
  #next: number;

  constructor(words: Int32Array, thread: number) {
    this.#words = words;
    this.#next = (thread * 1021) % SLOTS;
  }

  /** Number of the slot that a map of a thread has now; −1 when the table is full. */
  add(thread: number, { address, length }: Stretch): number {
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = this.#next;
      this.#next = (slot + 1) % SLOTS;
      const at = slot * WORDS;
      if (Atomics.compareExchange(this.#words, at, 0, thread) !== 0) continue;
      this.#words[at + 1] = Math.ceil(length / PAGE_BYTES);
      this.#words[at + 2] = Number(address >> 32n);
      this.#words[at + 3] = Number(address & LOW_HALF);
      return slot;
    }
    return -1;
  }

  /** Frees a slot: before the map goes, whose address may be another thread's right after. */
  remove(slot: number): void {
    if (slot < 0) return;
    const at = slot * WORDS;
    this.#words.fill(0, at + 1, at + WORDS);
    Atomics.store(this.#words, at, 0);
  }

  /** Takes what a thread that has ended left, and what its own threads did, which end with it. */
  *take(thread: number): Generator<Stretch> {
    const words = this.#words;
    for (let at = 0; at < words.length; at += WORDS) {
      if (words[at] !== thread) continue;
      const pages = words[at + 1]! >>> 0;
      const low = words[at + 3]! >>> 0;
      const address = BigInt(words[at + 2]! >>> 0) * 2n ** 32n + BigInt(low);
      this.remove(at / WORDS);
      if (pages > 0) yield { address, length: pages * PAGE_BYTES };
      else if (low > 0) yield* this.take(low);
    }
  }
}

/** Maps of this thread. */
export class ThreadMaps {
  /** The table in which this thread's own maps are looked for at its end; undefined in the main thread, and where nobody does. */
  readonly #watched: MapTable | undefined;
  /** The maps of a worker that nobody watches. */
  readonly #ends: Set<EndingMap> | undefined;

  /** @param unmap Unmaps what a worker left. */
  constructor(unmap: (stretch: Stretch) => void) {
    const inherited = JOINED ? this.#watchWorkers(unmap) : undefined;
    if (isMainThread) return;
    if (inherited !== undefined) {
      this.#watched = inherited;
      return;
    }
    const ends = new Set<EndingMap>();
    this.#ends = ends;
    process.on('exit', () => {
      for (const map of ends) map.end();
    });
  }

  /** Watches the workers that this thread will start; gives the table that it has from the thread that started it. */
  #watchWorkers(unmap: (stretch: Stretch) => void): MapTable | undefined {
    const found = getEnvironmentData(KEY);
    const shared = found instanceof SharedArrayBuffer ? found : new SharedArrayBuffer(SLOTS * WORDS * 4);
    if (shared !== found) setEnvironmentData(KEY, shared);
    const table = new MapTable(new Int32Array(shared), threadId);
    process.on('worker', (worker: Worker) => this.#watch(worker, table, unmap));
    return shared === found ? table : undefined;
  }

  #watch(worker: Worker, table: MapTable, unmap: (stretch: Stretch) => void): void {
    const { threadId: child } = worker;
    const slot = this.#watched?.add(threadId, { address: BigInt(child), length: 0 }) ?? -1;
    worker.once('exit', () => {
      for (const stretch of table.take(child)) unmap(stretch);
      this.#watched?.remove(slot);
    });
  }

  /** Writes a map down; gives what `remove` takes. */
  add(map: EndingMap): number {
    this.#ends?.add(map);
    return this.#watched?.add(threadId, map) ?? -1;
  }

  /** To be called before the map is unmapped. */
  remove(map: EndingMap, slot: number): void {
    this.#ends?.delete(map);
    this.#watched?.remove(slot);
  }
}
