/** How long does it take to find a record and read all of it, two strings and a set included? */
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
];

export const record: Question = {
  name: 'record',
  everySize: true,
  async *ask(context) {
    const all = await lookUps(context, IDS, 'string', 'allFields');
    yield {
      title: `hit, all five fields read; ${KEYS.string}`,
      notes: ['a Map has its strings and sets ready; the others make them anew at each look-up'],
      rows: rowsOf('record/string', 'ns', context, [...all.values()]),
      reference: firstOf(all),
    };
  },
};
