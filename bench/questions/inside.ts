/** How long does it take to read what lies within a record: a nested struct, a set? */
import { type Question, rowsOf } from './question.js';
import { filesOf, measureWays } from './ways.js';

export const nested: Question = {
  name: 'nested',
  runtimes: 'one size',
  async *ask(context) {
    const all = await measureWays(context, 'nested', await filesOf(context, []));
    yield {
      title: 'two numbers of a nested struct, a record in order; all in the cache',
      notes: ['flatbuffers: a struct within the table, both accessors reused'],
      rows: rowsOf('nested', 'ns', context, all, { reference: all[0] }),
      reference: all[0]!.name,
    };
  },
};

export const element: Question = {
  name: 'element',
  runtimes: 'one size',
  async *ask(context) {
    const all = await measureWays(context, 'element', await filesOf(context, []));
    yield {
      title: 'one element of a list of eight numbers, a record in order; all in the cache',
      notes: ['t.list makes an array of each'],
      rows: rowsOf('element', 'ns', context, all, { reference: all[0] }),
      reference: all[0]!.name,
    };
  },
};

export const member: Question = {
  name: 'member',
  runtimes: 'one size',
  async *ask(context) {
    const all = await measureWays(context, 'member', await filesOf(context, ['users', 'flatbuffers']));
    yield {
      title: 'whether a set of three numbers has another, a record in order',
      notes: ['t.set makes a Set of each; flatbuffers: a loop over a vector'],
      rows: rowsOf('member', 'ns', context, all, { reference: all[0] }),
      reference: all[0]!.name,
    };
  },
};
