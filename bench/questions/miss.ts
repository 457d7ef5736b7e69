/** How long does it take to find that a key is not there? */
import { keyed, ratioGoal } from './look-up.js';
import type { Question } from './question.js';

/** Not dense keys: what is missing there lies beyond the last key, which anything sorted sees at once. */
export const miss: Question = keyed({
  name: 'miss',
  how: 'misses',
  contenders: {
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
  },
  title: 'miss',
  goals: (all, kind) => ratioGoal(`miss, ${kind} keys, no sections`, all, 'plain', 'sharedbuffers', 2),
});
