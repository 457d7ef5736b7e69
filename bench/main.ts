/** `npm run bench`: asks each question in each runtime and prints what came out. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTENDERS, describe, missing } from './contenders/index.js';
import { Context } from './context.js';
import { installRuntimes, installSqlite } from './install.js';
import { loadText, Watch } from './load.js';
import { atSize, type Options, readOptions, USAGE } from './options.js';
import { growthGoals } from './output/growth.js';
import { thisMachine } from './output/machine.js';
import { type Asked, askedOf, type Failure, mainSize, outcomeOf, type Result } from './output/result.js';
import { targetText } from './output/target-table.js';
import { Probes } from './probe.js';
import { questions } from './questions/index.js';
import type { Goal, Question, Row } from './questions/question.js';
import { heading, table, verdict } from './report.js';
import { findRuntime } from './runtimes/runtime.js';

function wanted({ only }: Options): Question[] {
  const asked = questions.filter(
    ({ name }) => only.length === 0 || only.some((start) => name.startsWith(start)),
  );
  if (asked.length > 0) return asked;
  throw new Error(`no such question: there are ${questions.map(({ name }) => name).join(', ')}`);
}

/** Those that can run here; a line for each that cannot. */
async function runtimesOf({ runtimes }: Options, folder: string): Promise<Probes[]> {
  const able: Probes[] = [];
  for (const text of runtimes) {
    const found = findRuntime(text);
    const leave = (why: string) => console.log(`  ${found.id} is left out: ${why}`);
    if ('absent' in found) {
      leave(found.absent);
      continue;
    }
    try {
      const probes = await Probes.of(found, folder);
      const { name, engine, notMapped } = probes.facts;
      console.log(
        `  ${found.id}: ${name} (${engine})${notMapped === null ? '' : `, not mapped: ${notMapped}`}`,
      );
      able.push(probes);
    } catch (error) {
      leave((error as Error).message.split('\n')[0]!);
    }
  }
  if (able.length > 0) return able;
  throw new Error('none of the runtimes can be run');
}

/** Whether a question is asked in a runtime, of a size. */
function isAsked({ everySize, runtimes }: Question, first: boolean, isMain: boolean): boolean {
  if (first) return isMain || everySize === true;
  return runtimes === 'every size' || (runtimes === 'one size' && isMain);
}

type Answers = Pick<Result, 'questions' | 'rows' | 'goals' | 'failed'>;

/** What has come out so far. */
class Findings {
  readonly described = new Map<string, Asked>();
  readonly rows: Row[] = [];
  readonly goals: Goal[] = [];
  readonly failed: Failure[] = [];

  /** Asks one question. One that ends badly, even since answers differ, does not lose what the others gave. */
  async ask(question: Question, context: Context, withGoals: boolean): Promise<void> {
    try {
      for await (const answer of question.ask(context)) {
        console.log(`\n${table(answer)}`);
        for (const each of askedOf(answer)) this.described.set(each.question, each);
        this.rows.push(...answer.rows);
        if (withGoals) this.goals.push(...(answer.goals ?? []));
      }
    } catch (error) {
      const { message } = error as Error;
      const { runtime, options } = context;
      const why = message.split('\n')[0]!;
      this.failed.push({ question: question.name, runtime: runtime.id, records: options.records, why });
      console.error(`\n${question.name} FAILED in ${runtime.id}: ${message}`);
      await context.endReaders();
    }
  }
}

/** Asks for one size after the other, the files of each deleted before the next is built. */
async function ask(
  options: Options,
  folder: string,
  runtimes: readonly Probes[],
  watch: Watch,
): Promise<Answers> {
  const main = mainSize(options.sizes);
  const findings = new Findings();
  for (const size of options.sizes) {
    const files = join(folder, String(size));
    mkdirSync(files);
    for (const probes of runtimes) {
      const first = probes === runtimes[0];
      await using context = new Context(atSize(options, size), files, probes, first);
      const asked = wanted(options).filter((question) => isAsked(question, first, size === main));
      if (asked.length > 0) console.log(`\n${size.toLocaleString('en-US')} records, ${probes.facts.name}`);
      for (const question of asked) {
        await watch.look();
        await findings.ask(question, context, size === main && first);
      }
    }
    if (!options.keep) rmSync(files, { recursive: true, force: true });
  }
  const { described, rows, failed } = findings;
  const growth = growthGoals(rows.filter(({ runtime }) => runtime === runtimes[0]!.runtime.id));
  const goals = [...findings.goals, ...growth];
  if (goals.length > 0) console.log(`\n${verdict(goals)}`);
  if (failed.length > 0) process.exitCode = 1;
  return { questions: [...described.values()], rows, goals: goals.map(outcomeOf), failed };
}

async function run(options: Options, folder: string): Promise<void> {
  const started = performance.now();
  const machine = thisMachine();
  const watch = await Watch.begin();
  console.log(heading(options, machine));
  const runtimes = await runtimesOf(options, folder);
  const contenders: Result['contenders'][number][] = [];
  for (const id of CONTENDERS) {
    const { name, about } = await describe(id);
    const absent = missing(id);
    console.log(`  ${name}: ${absent ?? about}`);
    if (absent === undefined) contenders.push({ name, about });
  }
  const answers = await ask(options, folder, runtimes, watch);
  const load = await watch.end();
  const seconds = Math.round((performance.now() - started) / 1000);
  const { json, keep, ...effort } = options;
  const result: Result = {
    machine,
    load,
    runtimes: runtimes.map(({ runtime, facts, failures }) => ({
      id: runtime.id,
      ...facts,
      failures: Object.fromEntries(failures),
    })),
    options: effort,
    contenders,
    ...answers,
    seconds,
  };
  const table = targetText(result);
  if (table !== undefined) console.log(`\n${table}`);
  console.log(`\n${loadText(load, machine.cores)}\n${seconds} s in all`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 1)}\n`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.log(USAGE);
    return;
  }
  wanted(options);
  // A quick run does without what takes minutes to compile.
  if (!options.quick) installSqlite();
  installRuntimes(options.runtimes);
  const folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-bench-'));
  const clean = () => {
    if (!options.keep) rmSync(folder, { recursive: true, force: true });
  };
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      clean();
      process.exit(code);
    });
  }
  try {
    await run(options, folder);
  } finally {
    clean();
    if (options.keep) console.log(`The files are in ${folder}`);
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
