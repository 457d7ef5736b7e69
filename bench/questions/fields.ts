/** How long does it take to read three numbers of a record that is in the cache? */
import { type Question, rowsOf } from './question.js';
import { filesOf, measureWays, named } from './ways.js';

export const fields: Question = {
  name: 'fields',
  async *ask(context) {
    const all = await measureWays(context, 'fields', await filesOf(context, []));
    const one = named(all, 'at(i)');
    const twenty = named(all, 'at(i), twenty schemas').ratioTo(one);
    yield {
      title: 'three number fields through a fresh proxy, a record in the cache',
      rows: rowsOf('fields', 'ns', context, all, 50),
      reference: all[0]!.name,
      goals: [
        { text: 'three fields through a fresh proxy', measured: one.median, limit: 6, unit: 'ns' },
        { text: 'with twenty schemas: of the time with one', measured: twenty, limit: 2, unit: 'x' },
      ],
    };
  },
};
