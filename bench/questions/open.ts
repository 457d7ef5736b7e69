/** How long does a process wait until it has looked something up? */
import type { ContenderId } from '../contenders/contender.js';
import { describe } from '../contenders/index.js';
import type { Context } from '../context.js';
import { Peer } from '../peer.js';
import { Series } from '../rounds.js';
import { type Answer, type Question, type Row, rowsOf } from './question.js';

/** Those that parse their whole file are last, and opened once a process. */
const IDS: readonly ContenderId[] = ['sharedbuffers', 'lmdb', 'sqlite', 'json', 'v8'];
const PARSED: readonly ContenderId[] = ['json', 'v8'];
/** Openings in one process, of which the last counts as warm. */
const OPENINGS = 10;
/** Look-ups that count as cold. */
const EARLY = 1000;
/** Milliseconds that are wanted. */
const LIMITS: Readonly<Partial<Record<Step, number>>> = { cold: 1.5, first: 1, warm: 2 };
/** Records of those that parse their whole file, which takes as long for each of them. */
export const PARSED_QUICK_RECORDS = 200_000;

const STEPS = {
  import: 'load the package (import), in a new process',
  cold: 'open a file, the first in a new process',
  first: 'look the first key up in it',
  early: `look the first ${EARLY} keys up, all together`,
  warm: `open a file, the ${OPENINGS}th time in a process`,
} as const;
type Step = keyof typeof STEPS;
type Figures = Record<Step, Series>;

function recordsOf(context: Context, id: ContenderId): number {
  return PARSED.includes(id) ? context.fewer(PARSED_QUICK_RECORDS) : context.options.records;
}

async function measure(context: Context, id: ContenderId, figures: Figures): Promise<void> {
  const records = recordsOf(context, id);
  const path = await context.file(id, 'string', records);
  await using peer = new Peer(id, context.peerOptions(records));
  const opened = await peer.call('open', path, 'string', records);
  figures.import.values.push(opened.load);
  figures.cold.values.push(opened.open);
  figures.first.values.push(opened.first);
  const { ns } = await peer.call(
    'lookUp',
    'twoFields',
    { kind: 'string', records, seed: 1, count: EARLY },
    null,
  );
  figures.early.values.push((ns * EARLY) / 1e6);
  if (PARSED.includes(id)) return;
  let last = opened.open;
  for (let opening = 1; opening < OPENINGS; opening += 1) {
    last = (await peer.call('open', path, 'string', records)).open;
  }
  figures.warm.values.push(last);
}

export const open: Question = {
  name: 'open',
  everySize: true,
  runtimes: 'one size',
  async *ask(context): AsyncGenerator<Answer> {
    const { rounds, slowRounds } = context.options;
    const all = new Map<ContenderId, Figures>();
    // What is parsed is asked once: a file of v8.serialize is its engine's own.
    const ids = context.first ? IDS : IDS.filter((id) => !PARSED.includes(id));
    for (const id of await context.able(ids)) {
      const { name } = await describe(id);
      const series = () => new Series(name);
      all.set(id, { import: series(), cold: series(), first: series(), early: series(), warm: series() });
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const [id, figures] of all) {
        if (!PARSED.includes(id) || round < slowRounds) await measure(context, id, figures);
      }
    }
    const ours = all.get('sharedbuffers')!;
    for (const step of Object.keys(STEPS) as Step[]) {
      const rows: Row[] = [];
      for (const [id, figures] of all) {
        const series = figures[step];
        if (series.values.length === 0) continue;
        rows.push(...rowsOf(`open/${step}`, 'ms', context, [series], { records: recordsOf(context, id) }));
      }
      const limit = LIMITS[step];
      const goals =
        limit === undefined ? [] : [{ text: STEPS[step], measured: ours[step].median, limit, unit: 'ms' }];
      yield {
        title: STEPS[step],
        notes:
          step === 'cold'
            ? ['the file is in the page cache', 'of what is parsed, fewer records in a quick run']
            : [],
        rows,
        reference: ours[step].name,
        goals,
      };
    }
  },
};
