/** How long does it take to find that a key is not there? */
import type { KeyKind } from '../data.js';
import { KEYS, lookUps } from './look-up.js';
import { type Question, rowsOf } from './question.js';

/** Not dense ones: what is missing there lies beyond the last key, which anything sorted sees at once. */
const KINDS: readonly KeyKind[] = ['string', 'random'];

export const miss: Question = {
  name: 'miss',
  async *ask(context) {
    for (const keys of KINDS) {
      const all = await lookUps(context, keys, 'misses');
      yield {
        title: `miss; ${KEYS[keys]}`,
        rows: rowsOf(`miss/${keys}`, 'ns', context, all),
        reference: all[0].name,
      };
    }
  },
};
