/** `npm run bench`: asks each question and prints what came out. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTENDERS, describe, missing } from './contenders/index.js';
import { Context } from './context.js';
import { atSize, type Options, readOptions, USAGE } from './options.js';
import { growthGoals } from './output/growth.js';
import { thisMachine } from './output/machine.js';
import { type Asked, askedOf, mainSize, outcomeOf, type Result } from './output/result.js';
import { questions } from './questions/index.js';
import type { Goal, Question, Row } from './questions/question.js';
import { heading, table, verdict } from './report.js';

function wanted({ only }: Options): Question[] {
  const asked = questions.filter(
    ({ name }) => only.length === 0 || only.some((start) => name.startsWith(start)),
  );
  if (asked.length > 0) return asked;
  throw new Error(`no such question: there are ${questions.map(({ name }) => name).join(', ')}`);
}

/** Asks for one size after the other, the files of each deleted before the next is built. */
async function ask(options: Options, folder: string): Promise<Pick<Result, 'questions' | 'rows' | 'goals'>> {
  const main = mainSize(options.sizes);
  const described = new Map<string, Asked>();
  const rows: Row[] = [];
  const goals: Goal[] = [];
  for (const size of options.sizes) {
    const files = join(folder, String(size));
    mkdirSync(files);
    await using context = new Context(atSize(options, size), files);
    if (options.sizes.length > 1) console.log(`\n${size.toLocaleString('en-US')} records`);
    for (const question of wanted(options)) {
      if (size !== main && question.everySize !== true) continue;
      for await (const answer of question.ask(context)) {
        console.log(`\n${table(answer)}`);
        for (const asked of askedOf(answer)) described.set(asked.question, asked);
        rows.push(...answer.rows);
        if (size === main) goals.push(...(answer.goals ?? []));
      }
    }
    if (!options.keep) rmSync(files, { recursive: true, force: true });
  }
  goals.push(...growthGoals(rows));
  if (goals.length > 0) console.log(`\n${verdict(goals)}`);
  return { questions: [...described.values()], rows, goals: goals.map(outcomeOf) };
}

async function run(options: Options, folder: string): Promise<void> {
  const started = performance.now();
  const machine = thisMachine();
  console.log(heading(options, machine));
  const contenders: Result['contenders'][number][] = [];
  for (const id of CONTENDERS) {
    const { name, about } = await describe(id);
    const absent = missing(id);
    console.log(`  ${name}: ${absent ?? about}`);
    if (absent === undefined) contenders.push({ name, about });
  }
  const answers = await ask(options, folder);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`\n${seconds} s in all`);
  if (options.json === undefined) return;
  const { json, keep, ...effort } = options;
  const result: Result = { machine, options: effort, contenders, ...answers, seconds };
  writeFileSync(json, `${JSON.stringify(result, null, 1)}\n`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.log(USAGE);
    return;
  }
  wanted(options);
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
