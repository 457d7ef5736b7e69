/** What is wanted of look-ups beside a `Map` of plain objects, in every cell of a table: a question, keys and a size. */
import type { Kept } from '../cells.js';
import type { Row } from '../questions/question.js';

const OURS = 'sharedbuffers';
const MAP = 'Map of objects';

export interface Target {
  readonly text: string;
  readonly question: string;
  readonly keys: Kept;
  /** By number of records: at most so many times the time of the `Map`. */
  readonly limits: Readonly<Record<number, number>>;
  /** At ten million records: at most so many times our own time with a million. */
  readonly growth?: number;
  /** At ten million records: lmdb takes at least so many times our time. */
  readonly lmdb?: number;
}

/** Runtimes in which all cells are wanted. */
export const JUDGED: readonly string[] = ['node24', 'node26'];

const sizes = (small: number, middle: number, large: number) => ({
  10000: small,
  100000: middle,
  1000000: large,
});

export const TARGETS: readonly Target[] = [
  {
    text: 'get, fresh text key, two numbers',
    question: 'hit/string',
    keys: 'fresh',
    limits: sizes(1, 0.5, 0.45),
    lmdb: 4,
  },
  {
    text: 'get, held text key, two numbers',
    question: 'hit/string',
    keys: 'held',
    limits: sizes(1.5, 1, 0.85),
  },
  {
    text: 'get, held text key, a number and a text',
    question: 'number-text/string',
    keys: 'held',
    limits: sizes(1.8, 1.2, 1),
  },
  { text: 'get, random integer key', question: 'hit/random', keys: 'fresh', limits: sizes(1.2, 0.9, 0.75) },
  { text: 'get, dense integer key', question: 'hit/dense', keys: 'fresh', limits: sizes(1.5, 1, 0.9) },
  { text: 'miss, fresh text key', question: 'miss/string', keys: 'fresh', limits: sizes(1, 0.5, 0.35) },
  {
    text: 'getMany of 256 fresh text keys, a key',
    question: 'batch/string',
    keys: 'fresh',
    limits: sizes(0.8, 0.4, 0.25),
    growth: 1.3,
  },
];

/** One cell, as it was measured in one runtime. */
export interface Measurement {
  readonly target: Target;
  readonly runtime: string;
  readonly records: number;
  /** Of the `Map`'s time, of lmdb's or of our own with fewer records, as `beside` says. */
  readonly ratio: number;
  readonly limit: number;
  readonly beside: 'Map' | 'lmdb' | 'own';
  readonly met: boolean;
}

const LARGE = 10_000_000;
const USUAL = 1_000_000;

function find(
  rows: readonly Row[],
  { question, keys }: Target,
  runtime: string,
  records: number,
  contender: string,
): Row | undefined {
  return rows.find(
    (row) =>
      row.question === question &&
      row.keys === keys &&
      row.distribution === 'uniform' &&
      row.runtime === runtime &&
      row.records === records &&
      row.contender === contender,
  );
}

/** How many times the time of a `Map` a row's is: the median over rounds where it is known. */
function ofMap(ours: Row | undefined, map: Row | undefined): number | undefined {
  if (ours === undefined || map === undefined) return undefined;
  return ours.ratio ?? ours.value / map.value;
}

function large(rows: readonly Row[], target: Target, runtime: string): Measurement[] {
  const at = (records: number, contender: string) => find(rows, target, runtime, records, contender);
  const ours = at(LARGE, OURS);
  if (ours === undefined) return [];
  const found: Measurement[] = [];
  const add = (other: Row | undefined, limit: number | undefined, beside: 'lmdb' | 'own') => {
    if (other === undefined || limit === undefined) return;
    const ratio = ours.value / other.value;
    found.push({ target, runtime, records: LARGE, ratio, limit, beside, met: ratio <= limit });
  };
  add(at(LARGE, 'lmdb'), target.lmdb === undefined ? undefined : 1 / target.lmdb, 'lmdb');
  add(at(USUAL, OURS), target.growth, 'own');
  return found;
}

/** All cells that were measured, in the order of the table. */
export function measurements(rows: readonly Row[]): Measurement[] {
  const runtimes = [...new Set(rows.map(({ runtime }) => runtime))];
  return TARGETS.flatMap((target) =>
    runtimes.flatMap((runtime) => {
      const small = Object.entries(target.limits).flatMap(([size, limit]) => {
        const at = (contender: string) => find(rows, target, runtime, Number(size), contender);
        const ratio = ofMap(at(OURS), at(MAP));
        if (ratio === undefined) return [];
        const cell = { target, runtime, records: Number(size), ratio, limit, beside: 'Map' as const };
        return [{ ...cell, met: ratio <= limit }];
      });
      return [...small, ...large(rows, target, runtime)];
    }),
  );
}

/** How many cells the whole table has in one runtime. */
export function cellCount(): number {
  return TARGETS.reduce(
    (sum, { limits, growth, lmdb }) =>
      sum + Object.keys(limits).length + Number(growth !== undefined) + Number(lmdb !== undefined),
    0,
  );
}

/** Whether every cell of the table was measured in every judged runtime, and is met. */
export function allMet(rows: readonly Row[]): boolean {
  const judged = measurements(rows).filter(({ runtime }) => JUDGED.includes(runtime));
  return judged.length === JUDGED.length * cellCount() && judged.every(({ met }) => met);
}

/** A cell of any question that has keys, beside a `Map`. */
export interface Beside {
  readonly row: Row;
  readonly ratio: number;
}

/**
 * The cells with the smallest and the largest ratio to a `Map`, of all questions, ways of keys, sizes and runtimes;
 * undefined where nothing was measured.
 */
export function extremes(
  rows: readonly Row[],
): { readonly best: Beside; readonly worst: Beside } | undefined {
  const cells = rows.flatMap((row): Beside[] => {
    if (row.contender !== OURS || row.keys === undefined) return [];
    const { question, runtime, records, keys, distribution } = row;
    const map = rows.find(
      (other) =>
        other.contender === MAP &&
        other.question === question &&
        other.runtime === runtime &&
        other.records === records &&
        other.keys === keys &&
        other.distribution === distribution,
    );
    const ratio = ofMap(row, map);
    return ratio === undefined ? [] : [{ row, ratio }];
  });
  const sorted = cells.sort((a, b) => a.ratio - b.ratio);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  return best === undefined || worst === undefined ? undefined : { best, worst };
}
