/** How long does it take to read one number of every record? */
import type { ContenderId } from '../contenders/contender.js';
import type { Context } from '../context.js';
import { interleave, type Runner, type Series } from '../rounds.js';
import { type Goal, type Question, rowsOf } from './question.js';

/** In this order: the bare loop is what the others are compared with. */
const IDS: readonly ContenderId[] = [
  'dataview',
  'map',
  'sharedbuffers',
  'columns',
  'flatbuffers',
  'arrow',
  'python',
];
/** With more records, only those that need neither minutes to build nor gigabytes of heap. */
const LARGE: readonly ContenderId[] = ['dataview', 'sharedbuffers', 'columns', 'arrow'];
const MOST = 2_000_000;

function goal(all: readonly Series[], one: string, other: string, limit: number): Goal[] {
  const [series, reference] = [one, other].map((name) => all.find((each) => each.name === name));
  if (series === undefined || reference === undefined) return [];
  return [{ text: `scan, ${one}: of ${other}`, measured: series.ratioTo(reference), limit, unit: 'x' }];
}

/** Python takes the seconds of all others together. */
function idsOf({ options: { records, quick } }: Context): readonly ContenderId[] {
  if (records > MOST) return LARGE;
  return quick ? IDS.filter((id) => id !== 'python') : IDS;
}

export const scan: Question = {
  name: 'scan',
  everySize: true,
  runtimes: 'one size',
  async *ask(context) {
    const { records, rounds } = context.options;
    const runners: Runner[] = [];
    for (const peer of await context.keptReaders(idsOf(context), 'string')) {
      for (const name of await peer.call('scanNames')) {
        const run = async () => {
          const { ns, sum } = await peer.call('scan', name, records);
          return { value: ns, answer: sum };
        };
        runners.push({ name, run });
      }
    }
    const all = await interleave(runners, rounds, true);
    const bare = all[0]!.name;
    const section = all.find(({ name }) => name === 'sharedbuffers column section')!;
    const [cursor, column] = ['sharedbuffers cursor()', 'sharedbuffers column()'] as const;
    yield {
      title: 'scan of one float64 field, a record',
      notes: [
        'bare DataView: an offset and a float64 a record, of the same file in the heap, nothing checked',
      ],
      rows: rowsOf('scan', 'ns', context, all, { reference: all[0] }),
      reference: bare,
      goals: [
        ...goal(all, cursor, bare, 1.5),
        ...goal(all, cursor, 'array of objects', 1.3),
        ...goal(all, cursor, 'Python iter_fast', 1 / 8),
        ...goal(all, column, bare, 1.2),
        { text: 'scan, column section', measured: section.median, limit: 1.5, unit: 'ns' },
      ],
    };
  },
};
