/** How long does it take to go through all that a mapping has, and to read the key and one number of each? */
import type { ContenderId, Walk } from '../contenders/contender.js';
import { describe } from '../contenders/index.js';
import { interleave, type Runner } from '../rounds.js';
import { KEYS } from './look-up.js';
import { type Question, rowsOf } from './question.js';

const IDS: readonly ContenderId[] = ['map', 'sharedbuffers', 'lmdb', 'sqlite', 'level', 'flatbuffers'];
/** Each goes through them in an order of its own, and so rounds the sum in its own way. */
const DIGITS = 10;

const WALKS: Readonly<Record<Walk, string>> = {
  entries: 'entries(), the key and one number read',
  values: 'values(), one number read',
  forEach: 'forEach(), the key and one number read',
};

export const entries: Question = {
  name: 'entries',
  runtimes: 'one size',
  async *ask(context) {
    const { records, rounds, slowRounds } = context.options;
    const runners = new Map<Walk, Runner[]>();
    for (const peer of await context.keptReaders(IDS, 'string')) {
      const { name } = await describe(peer.id as ContenderId);
      for (const walk of (await peer.call('walkNames')) as Walk[]) {
        const run = async () => {
          const { ns, sum } = await peer.call('walk', walk, records);
          return { value: ns, answer: sum.toPrecision(DIGITS) };
        };
        runners.set(walk, [...(runners.get(walk) ?? []), { name, run }]);
      }
    }
    for (const [walk, those] of runners) {
      const all = await interleave(those, Math.min(rounds, 2 * slowRounds + 1), true);
      const reference = all[0];
      yield {
        title: `${WALKS[walk]}, an entry; ${KEYS.string}`,
        notes: [
          'Map: as it was filled; sharedbuffers: as they lie in the file, forEach() in the order of entries()',
        ],
        rows: rowsOf(`entries/${walk}`, 'ns', context, all, { reference }),
        reference: all[0]!.name,
      };
    }
  },
};
