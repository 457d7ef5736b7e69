/** How large are the files? */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ContenderId } from '../contenders/contender.js';
import { describe } from '../contenders/index.js';
import type { Context } from '../context.js';
import type { KeyKind } from '../data.js';
import { KEYS } from './look-up.js';
import { PARSED_QUICK_RECORDS } from './open.js';
import { type Question, type Row, single } from './question.js';

const CONTENDERS: Readonly<Partial<Record<KeyKind, readonly ContenderId[]>>> = {
  string: [
    'sharedbuffers',
    'plain',
    'python',
    'lmdb',
    'lmdb-binary',
    'sqlite',
    'level',
    'flatbuffers',
    'json',
  ],
  random: ['sharedbuffers', 'plain', 'lmdb', 'sqlite'],
};
/** Bytes a key that our sections may take beside what Python writes. */
const SECTIONS_LIMIT = 16;

function sizeOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** Built for nothing else, or slow to build: of fewer records, each of which takes as much. */
function recordsOf(context: Context, id: ContenderId, keys: KeyKind): number {
  if (id === 'json') return context.fewer(PARSED_QUICK_RECORDS);
  if (id === 'python' || (id === 'plain' && keys !== 'string')) return context.pythonRecords;
  return context.options.records;
}

async function rowOf(context: Context, id: ContenderId, keys: KeyKind): Promise<Row> {
  const records = recordsOf(context, id, keys);
  const { name } = await describe(id);
  const bytes = sizeOf(await context.ownFile(id, keys, records));
  return { ...single(`size/${keys}`, name, 'B/record', context, bytes / records), records };
}

export const size: Question = {
  name: 'size',
  everySize: true,
  runtimes: 'first',
  async *ask(context) {
    for (const [keys, wanted] of Object.entries(CONTENDERS) as [KeyKind, ContenderId[]][]) {
      const rows: Row[] = [];
      for (const id of await context.able(wanted)) rows.push(await rowOf(context, id, keys));
      const [ours, plain] = rows;
      yield {
        title: `size of the file; ${KEYS[keys]}`,
        notes: [
          'without sections it is what Python writes, byte for byte but for padding; of fewer records where a row says so',
        ],
        rows,
        reference: ours!.contender,
        goals: [
          {
            text: `size, ${keys} keys: beyond Python's`,
            measured: ours!.value - plain!.value,
            limit: SECTIONS_LIMIT,
            unit: 'B/record',
          },
        ],
      };
    }
  },
};
