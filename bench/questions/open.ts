/** How long does a process wait until it has looked something up? */
import type { ContenderId } from '../contenders/index.js';
import type { Context } from '../context.js';
import { Peer } from '../peer.js';
import { Series } from '../rounds.js';
import { type Answer, type Question, rowsOf } from './question.js';

const IDS: readonly ContenderId[] = ['sharedbuffers', 'lmdb', 'map'];
/** Openings in one process, of which the last counts as warm. */
const OPENINGS = 10;

const STEPS = {
  import: 'load the package (import), in a new process',
  cold: 'open a file, the first in a new process',
  first: 'look the first key up in it',
  warm: `open a file, the ${OPENINGS}th time in a process`,
} as const;
type Step = keyof typeof STEPS;
type Figures = Record<Step, Series>;

async function measure(context: Context, id: ContenderId, all: Map<ContenderId, Figures>): Promise<void> {
  await using peer = new Peer(id);
  const path = await context.file(peer, 'string');
  const { name } = await peer.call('describe');
  const series = () => new Series(name);
  const figures = all.get(id) ?? { import: series(), cold: series(), first: series(), warm: series() };
  all.set(id, figures);
  const opened = await peer.call('open', path, 'string');
  figures.import.values.push(opened.load);
  figures.cold.values.push(opened.open);
  figures.first.values.push(opened.first);
  // A Map is parsed again each time, warm or not.
  if (id === 'map') return;
  let last = opened.open;
  for (let opening = 1; opening < OPENINGS; opening += 1) {
    last = (await peer.call('open', path, 'string')).open;
  }
  figures.warm.values.push(last);
}

export const open: Question = {
  name: 'open',
  async *ask(context): AsyncGenerator<Answer> {
    const { rounds, slowRounds } = context.options;
    const all = new Map<ContenderId, Figures>();
    for (let round = 0; round < rounds; round += 1) {
      for (const id of IDS) if (id !== 'map' || round < slowRounds) await measure(context, id, all);
    }
    const ours = all.get('sharedbuffers')!;
    for (const step of Object.keys(STEPS) as Step[]) {
      const measured = [...all.values()].map((figures) => figures[step]);
      const series = measured.filter(({ values }) => values.length > 0);
      const goals =
        step === 'cold' || step === 'warm'
          ? [{ text: STEPS[step], measured: ours[step].median, limit: 3, unit: 'ms' }]
          : [];
      yield {
        title: STEPS[step],
        notes:
          step === 'cold' ? ['the file is in the page cache; a Map is parsed from its lines of JSON'] : [],
        rows: rowsOf(`open/${step}`, 'ms', context, series),
        reference: ours[step].name,
        goals,
      };
    }
  },
};
