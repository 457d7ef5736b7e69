/** How much memory does building take? */
import type { ContenderId } from '../contenders/contender.js';
import { describe } from '../contenders/index.js';
import { type Question, type Row, single } from './question.js';

const IDS: readonly ContenderId[] = ['sharedbuffers', 'threads', 'lmdb', 'sqlite', 'level', 'python'];
const MIB = 2 ** 20;
const LIMIT_MIB = 400;

export const peak: Question = {
  name: 'peak',
  everySize: true,
  runtimes: 'first',
  async *ask(context) {
    const rows: Row[] = [];
    for (const id of await context.able(IDS)) {
      const records = id === 'python' ? context.pythonRecords : context.options.records;
      const { peak } = await context.built(id, 'string', records);
      const { name } = await describe(id);
      if (peak !== null) rows.push({ ...single('peak', name, 'MiB', context, peak / MIB), records });
    }
    const ours = rows[0];
    yield {
      title: 'peak memory of a process that builds; string keys, user:N',
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
