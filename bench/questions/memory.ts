/** What does each reader of the data cost in memory, once it has read everything? */
import type { ContenderId } from '../contenders/contender.js';
import { describe } from '../contenders/index.js';
import type { Context } from '../context.js';
import { type Peer, Peers } from '../peer.js';
import { sameAnswers } from '../rounds.js';
import { type Answer, type Question, type Row, single } from './question.js';

type Id = ContenderId | 'none';
interface Memory {
  readonly private: number | null;
  readonly shared: number | null;
}

const IDS: readonly Id[] = ['none', 'sharedbuffers', 'lmdb', 'map'];
const READERS = [1, 8];
const MIB = 2 ** 20;
const ADDED_LIMIT = 10;
/** Each adds in an order of its own, and so rounds in its own way. */
const DIGITS = 12;

async function read(context: Context, peer: Peer, path: string): Promise<string> {
  await peer.call('open', path, 'string', context.options.records);
  return (await peer.call('readAll')).toPrecision(DIGITS);
}

/** Of one of some readers, all of which have read everything. */
async function measure(context: Context, id: Id, readers: number): Promise<{ memory: Memory; sum?: string }> {
  const path = id === 'none' ? '' : await context.file(id, 'string');
  await using peers = new Peers(
    Array.from({ length: readers }, () => id),
    context.peerOptions(),
  );
  if (id === 'none') return { memory: await peers.all[0]!.call('memory') };
  const [sum] = await Promise.all(peers.all.map((peer) => read(context, peer, path)));
  return { memory: await peers.all[0]!.call('memory'), sum: sum! };
}

export const memory: Question = {
  name: 'memory',
  runtimes: 'first',
  async *ask(context): AsyncGenerator<Answer> {
    // What idle readers have mapped would count as shared with them.
    await context.endReaders();
    for (const readers of READERS) {
      const measured = new Map<string, { memory: Memory; sum?: string }>();
      for (const id of IDS) {
        // Heaps are not shared: eight take eight times as much.
        if (id === 'map' && readers > 1) continue;
        if (id !== 'none' && (await context.able([id])).length === 0) continue;
        const name = id === 'none' ? 'Node without data' : (await describe(id)).name;
        measured.set(name, await measure(context, id, readers));
      }
      const read = [...measured].filter(([, { sum }]) => sum !== undefined);
      sameAnswers(
        read.map(([name]) => name),
        read.map(([, { sum }]) => sum),
      );
      for (const part of ['private', 'shared'] as const) {
        const rows: Row[] = [];
        for (const [name, { memory }] of measured) {
          const bytes = memory[part];
          if (bytes !== null)
            rows.push(single(`memory/${part}-${readers}`, name, 'MiB', context, bytes / MIB));
        }
        const [node, ours] = rows;
        yield {
          title: `${part} memory of one of ${readers} ${readers === 1 ? 'reader' : 'readers'} that read every field of every record`,
          notes: [
            rows.length === 0
              ? 'not measured: only Linux tells (/proc/self/smaps_rollup)'
              : 'after a garbage collection; of one reader the mapped file is private too: nobody shares it',
          ],
          rows,
          reference: 'Node without data',
          goals:
            part === 'private' && readers > 1 && ours !== undefined
              ? [
                  {
                    text: `private memory that each of ${readers} readers adds`,
                    measured: ours.value - node!.value,
                    limit: ADDED_LIMIT,
                    unit: 'MiB',
                  },
                ]
              : [],
        };
      }
    }
  },
};
