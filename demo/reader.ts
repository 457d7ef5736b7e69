/** One reader, in a process or a thread of its own: opens the cities, answers, and stays until told to end. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { privateBytes } from '../bench/memory.js';
import { type Cities, openCities, type Way } from './contenders.js';
import { pathsIn } from './paths.js';
import { answersOf, BUENOS_AIRES, LOOK_UPS, type LookUpTimes, lookUpTimes } from './questions.js';

export interface ReaderOptions {
  readonly way: Way | 'nothing';
  readonly folder: string;
}

/** What a reader says when it has read everything. */
export interface Report {
  /** Milliseconds from having nothing to the first answer. */
  readonly ready: number;
  readonly answers: string;
  /** Nanoseconds a look-up. */
  readonly lookUps: LookUpTimes;
}

const COUNT = 200_000;
const NONE = Object.fromEntries(LOOK_UPS.map((how) => [how, 0])) as Record<keyof LookUpTimes, number>;

/** Held to the end, as a service holds its data. */
let cities: Cities | undefined;

function report({ way, folder }: ReaderOptions): Report {
  if (way === 'nothing') return { ready: 0, answers: '', lookUps: NONE };
  const start = performance.now();
  cities = openCities(way, pathsIn(folder));
  cities.byId(BUENOS_AIRES);
  const ready = performance.now() - start;
  return { ready, answers: answersOf(cities), lookUps: lookUpTimes(cities, COUNT) };
}

/** Bytes of the whole process that it shares with no other, without garbage; null where no one tells. */
function ownBytes(): number | null {
  globalThis.gc?.();
  return privateBytes() ?? null;
}

if (isMainThread) {
  const [way, folder] = process.argv.slice(2) as [ReaderOptions['way'], string];
  process.send!(report({ way, folder }));
  process.on('message', () => process.send!(ownBytes()));
} else {
  parentPort!.postMessage(report(workerData as ReaderOptions));
  parentPort!.on('message', () => parentPort!.postMessage(ownBytes()));
}
