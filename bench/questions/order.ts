/** How long does it take to go through entries by the order of their keys, and to read a number of each? */
import type { ContenderId } from '../contenders/contender.js';
import { IN_PREFIX, IN_RANGE } from '../contenders/contender.js';
import { keyed, ratioGoal } from './look-up.js';
import type { Question } from './question.js';

const ORDERED: readonly ContenderId[] = ['sharedbuffers', 'lmdb', 'sqlite'];
const notes = [
  'keys as text in all of them: sharedbuffers with ordered: true, lmdb getRange(), SQLite by its primary key',
];

export const range: Question = keyed({
  name: 'range',
  how: 'ranges',
  contenders: { ordered: ORDERED },
  title: `${IN_RANGE} entries from a key on, a number of each read`,
  notes,
  quickRecords: 250_000,
  goals: (all) => ratioGoal('range', all, 'sharedbuffers', 'lmdb', 1.5),
});

export const prefix: Question = keyed({
  name: 'prefix',
  how: 'prefixes',
  contenders: { ordered: ORDERED },
  title: `first ${IN_PREFIX} entries with a prefix, a number of each read`,
  notes,
  quickRecords: 250_000,
  goals: (all) => ratioGoal('prefix', all, 'sharedbuffers', 'lmdb', 1.5),
});
