/** How long does it take to find a record and read all of it, two strings and a set included? */
import { lookUps } from './look-up.js';
import { type Question, rowsOf } from './question.js';

export const record: Question = {
  name: 'record',
  async *ask(context) {
    const all = await lookUps(context, 'string', 'allFields');
    yield {
      title: 'hit, all five fields read; string keys, user:N',
      notes: ['a Map has its strings and sets ready; the others make them anew at each look-up'],
      rows: rowsOf('record/string', 'ns', context, all),
      reference: all[0].name,
    };
  },
};
