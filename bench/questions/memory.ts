/** What does each further reader of the data cost in memory, once it has read everything? */
import type { ContenderId } from '../contenders/index.js';
import { Peers } from '../peer.js';
import { sameAnswers } from '../rounds.js';
import { type Question, type Row, single } from './question.js';

const IDS: readonly (ContenderId | 'none')[] = ['none', 'sharedbuffers', 'lmdb', 'map'];
const MIB = 2 ** 20;

export const memory: Question = {
  name: 'memory',
  async *ask(context) {
    const rows: Row[] = [];
    const names: string[] = [];
    const sums: number[] = [];
    for (const id of IDS) {
      // Two of each: what both have mapped is shared, and private to neither.
      await using peers = new Peers([id, id]);
      let name = 'Node without data';
      for (const peer of peers.all) {
        if (id === 'none') continue;
        name = (await peer.call('describe')).name;
        await peer.call('open', await context.file(peer, 'string'), 'string');
        names.push(name);
        sums.push(await peer.call('readAll'));
      }
      const bytes = await peers.all[0]!.call('privateBytes');
      if (bytes !== null) rows.push(single('memory', name, 'MiB', context, bytes / MIB));
    }
    // The Map is in order of building, as the array is; lmdb adds up in order of its keys, and so rounds otherwise.
    sameAnswers(
      names,
      sums.map((sum) => sum.toPrecision(12)),
    );
    yield {
      title: 'private memory of a process that has read every field of every record',
      notes: [
        rows.length === 0
          ? 'not measured: only Linux tells (/proc/self/smaps_rollup)'
          : 'Private_Clean + Private_Dirty, after a garbage collection, while a second reader has the file open too',
      ],
      rows,
      reference: 'Node without data',
    };
  },
};
