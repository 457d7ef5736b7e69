/** How long does it take to read one short text of every record? */
import { type Question, rowsOf } from './question.js';
import { filesOf, measureWays, named } from './ways.js';

export const scanText: Question = {
  name: 'scan-text',
  runtimes: 'one size',
  async *ask(context) {
    const all = await measureWays(context, 'text', await filesOf(context, ['places']));
    const floor = named(all, 'latin1Slice alone');
    const ratio = named(all, 'sharedbuffers cursor()').ratioTo(floor);
    yield {
      title: 'scan of one text field of 12 ASCII characters, a record',
      notes: [
        'latin1Slice alone: the same bytes in the heap, with a list of where they lie, nothing checked',
      ],
      rows: rowsOf('scan-text', 'ns', context, all, { reference: all[0] }),
      reference: floor.name,
      goals: [
        { text: 'scan of text by cursor(): of latin1Slice alone', measured: ratio, limit: 1.3, unit: 'x' },
      ],
    };
  },
};
