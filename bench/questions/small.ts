/** How long does a look-up take in a small file, all of which the processor's caches hold? */
import type { ContenderId } from '../contenders/contender.js';
import type { KeyKind } from '../data.js';
import { cellsOf, KEYS, lookUps } from './look-up.js';
import { type Question, rowsOf } from './question.js';

const RECORDS = 1000;
const IDS: readonly ContenderId[] = ['map', 'sharedbuffers', 'lmdb'];
const KINDS: readonly KeyKind[] = ['string', 'dense', 'random'];

export const small: Question = {
  name: 'small',
  runtimes: 'one size',
  async *ask(context) {
    for (const kind of KINDS) {
      for (const cell of cellsOf(context)) {
        if (cell.distribution !== 'uniform') continue;
        const all = [
          ...(await lookUps(context, { ids: IDS, kind, how: 'twoFields', cell, records: RECORDS })).values(),
        ];
        const reference = all[0];
        yield {
          title: `hit in a small file, two numbers read; ${KEYS[kind]}`,
          rows: rowsOf(`small/${kind}`, 'ns', context, all, { records: RECORDS, cell, reference }),
          reference: all[0]!.name,
        };
      }
    }
  },
};
