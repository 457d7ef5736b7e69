/** `diff`: what is different in a second file. */
import pc from 'picocolors';
import { type Change, type Difference, differences, schemaChanges } from '../../tables/files/compare.js';
import { type KeyChoice, type Opened, open, withFile } from '../../tables/files/open-undeclared.js';
import { keyJson } from '../../tables/input/key-input.js';
import type { Io } from '../io.js';
import { flushed, Lines } from '../output.js';
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
  await withFile(a, (first) =>
    withFile(b, (second) => compare(open(first, options), open(second, options), options, io)),
  );
}

async function compare(a: Opened, b: Opened, { json, limit }: DiffOptions, io: Io): Promise<void> {
  const lines = new Lines(io);
  const print = json ? jsonLines : humanLines(io.color);
  const type = a.kind === 'array' ? 'uint64' : a.keys.type;
  const counts = { added: 0, removed: 0, changed: 0 };
  const schema = schemaChanges(a, b);
  for (const [name, change] of schema) await lines.add(print.schema(name, change));
  let seen = 0;
  let left = limit ?? Number.POSITIVE_INFINITY;
  for (const difference of differences(a, b)) {
    seen += 1;
    if (seen % TURN === 0) await flushed(io.signal);
    if (difference === undefined) continue;
    counts[difference.kind] += 1;
    left -= 1;
    if (left >= 0) await lines.add(print.entry(keyJson(type, difference.key), difference));
  }
  await lines.add(print.summary(counts));
  await lines.flush();
  if (schema.size + counts.added + counts.removed + counts.changed > 0) throw new Differ();
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
