/** How long does it take to read one number of every record? */
import { interleave, type Runner } from '../rounds.js';
import { type Goal, type Question, rowsOf } from './question.js';
import { named } from './ways.js';

export const scan: Question = {
  name: 'scan',
  everySize: true,
  async *ask(context) {
    const { records, rounds } = context.options;
    await using peers = await context.readers(
      ['dataview', 'map', 'sharedbuffers', 'flatbuffers', 'arrow'],
      'string',
    );
    const runners: Runner[] = [];
    for (const peer of peers.all) {
      for (const name of await peer.call('scanNames')) {
        const run = async () => {
          const { ns, sum } = await peer.call('scan', name, records);
          return { value: ns, answer: sum };
        };
        runners.push({ name, run });
      }
    }
    const all = await interleave(runners, rounds, true);
    const ratio = (text: string, one: string, other: string, limit: number): Goal => {
      const measured = named(all, one).ratioTo(named(all, other));
      return { text: `scan by ${text}`, measured, limit, unit: 'x' };
    };
    const [bare, heap, cursor, column] = [
      'bare DataView',
      'array of objects',
      'sharedbuffers cursor()',
      'sharedbuffers column()',
    ] as const;
    yield {
      title: 'scan of one float64 field, a record',
      notes: [
        'bare DataView: an offset and a float64 a record, of the same file in the heap, nothing checked',
      ],
      rows: rowsOf('scan', 'ns', context, all),
      reference: bare,
      goals: [
        ratio('cursor(): of a bare loop', cursor, bare, 1.5),
        ratio('cursor(): of objects in a heap array', cursor, heap, 1.3),
        ratio('column(): of a bare loop', column, bare, 1.2),
      ],
    };
  },
};
