/** How long does it take to read one number of every record? */
import { interleave, type Runner } from '../rounds.js';
import { type Question, rowsOf } from './question.js';

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
    const floor = all[0]!;
    const cursor = all.find(({ name }) => name.endsWith('cursor()'))!;
    yield {
      title: 'scan of one float64 field, a record',
      notes: [
        'bare DataView: an offset and a float64 a record, of the same file in the heap, nothing checked',
      ],
      rows: rowsOf('scan', 'ns', context, all),
      reference: floor.name,
      goals: [
        { text: 'scan by cursor(): of a bare loop', measured: cursor.ratioTo(floor), limit: 2, unit: 'x' },
      ],
    };
  },
};
