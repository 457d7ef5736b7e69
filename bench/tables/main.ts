/** `npm run bench:tables`: how fast the files that people have become files that are looked up by key. */
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadText, Watch } from '../load.js';
import { thisMachine } from '../output/machine.js';
import { sameAnswers } from '../rounds.js';
import type { Contender, ContenderId } from './contender.js';
import { loadContender } from './index.js';
import { type InputFormat, writeInput } from './input-files.js';
import { readTableOptions, type TableOptions, USAGE } from './options.js';
import { type Measured, table, verdict } from './report.js';
import type { Order, Outcome } from './worker.js';

const WORKER = fileURLToPath(new URL('worker.js', import.meta.url));
/** Times that a contender is started before the run gives it up. */
const ATTEMPTS = 3;

/** A process that a signal ended: lmdb 3.5.6 crashes now and then while it closes. */
class Crash extends Error {}

/** In a process of its own, that ends with it. */
function once(order: Order): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = fork(WORKER, [JSON.stringify(order)]);
    let answer: { result: Outcome } | { error: string } | undefined;
    child.on('message', (message) => {
      answer = message as typeof answer;
      child.disconnect();
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const of = `${order.contender}, ${order.format}`;
      if (answer === undefined) reject(new Crash(`${of}: ended with ${signal ?? code}`));
      else if ('result' in answer) resolve(answer.result);
      else reject(new Error(`${of}: ${answer.error}`));
    });
  });
}

async function carriedOut(order: Order): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(order);
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof Crash)) throw error;
      console.log(`  ${error.message}; once more`);
    }
  }
}

async function measure(
  format: InputFormat,
  folder: string,
  { rows, rounds, contenders }: TableOptions,
  watch: Watch,
): Promise<Measured> {
  const input = join(folder, `${rows}.${format}`);
  await writeInput(input, format, rows);
  const loaded = await Promise.all(
    contenders.map(async (id): Promise<[ContenderId, Contender]> => [id, await loadContender(id)]),
  );
  const able = loaded.filter(([, { formats }]) => formats.includes(format));
  const outcomes = new Map<ContenderId, Outcome[]>(able.map(([id]) => [id, []]));
  for (let round = 0; round < rounds; round += 1) {
    await watch.look();
    for (let turn = 0; turn < able.length; turn += 1) {
      const [contender] = able[(turn + round) % able.length]!;
      const target = join(folder, `${contender}.made`);
      outcomes.get(contender)!.push(await carriedOut({ contender, format, input, target, rows }));
      for (const beside of ['', '-lock', '.wal']) rmSync(target + beside, { force: true });
    }
    const last = [...outcomes].map(([id, all]) => [id, all.at(-1)!.answers] as const);
    sameAnswers(
      last.map(([id]) => id),
      last.map(([, answers]) => answers),
    );
  }
  const named = able.map(([id, { name, about }]) => ({ id, name, about, outcomes: outcomes.get(id)! }));
  return { format, rows, inputBytes: statSync(input).size, contenders: named };
}

async function run(options: TableOptions): Promise<void> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'sharedbuffers-bench-tables-'));
  mkdirSync(folder, { recursive: true });
  const machine = thisMachine();
  console.log(`${machine.kernel}, ${machine.cores} x ${machine.cpu}; medians of ${options.rounds} rounds`);
  const watch = await Watch.begin();
  const measured: Measured[] = [];
  try {
    for (const format of options.formats) {
      const found = await measure(format, folder, options, watch);
      measured.push(found);
      console.log(`\n${table(found)}`);
    }
  } finally {
    if (options.folder === undefined) rmSync(folder, { recursive: true });
  }
  const load = await watch.end();
  console.log(`\n${verdict(measured)}\n\n${loadText(load, machine.cores)}`);
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify({ machine, load, measured }, undefined, 2)}\n`);
  }
}

const options = readTableOptions(process.argv.slice(2));
if (options === undefined) console.log(USAGE);
else await run(options);
