import { mapping, struct, t } from 'sharedbuffers';
import { openMapping } from 'sharedbuffers/node';
import type { Contender } from './contender.js';
import { build } from './sharedbuffers.js';

class Scored extends struct({ score: t.float64 }) {}

const byString = mapping({ key: t.string, value: Scored });
const byInteger = mapping({ key: t.uint64, value: Scored });

/** Scans only: for the rest its file is the same. */
export const contender: Contender = {
  name: 'sharedbuffers, columns',
  about: "built with { columns: ['score'] }: column('score') lies over the file, and copies nothing",
  ending: 'columns.sb',
  build: (path, keys, records) => build(path, keys, records, { columns: ['score'] }),
  open(path, keys) {
    // By position only: what the keys are makes no difference.
    const users = keys === 'string' ? openMapping(path, byString) : openMapping(path, byInteger);
    const [first, second] = [users.array.column('score'), users.array.column('score')];
    if (first.buffer !== second.buffer) throw new Error('a stored column is copied');
    return {
      scans: {
        'sharedbuffers column section': () => {
          const scores = users.array.column('score');
          let sum = 0;
          for (let item = 0; item < scores.length; item += 1) sum += scores[item]!;
          return sum;
        },
      },
      close: () => users.close(),
    };
  },
};
