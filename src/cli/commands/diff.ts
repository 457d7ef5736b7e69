/** `diff`: what is different in a second file. */
import pc from 'picocolors';
import {
  type Change,
  type Difference,
  differences,
  type Side,
  schemaChanges,
} from '../../tables/files/compare.js';
import type { KeyChoice } from '../../tables/files/open-undeclared.js';
import { keyJson } from '../../tables/input/key-input.js';
import type { Io } from '../io.js';
import { flushed, Lines } from '../output.js';
import { withParts } from '../parts.js';
import { printable } from '../printable.js';

export interface DiffOptions extends KeyChoice {
  readonly json?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** The files are not alike: no failure, and exit code 1. */
export class Differ extends Error {}

/** Keys compared between looks at the event loop. */
const TURN = 4096;
/** Longest value that is shown to people, in characters. */
const SHOWN = 60;

export async function diff(a: string, b: string, options: DiffOptions, io: Io): Promise<void> {
  const print = options.json ? jsonLines : humanLines(io.color);
  const comparison = new Comparison(print, options.limit, io);
  await withParts(a, options, (before) =>
    withParts(b, options, async (after) => {
      const step = Math.min(before.paths.length, after.paths.length);
      for (let number = 0; number < step; number += 1) {
        await comparison.add(before.side(number, step), after.side(number, step));
        for (const parts of [before, after]) parts.release();
      }
    }),
  );
  await comparison.end();
}

/** Differences of files, or of shards with the same keys, one lot after the other. */
class Comparison {
  readonly #print: Print;
  readonly #io: Io;
  readonly #lines: Lines;
  readonly #counts = { added: 0, removed: 0, changed: 0 };
  #left: number;
  #seen = 0;
  /** Fields that differ, which are the same for all lots; undefined before the first. */
  #fields: number | undefined;

  constructor(print: Print, limit: number | undefined, io: Io) {
    this.#print = print;
    this.#io = io;
    this.#lines = new Lines(io);
    this.#left = limit ?? Number.POSITIVE_INFINITY;
  }

  async add(a: Side, b: Side): Promise<void> {
    const { first } = a;
    const type = first.kind === 'array' ? 'uint64' : first.keys.type;
    if (this.#fields === undefined) {
      const schema = schemaChanges(first, b.first);
      this.#fields = schema.size;
      for (const [name, change] of schema) await this.#lines.add(this.#print.schema(name, change));
    }
    for (const difference of differences(a, b)) {
      this.#seen += 1;
      if (this.#seen % TURN === 0) await flushed(this.#io.signal);
      if (difference === undefined) continue;
      this.#counts[difference.kind] += 1;
      this.#left -= 1;
      if (this.#left >= 0)
        await this.#lines.add(this.#print.entry(keyJson(type, difference.key), difference));
    }
  }

  /** Throws `Differ` where there was any. */
  async end(): Promise<void> {
    await this.#lines.add(this.#print.summary(this.#counts));
    await this.#lines.flush();
    const { added, removed, changed } = this.#counts;
    if ((this.#fields ?? 0) + added + removed + changed > 0) throw new Differ();
  }
}

interface Print {
  schema(name: string, change: Change): string;
  entry(key: string, difference: Difference): string;
  summary(counts: Readonly<Record<Difference['kind'], number>>): string;
}

/** JSON of a pair; null stands for what is missing. */
function pair([before, after]: Change): string {
  return `[${before ?? 'null'},${after ?? 'null'}]`;
}

const jsonLines: Print = {
  schema: (name, [before, after]) => JSON.stringify({ field: name, types: [before ?? null, after ?? null] }),
  entry: (key, difference) => {
    if (difference.kind !== 'changed') return `{"${difference.kind}":${key}}`;
    const fields = Array.from(
      difference.fields,
      ([name, change]) => `${JSON.stringify(name)}:${pair(change)}`,
    );
    return `{"changed":${key},"fields":{${fields.join(',')}}}`;
  },
  summary: (counts) => JSON.stringify({ summary: counts }),
};

function humanLines(color: boolean): Print {
  const { red, green, yellow, dim } = pc.createColors(color);
  const short = (value: string | undefined) => {
    if (value === undefined) return dim('missing');
    return printable(value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);
  };
  const arrow = ([before, after]: Change) => `${short(before)} → ${short(after)}`;
  return {
    schema: (name, change) => yellow(`field ${printable(name)}: `) + arrow(change),
    entry: (key, difference) => {
      if (difference.kind === 'added') return green(`+ ${printable(key)}`);
      if (difference.kind !== 'changed') return red(`- ${printable(key)}`);
      const fields = Array.from(
        difference.fields,
        ([name, change]) => `${printable(name)}: ${arrow(change)}`,
      );
      return `${yellow(`~ ${printable(key)}`)}  ${fields.join(', ')}`;
    },
    summary: ({ added, removed, changed }) => `${added} added, ${removed} removed, ${changed} changed`,
  };
}
