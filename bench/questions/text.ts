/** How long does it take to find a record and read one string of it? */
import type { ContenderId } from '../contenders/contender.js';
import { firstOf, KEYS, lookUps } from './look-up.js';
import { type Question, rowsOf } from './question.js';

const IDS: readonly ContenderId[] = [
  'map',
  'sharedbuffers',
  'lmdb',
  'lmdb-binary',
  'sqlite',
  'sqlite-held',
  'level',
  'flatbuffers',
  'python-reused',
];

export const text: Question = {
  name: 'text',
  async *ask(context) {
    const all = await lookUps(context, IDS, 'string', 'oneString');
    yield {
      title: `hit, one string of 12 characters read; ${KEYS.string}`,
      notes: ['a Map has its strings ready; the others make them anew at each look-up'],
      rows: rowsOf('text/string', 'ns', context, [...all.values()]),
      reference: firstOf(all),
    };
  },
};
