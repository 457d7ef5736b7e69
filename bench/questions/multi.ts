/** How long does it take to find all records of a key that several have, and to read two fields of each? */
import { firstOf, KEYS, lookUps } from './look-up.js';
import { type Question, rowsOf } from './question.js';

const QUICK_RECORDS = 250_000;

export const multi: Question = {
  name: 'multi',
  async *ask(context) {
    const records = context.fewer(QUICK_RECORDS);
    const all = await lookUps(
      context,
      ['map', 'sharedbuffers', 'lmdb', 'sqlite', 'sqlite-held'],
      'multi',
      'severalRecords',
      records,
    );
    yield {
      title: `hit of four records, two numbers of each read; ${KEYS.multi}`,
      notes: [
        'a look-up finds four; Map: of arrays, lmdb: an array as value, faster than a dupSort index; SQLite: an index',
      ],
      rows: rowsOf('multi/string', 'ns', context, [...all.values()], records),
      reference: firstOf(all),
    };
  },
};
