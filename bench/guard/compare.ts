/** What was measured beside what it may be. Ratios only: how long things take depends on the machine. */
import { median } from '../rounds.js';

/** By name: how many times the time of what it is compared with. */
export type Ratios = Readonly<Record<string, number>>;

export interface Finding {
  readonly name: string;
  /** Undefined when nothing of that name was measured. */
  readonly measured: number | undefined;
  /** Undefined when nothing was said about what was measured. */
  readonly limit: number | undefined;
  readonly good: boolean;
}

/** One part of the guard: measures some ratios, always of the same names. */
export type Measure = () => Promise<Ratios>;

/** Every name of either side. What has no limit, or was not measured, is not good: both must be told to forget it. */
export function compare(measured: Ratios, limits: Ratios): Finding[] {
  const names = new Set([...Object.keys(limits), ...Object.keys(measured)]);
  return [...names].map((name) => {
    const [value, limit] = [measured[name], limits[name]];
    // What is not a number is not good either.
    return {
      name,
      measured: value,
      limit,
      good: value !== undefined && limit !== undefined && value <= limit,
    };
  });
}

/** What a limit is above the ratio that it was made from: as much as noise on a shared machine adds. */
const ROOM = 1.6;

export function limitsOf(measured: Ratios): Ratios {
  const entries = Object.entries(measured);
  return Object.fromEntries(entries.map(([name, ratio]) => [name, Number((ratio * ROOM).toPrecision(3))]));
}

/** Takes all measures once. */
export async function takeAll(measures: readonly Measure[]): Promise<Ratios> {
  let all: Ratios = {};
  for (const measure of measures) all = { ...all, ...(await measure()) };
  return all;
}

/** The median of each, of attempts that measured the same. */
export function middle(taken: readonly Ratios[]): Ratios {
  const names = Object.keys(taken[0]!);
  return Object.fromEntries(names.map((name) => [name, median(taken.map((ratios) => ratios[name]!))]));
}

/** The smaller of each; anything is smaller than what is not a number. */
function best(a: Ratios, b: Ratios): Ratios {
  const merged: Record<string, number> = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const before = merged[name];
    if (before === undefined || !(before <= value)) merged[name] = value;
  }
  return merged;
}

/**
 * Takes all measures, and up to `attempts` times in all those that have a ratio above its limit; a ratio counts as the
 * best of its attempts.
 */
export async function guard(
  measures: readonly Measure[],
  limits: Ratios,
  attempts: number,
): Promise<Finding[]> {
  let all: Ratios = {};
  for (const measure of measures) {
    let own: Ratios = {};
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      own = best(own, await measure());
      const known = Object.keys(own).filter((name) => limits[name] !== undefined);
      if (known.every((name) => own[name]! <= limits[name]!)) break;
    }
    all = { ...all, ...own };
  }
  return compare(all, limits);
}

/** A line each, the bad ones marked. */
export function listing(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const number = (value: number | undefined) => (value === undefined ? 'none' : value.toPrecision(3));
  return findings
    .map(({ name, measured, limit, good }) => {
      const figures = `${number(measured).padStart(8)} x, at most ${number(limit).padStart(8)} x`;
      return `  ${name.padEnd(width)} ${figures}   ${good ? 'good' : 'BAD'}`;
    })
    .join('\n');
}
