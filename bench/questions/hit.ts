/** How long does it take to find a record and read two of its fields? */
import type { ContenderId } from '../contenders/contender.js';
import { keyed, ratioGoal } from './look-up.js';
import type { Question } from './question.js';

const INTEGER: readonly ContenderId[] = ['map', 'sharedbuffers', 'cursor', 'lmdb', 'sqlite', 'sqlite-held'];

export const hit: Question = keyed({
  name: 'hit',
  how: 'twoFields',
  contenders: {
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
  },
  title: 'hit, two numbers read',
  goals(all, kind) {
    const what = `hit, ${kind} keys`;
    const ours = (to: ContenderId, limit: number) => ratioGoal(what, all, 'sharedbuffers', to, limit);
    return [
      ...ours('lmdb', 1 / 5),
      ...ours('sqlite', 1 / 15),
      ...ours('python-reused', 1 / 5),
      ...ratioGoal(`${what}, no sections`, all, 'plain', 'sharedbuffers', 2),
    ];
  },
});
