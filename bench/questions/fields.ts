/** How long does it take to read three numbers of a record that is in the cache? */
import { type Question, rowsOf } from './question.js';
import { filesOf, measureWays, named } from './ways.js';

/** And by destructuring, or many times at once through twenty declarations of one file? */
export const destructure: Question = {
  name: 'destructure',
  runtimes: 'one size',
  async *ask(context) {
    const all = await measureWays(context, 'destructure', await filesOf(context, []));
    yield {
      title: 'five fields of a record in the cache, one by one or by { ... } destructuring',
      rows: rowsOf('destructure', 'ns', context, all, { records: 50, reference: all[0] }),
      reference: all[0]!.name,
    };
  },
};

export const schemas: Question = {
  name: 'schemas',
  runtimes: 'one size',
  async *ask(context) {
    const all = await measureWays(context, 'schemas', await filesOf(context, ['users']));
    const twenty = named(all, 'get(), twenty schemas').ratioTo(named(all, 'get(), one schema'));
    yield {
      title:
        'hit, two numbers read, in one file that is open by one schema, or by twenty in turn; string keys, user:N',
      rows: rowsOf('schemas', 'ns', context, all, { reference: all[0] }),
      reference: all[0]!.name,
      goals: [
        { text: 'a mapping by twenty schemas: of the time with one', measured: twenty, limit: 2, unit: 'x' },
      ],
    };
  },
};

export const fields: Question = {
  name: 'fields',
  runtimes: 'one size',
  async *ask(context) {
    const all = await measureWays(context, 'fields', await filesOf(context, []));
    const one = named(all, 'at(i)');
    const twenty = named(all, 'at(i), twenty schemas').ratioTo(one);
    yield {
      title: 'three number fields through a fresh proxy, a record in the cache',
      rows: rowsOf('fields', 'ns', context, all, { records: 50, reference: all[0] }),
      reference: all[0]!.name,
      goals: [
        { text: 'three fields through a fresh proxy', measured: one.median, limit: 8, unit: 'ns' },
        { text: 'with twenty schemas: of the time with one', measured: twenty, limit: 2, unit: 'x' },
      ],
    };
  },
};
