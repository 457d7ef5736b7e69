/** How long does it take to find that a key is not there? */
import type { ContenderId } from '../contenders/contender.js';
import type { KeyKind } from '../data.js';
import { firstOf, KEYS, lookUps, ratioGoal } from './look-up.js';
import { type Question, rowsOf } from './question.js';

/** Not dense keys: what is missing there lies beyond the last key, which anything sorted sees at once. */
const CONTENDERS: Readonly<Partial<Record<KeyKind, readonly ContenderId[]>>> = {
  string: [
    'map',
    'sharedbuffers',
    'plain',
    'lmdb',
    'lmdb-binary',
    'sqlite',
    'sqlite-held',
    'level',
    'flatbuffers',
    'python',
  ],
  random: ['map', 'sharedbuffers', 'lmdb', 'sqlite', 'sqlite-held'],
};

export const miss: Question = {
  name: 'miss',
  everySize: true,
  async *ask(context) {
    for (const [keys, ids] of Object.entries(CONTENDERS) as [KeyKind, ContenderId[]][]) {
      const all = await lookUps(context, ids, keys, 'misses');
      const what = `miss, ${keys} keys`;
      yield {
        title: `miss; ${KEYS[keys]}`,
        rows: rowsOf(`miss/${keys}`, 'ns', context, [...all.values()]),
        reference: firstOf(all),
        goals: [
          ...ratioGoal(what, all, 'sharedbuffers', 'map', 0.7),
          ...ratioGoal(`${what}, no sections`, all, 'plain', 'sharedbuffers', 2),
        ],
      };
    }
  },
};
