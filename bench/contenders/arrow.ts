import { readFileSync, writeFileSync } from 'node:fs';
import { makeVector, Table, tableFromIPC, tableToIPC } from 'apache-arrow';
import { entries } from '../data.js';
import type { Contender, Store } from './contender.js';

export const contender: Contender = {
  name: 'apache-arrow',
  about:
    "an IPC file of id and score, one batch, in the heap; getChild('score').toArray(), which copies nothing",
  ending: 'arrow',
  async build(path, keys, records) {
    const id = new Float64Array(records);
    const score = new Float64Array(records);
    let item = 0;
    for (const [, user] of entries(keys, records)) {
      id[item] = user.id;
      score[item] = user.score;
      item += 1;
    }
    const table = new Table({ id: makeVector(id), score: makeVector(score) });
    writeFileSync(path, tableToIPC(table, 'file'));
  },
  open(path): Store {
    const table = tableFromIPC(readFileSync(path));
    return {
      scans: {
        'apache-arrow column': () => {
          const scores = table.getChild('score')!.toArray() as Float64Array;
          let sum = 0;
          for (let item = 0; item < scores.length; item += 1) sum += scores[item]!;
          return sum;
        },
      },
      close: () => {},
    };
  },
};
