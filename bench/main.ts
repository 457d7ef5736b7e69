/** `npm run bench`: asks each question and prints what came out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTENDERS, describe, missing } from './contenders/index.js';
import { Context } from './context.js';
import { type Options, readOptions, USAGE } from './options.js';
import { questions } from './questions/index.js';
import type { Goal, Row } from './questions/question.js';
import { heading, table, verdict } from './report.js';

async function run(options: Options, folder: string): Promise<void> {
  const asked = questions.filter(
    ({ name }) => options.only.length === 0 || options.only.some((start) => name.startsWith(start)),
  );
  if (asked.length === 0) {
    throw new Error(`no such question: there are ${questions.map(({ name }) => name).join(', ')}`);
  }
  console.log(heading(options));
  for (const id of CONTENDERS) {
    const { name, about } = await describe(id);
    console.log(`  ${name}: ${missing(id) ?? about}`);
  }
  await using context = new Context(options, folder);
  const rows: Row[] = [];
  const goals: Goal[] = [];
  for (const question of asked) {
    for await (const answer of question.ask(context)) {
      console.log(`\n${table(answer)}`);
      rows.push(...answer.rows);
      goals.push(...(answer.goals ?? []));
    }
  }
  if (goals.length > 0) console.log(`\n${verdict(goals)}`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 1)}\n`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.log(USAGE);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-bench-'));
  const started = performance.now();
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
    console.log(`\n${Math.round((performance.now() - started) / 1000)} s in all`);
  } finally {
    clean();
    if (options.keep) console.log(`The files are in ${folder}`);
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
