/** A process that brings in one file with one contender: `fork('worker.js', [order as JSON])`, answered by one message. */
import { createHash } from 'node:crypto';
import { mix } from '../data.js';
import { peakBytes } from '../memory.js';
import { type ContenderId, cellText } from './contender.js';
import { loadContender } from './index.js';
import { INPUTS, type InputFormat } from './input-files.js';
import { TABLES } from './made-tables.js';

export interface Order {
  readonly contender: ContenderId;
  readonly format: InputFormat;
  readonly input: string;
  readonly target: string;
  readonly rows: number;
}

export interface Outcome {
  readonly seconds: number;
  /** Seconds of all cores together. */
  readonly cpu: number;
  /** Bytes; null where the system does not tell. */
  readonly peak: number | null;
  /** Digest of what is found by keys of all over the file. */
  readonly answers: string;
}

/** Rows whose cells are compared among contenders. */
const COMPARED = 1000;

async function carryOut({ contender: id, format, input, target, rows }: Order): Promise<Outcome> {
  const contender = await loadContender(id);
  const table = TABLES[INPUTS[format]];
  const [start, used] = [performance.now(), process.cpuUsage()];
  await contender.build(input, format, target);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  const peak = peakBytes() ?? null;
  const indexes = Array.from({ length: COMPARED }, (_, draw) => mix(draw) % rows).concat(0, rows - 1);
  const wanted = indexes.map((index) => table.row(index));
  const read = await contender.read(
    target,
    format,
    wanted.map(([key]) => key as string | number),
  );
  const digest = createHash('sha256');
  for (const [at, cells] of wanted.entries()) {
    for (const [column, [name, kind]] of table.columns.entries()) {
      const [found, made] = [cellText(kind, read[at]![column]), cellText(kind, cells[column])];
      if (found !== made) throw new Error(`row ${indexes[at]}: ${name} is ${found}, and was ${made}`);
      digest.update(`${found}\n`);
    }
  }
  return { seconds, cpu: (user + system) / 1e6, peak, answers: digest.digest('hex') };
}

try {
  process.send!({ result: await carryOut(JSON.parse(process.argv[2]!) as Order) });
} catch (error) {
  process.send!({ error: error instanceof Error ? error.stack : String(error) });
}
