/** How much memory does building take? */
import { Peers } from '../peer.js';
import { type Question, type Row, single } from './question.js';

const MIB = 2 ** 20;
const LIMIT_MIB = 300;

export const peak: Question = {
  name: 'peak',
  async *ask(context) {
    const records = 2 * context.options.records;
    await using peers = new Peers(['sharedbuffers', 'lmdb']);
    const rows: Row[] = [];
    for (const peer of peers.all) {
      const { name } = await peer.call('describe');
      await context.build(peer, 'string', records);
      const bytes = await peer.call('peakBytes');
      if (bytes !== null) rows.push({ ...single('peak', name, 'MiB', context, bytes / MIB), records });
    }
    const ours = rows[0];
    yield {
      title: 'peak memory of a process that builds twice as many records; string keys, user:N',
      notes: [
        ours === undefined
          ? 'not measured: only Linux tells (/proc/self/status)'
          : 'VmHWM; what lmdb has mapped and written counts as its memory, though the system can take it back',
      ],
      rows,
      reference: ours?.contender ?? '',
      goals:
        ours === undefined
          ? []
          : [{ text: 'peak memory of a build', measured: ours.value, limit: LIMIT_MIB, unit: 'MiB' }],
    };
  },
};
