/** The command line of the benchmark of tables. */
import { parseArgs } from 'node:util';
import type { ContenderId } from './contender.js';
import { CONTENDERS } from './index.js';
import { INPUTS, type InputFormat } from './input-files.js';

export interface TableOptions {
  readonly rows: number;
  readonly formats: readonly InputFormat[];
  readonly contenders: readonly ContenderId[];
  readonly rounds: number;
  readonly json: string | undefined;
  /** Where inputs and results are written; a folder that goes with the run, if it is not said. */
  readonly folder: string | undefined;
}

export const USAGE = `npm run bench:tables -- [options]
  --rows N            rows of each file: 1000 to 100M, as 200k or 1M (default 200k)
  --formats F,F       ${Object.keys(INPUTS).join(', ')} (default: all)
  --contenders C,C    ${CONTENDERS.join(', ')} (default: all)
  --rounds N          each contender brings each file in so often, in turn (default 3)
  --json FILE         also write all that was measured
  --folder FOLDER     where files are written, and stay; inputs that are there are taken as they are
  --help              this`;

function among<T extends string>(text: string | undefined, all: readonly T[], what: string): readonly T[] {
  if (text === undefined) return all;
  const names = text.split(',');
  const odd = names.find((name) => !all.includes(name as T));
  if (odd !== undefined) throw new Error(`there is no ${what} ${odd}: there are ${all.join(', ')}`);
  return names as T[];
}

function countOf(text: string, least: number, most: number, option: string): number {
  const found = /^([0-9][0-9_]*)([kM]?)$/.exec(text);
  const count = Number(found?.[1]?.replaceAll('_', '')) * { '': 1, k: 1e3, M: 1e6 }[found?.[2] ?? '']!;
  if (count >= least && count <= most) return count;
  throw new Error(`${option} is a number from ${least} to ${most}, not ${text}`);
}

/** Undefined when help is asked for. Throws for what is no option. */
export function readTableOptions(args: readonly string[]): TableOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '200k' },
      formats: { type: 'string' },
      contenders: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'string' },
      folder: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    rows: countOf(values.rows, 1000, 1e8, '--rows'),
    formats: among(values.formats, Object.keys(INPUTS) as InputFormat[], 'format'),
    contenders: among(values.contenders, CONTENDERS, 'contender'),
    rounds: countOf(values.rounds, 1, 100, '--rounds'),
    json: values.json,
    folder: values.folder,
  };
}
