/** How long does it take to go through all entries, and to read the key and one number of each? */
import type { ContenderId } from '../contenders/contender.js';
import { describe } from '../contenders/index.js';
import { interleave } from '../rounds.js';
import { KEYS } from './look-up.js';
import { type Question, rowsOf } from './question.js';

const IDS: readonly ContenderId[] = ['map', 'sharedbuffers', 'lmdb', 'sqlite', 'level', 'flatbuffers'];
/** Each goes through them in an order of its own, and so rounds the sum in its own way. */
const DIGITS = 10;

export const entries: Question = {
  name: 'entries',
  async *ask(context) {
    const { records, slowRounds } = context.options;
    const runners = [];
    for (const peer of await context.keptReaders(IDS, 'string')) {
      const { name } = await describe(peer.id as ContenderId);
      const run = async () => {
        const { ns, sum } = await peer.call('entries', records);
        return { value: ns, answer: sum.toPrecision(DIGITS) };
      };
      runners.push({ name, run });
    }
    const all = await interleave(runners, slowRounds, true);
    yield {
      title: `iteration of all entries, the key and one number read, an entry; ${KEYS.string}`,
      rows: rowsOf('entries/string', 'ns', context, all),
      reference: all[0]!.name,
    };
  },
};
