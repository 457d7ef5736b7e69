/** What happens when the data grow tenfold? Asked only of ten million records and more, of this library alone. */
import type { Context } from '../context.js';
import type { Measured } from './look-up.js';
import { lookUps } from './look-up.js';
import { type Goal, type Question, type Row, rowsOf, single } from './question.js';

const LEAST = 10_000_000;
const ID = 'sharedbuffers';
const NAME = 'sharedbuffers';
const MIB = 2 ** 20;

interface Figures {
  readonly seconds: number;
  readonly peak: number;
  readonly hit: number;
  readonly rows: readonly Row[];
}

async function measure(context: Context, records: number): Promise<Figures> {
  const { seconds, peak } = await context.built(ID, 'string', records);
  const all: Measured = await lookUps(context, [ID], 'string', 'twoFields', records);
  const series = all.get(ID)!;
  const at = (question: string, unit: string, value: number) => ({
    ...single(`growth/${question}`, NAME, unit, context, value),
    records,
  });
  const mebibytes = (peak ?? Number.NaN) / MIB;
  return {
    seconds,
    peak: mebibytes,
    hit: series.median,
    rows: [
      at('build', 's', seconds),
      ...(peak === null ? [] : [at('peak', 'MiB', mebibytes)]),
      ...rowsOf('growth/hit', 'ns', context, [series], records),
    ],
  };
}

export const growth: Question = {
  name: 'growth',
  async *ask(context) {
    const { records } = context.options;
    if (records < LEAST) return;
    const less = await measure(context, records / 10);
    const more = await measure(context, records);
    const goal = (text: string, of: 'seconds' | 'peak' | 'hit', limit: number): Goal[] =>
      Number.isNaN(more[of]) ? [] : [{ text, measured: more[of] / less[of], limit, unit: 'x' }];
    yield {
      title: 'ten times as many records; string keys, user:N',
      rows: [...less.rows, ...more.rows],
      goals: [
        ...goal('ten times as many: time of a build', 'seconds', 12),
        ...goal('ten times as many: peak memory of a build', 'peak', 1.3),
        ...goal('ten times as many: time of a hit', 'hit', 2.5),
      ],
    };
  },
};
