/** How long does it take to build the file? */
import type { ContenderId } from '../contenders/contender.js';
import { describe } from '../contenders/index.js';
import type { Context } from '../context.js';
import type { KeyKind } from '../data.js';
import { Peer } from '../peer.js';
import { interleave, type Runner, type Series } from '../rounds.js';
import { KEYS, type Measured, ratioGoal } from './look-up.js';
import { type Goal, type Question, type Row, rowsOf } from './question.js';

const INTEGER: readonly ContenderId[] = ['sharedbuffers', 'threads', 'lmdb', 'sqlite'];
const CONTENDERS: Readonly<Partial<Record<KeyKind, readonly ContenderId[]>>> = {
  string: ['sharedbuffers', 'threads', 'lmdb', 'lmdb-binary', 'sqlite', 'level', 'python'],
  dense: INTEGER,
  random: INTEGER,
};

function recordsOf(context: Context, id: ContenderId): number {
  return id === 'python' ? context.pythonRecords : context.options.records;
}

async function builder(context: Context, id: ContenderId, keys: KeyKind): Promise<Runner> {
  const { name } = await describe(id);
  const run = async () => ({ value: (await context.build(id, keys, recordsOf(context, id))).seconds });
  return { name, run };
}

/** Python is slow enough to be built once. */
function pythonGoal(context: Context, ours: Series, python: Series | undefined): Goal[] {
  if (python === undefined) return [];
  const perRecord = (series: Series, records: number) => series.median / records;
  const measured = perRecord(ours, context.options.records) / perRecord(python, recordsOf(context, 'python'));
  return [{ text: "build, string keys: of Python's time, a record", measured, limit: 1 / 8, unit: 'x' }];
}

async function rowsAlone(context: Context, keys: KeyKind): Promise<Row[]> {
  await using peer = new Peer('none', context.peerOptions());
  const run = async () => ({ value: await peer.call('makeRows', keys, context.options.records) });
  const runners = [{ name: 'making the rows alone', run }];
  return rowsOf(`build/${keys}`, 's', context, await interleave(runners, 1, false));
}

export const build: Question = {
  name: 'build',
  everySize: true,
  runtimes: 'one size',
  async *ask(context) {
    for (const [keys, wanted] of Object.entries(CONTENDERS) as [KeyKind, ContenderId[]][]) {
      const ids = await context.able(wanted);
      const fast = ids.filter((id) => id !== 'python');
      const runners = await Promise.all(fast.map((id) => builder(context, id, keys)));
      const series = await interleave(runners, context.options.slowRounds, false);
      const all: Measured = new Map(fast.map((id, place) => [id, series[place]!]));
      const python = ids.includes('python')
        ? await interleave([await builder(context, 'python', keys)], 1, false)
        : [];
      const ours = all.get('sharedbuffers')!;
      yield {
        title: `build; ${KEYS[keys]}`,
        notes: [
          'all are on the disk when the clock stops, and make the rows as they go',
          ...(python.length > 0
            ? ['Python: fewer records where its row says so, and the time to make the rows is left out']
            : []),
        ],
        rows: [
          ...rowsOf(`build/${keys}`, 's', context, series, { reference: ours }),
          ...rowsOf(`build/${keys}`, 's', context, python, { records: context.pythonRecords }),
          ...(await rowsAlone(context, keys)),
        ],
        reference: ours.name,
        goals: [
          ...ratioGoal(`build with all cores, ${keys} keys`, all, 'threads', 'lmdb', 1 / 2),
          ...pythonGoal(context, ours, python[0]),
        ],
      };
    }
  },
};
