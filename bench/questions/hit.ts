/** How long does it take to find a record and read two of its fields? */
import type { KeyKind } from '../data.js';
import { KEYS, lookUps } from './look-up.js';
import { type Question, rowsOf } from './question.js';

const KINDS: readonly KeyKind[] = ['string', 'dense', 'random'];

export const hit: Question = {
  name: 'hit',
  async *ask(context) {
    for (const keys of KINDS) {
      const all = await lookUps(context, keys, 'twoFields');
      const [map, ours, lmdb] = all;
      yield {
        title: `hit, two numbers read; ${KEYS[keys]}`,
        rows: rowsOf(`hit/${keys}`, 'ns', context, all),
        reference: map.name,
        goals: [
          { text: `hit, ${keys} keys: of Map's time`, measured: ours.ratioTo(map), limit: 2, unit: 'x' },
          {
            text: `hit, ${keys} keys: of lmdb's time`,
            measured: ours.ratioTo(lmdb),
            limit: 1 / 2.5,
            unit: 'x',
          },
        ],
      };
    }
  },
};
