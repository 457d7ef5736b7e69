/** How long does it take to read one number of a record by its position, in random order? */
import { type Question, rowsOf } from './question.js';
import { filesOf, measureWays } from './ways.js';

export const at: Question = {
  name: 'at',
  runtimes: 'one size',
  async *ask(context) {
    const all = await measureWays(context, 'at', await filesOf(context, ['users', 'flatbuffers']));
    yield {
      title: 'at(i) in random order and one float64 field, a record',
      rows: rowsOf('at', 'ns', context, all, { reference: all[0] }),
      reference: all[0]!.name,
    };
  },
};
