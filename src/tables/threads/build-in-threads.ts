/**
 * Building from blocks that threads take apart. Where the schema is to be inferred, it is guessed from the first block, and the
 * threads pack by the guess while they look at all rows; when it does not hold, what was packed is given up, and a second pass
 * packs by what all rows showed. So most inputs are parsed once, and the file is the same either way.
 */

import type { InputError } from '../../errors.js';
import type { Position } from '../input/rows.js';
import { keyed } from '../plan/plan-keys.js';
import { rowPlan } from '../plan/plan-rows.js';
import type { Built, RowBuild } from '../plan/row-build.js';
import { allKeyless } from '../plan/row-errors.js';
import { type Inferred, RowInference } from '../plan/row-inference.js';
import type { RowPlan } from '../plan/second-pass.js';
import { addBlocks } from './add-blocks.js';
import { BlockThreads } from './block-threads.js';
import { type BlockResult, BlockWork, type Task } from './block-work.js';
import { type Block, type Buffers, blocksOf } from './blocks.js';
import { lenient, sameButFlags } from './lenient-schema.js';
import { restored } from './posted-error.js';

/** Thrown into a build whose guess does not hold. */
const MISFIT = new Error('the schema is another one');

/** Throws as building in one thread does. All threads have ended when the promise settles. */
export async function buildInThreads(build: RowBuild, module: string, count: number): Promise<Built> {
  const free: Buffers = [];
  const threads = new BlockThreads(module, count, free);
  const { looked, given, options } = build;
  try {
    if (given !== undefined) {
      const plan = rowPlan(looked, keyed(given, looked.known.key, looked.first), options);
      return await pack(build, plan, threads, free);
    }
    const guessed = guess(build);
    return guessed === undefined
      ? await pack(build, await infer(build, threads, free), threads, free)
      : await inferAndPack(build, guessed, threads, free);
  } finally {
    await threads.end();
  }
}

function taskOf({ looked }: RowBuild, infers: boolean, plan: RowPlan | undefined): Task {
  const { format, known } = looked;
  return { format, known: infers ? known : undefined, plan: plan && postable(plan) };
}

/** Without what cannot be posted. */
function postable({
  schema,
  ignoreUnknown,
  dumped,
  refuseKeys,
  key,
  cells,
  shaping,
}: RowPlan): NonNullable<Task['plan']> {
  return { schema, ignoreUnknown, dumped, refuseKeys, key, cells, shaping };
}

/** Blocks of the input from its start; `position` moves along. */
function blocks({ looked }: RowBuild, position: Position, free: Buffers): Iterable<Block> {
  return blocksOf(looked.input, looked.format, position, free);
}

function start(): Position {
  return { line: 0, bytes: 0 };
}

function inferenceOf({ looked: { input, format, known } }: RowBuild): RowInference {
  return new RowInference(input.name, format, known);
}

/** Adds what a block showed. Throws what is wrong with its rows. */
function takeIn(inference: RowInference, { name, seen, lines, failure }: BlockResult): void {
  inference.name = name;
  inference.takeIn(seen!, (row) => lines[row - 1]!);
  if (failure !== undefined) throw restored(failure);
}

/** What the first block shows; undefined where it shows no schema. Throws what is wrong with its rows. */
function guess(build: RowBuild): Inferred | undefined {
  const inference = inferenceOf(build);
  for (const block of blocks(build, start(), [])) {
    takeIn(inference, new BlockWork(taskOf(build, true, undefined)).run(block));
    break;
  }
  return concluded(build, inference);
}

/** Undefined where rows do not go together, which may change no more, but is told when all are known. */
function concluded({ looked }: RowBuild, inference: RowInference): Inferred | undefined {
  inference.name = looked.input.name;
  try {
    return inference.conclude();
  } catch {
    return undefined;
  }
}

async function infer(build: RowBuild, threads: BlockThreads, free: Buffers): Promise<RowPlan> {
  const position = start();
  threads.give(taskOf(build, true, undefined));
  return inferRest(build, inferenceOf(build), threads.results(blocks(build, position, free)), position);
}

/** Looks at the rows that are left. */
async function inferRest(
  { looked, options, progress, signal }: RowBuild,
  inference: RowInference,
  results: AsyncIterable<BlockResult>,
  position: Position,
): Promise<RowPlan> {
  const { input } = looked;
  progress.start(`inferring the schema of ${input.name}`, input.byteLength, 'infer');
  for await (const result of results) {
    signal.throwIfAborted();
    takeIn(inference, result);
    progress.update(inference.seen.taken, position.bytes);
  }
  inference.name = input.name;
  return rowPlan(looked, inference.conclude(), options);
}

/** Packs by a schema that is known. */
async function pack(build: RowBuild, plan: RowPlan, threads: BlockThreads, free: Buffers): Promise<Built> {
  const position = start();
  threads.give(taskOf(build, false, plan));
  const counts = await addBlocks(build, plan, threads.results(blocks(build, position, free)), position);
  if (counts.records === 0 && counts.keyless !== undefined) {
    throw allKeyless(restored(counts.keyless) as InputError, counts.skipped);
  }
  return { plan, ...counts };
}

/** Packs by a guess, and once more if it turns out not to be what all rows show. */
async function inferAndPack(
  build: RowBuild,
  guessed: Inferred,
  threads: BlockThreads,
  free: Buffers,
): Promise<Built> {
  const position = start();
  const inference = inferenceOf(build);
  const { looked, options } = build;
  const first = rowPlan(looked, guessed, options);
  const plan = { ...first, schema: lenient(first.schema, options.columns) };
  threads.give(taskOf(build, true, plan));
  const results = threads.results(blocks(build, position, free));
  let latest = guessed;
  async function* fitting(): AsyncGenerator<BlockResult> {
    // Not by `for await`, which would end the results with it: those of blocks under way are still wanted.
    for (let next = await results.next(); !next.done; next = await results.next()) {
      takeIn(inference, next.value);
      const shown = concluded(build, inference);
      if (next.value.misfit || shown === undefined || !isSame(shown, guessed)) throw MISFIT;
      latest = shown;
      yield next.value;
    }
  }
  try {
    let final = first;
    const declared = () => {
      final = rowPlan(looked, latest, options);
      return final.types;
    };
    const counts = await addBlocks(build, plan, fitting(), position, declared);
    return { plan: final, ...counts };
  } catch (error) {
    if (error !== MISFIT) throw error;
  }
  threads.give(taskOf(build, true, undefined));
  return pack(build, await inferRest(build, inference, results, position), threads, free);
}

/** Whether records and keys that are packed by one are those of the other. */
function isSame(one: Inferred, other: Inferred): boolean {
  return one.key?.type === other.key?.type && sameButFlags(one.schema, other.schema);
}
