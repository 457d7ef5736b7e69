/** How long does it take to find a record and read two of its fields? */
import type { ContenderId } from '../contenders/contender.js';
import type { KeyKind } from '../data.js';
import { firstOf, KEYS, lookUps, ratioGoal } from './look-up.js';
import { type Question, rowsOf } from './question.js';

const INTEGER: readonly ContenderId[] = ['map', 'sharedbuffers', 'cursor', 'lmdb', 'sqlite', 'sqlite-held'];
const CONTENDERS: Readonly<Partial<Record<KeyKind, readonly ContenderId[]>>> = {
  string: [
    'map',
    'sharedbuffers',
    'cursor',
    'plain',
    'lmdb',
    'lmdb-binary',
    'sqlite',
    'sqlite-held',
    'level',
    'flatbuffers',
    'python',
    'python-reused',
  ],
  dense: INTEGER,
  random: INTEGER,
};
/** The newest Node has a faster `Map`. */
const STRING_LIMIT = process.versions.node.startsWith('20.') ? 1.2 : 1.5;

export const hit: Question = {
  name: 'hit',
  everySize: true,
  async *ask(context) {
    for (const [keys, ids] of Object.entries(CONTENDERS) as [KeyKind, ContenderId[]][]) {
      const all = await lookUps(context, ids, keys, 'twoFields');
      const what = `hit, ${keys} keys`;
      const ours = (to: ContenderId, limit: number) => ratioGoal(what, all, 'sharedbuffers', to, limit);
      yield {
        title: `hit, two numbers read; ${KEYS[keys]}`,
        rows: rowsOf(`hit/${keys}`, 'ns', context, [...all.values()]),
        reference: firstOf(all),
        goals: [
          ...ours('map', keys === 'string' ? STRING_LIMIT : 0.9),
          ...ours('lmdb', 1 / 5),
          ...ours('sqlite', 1 / 15),
          ...ours('python-reused', 1 / 5),
          ...ratioGoal(`${what}, no sections`, all, 'plain', 'sharedbuffers', 2),
        ],
      };
    }
  },
};
