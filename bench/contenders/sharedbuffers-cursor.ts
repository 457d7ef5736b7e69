import { mapping, struct, t } from 'sharedbuffers';
import { openMapping } from 'sharedbuffers/node';
import type { Key } from '../data.js';
import type { Contender } from './contender.js';
import { build } from './sharedbuffers.js';

class Scored extends struct({ id: t.uint64, score: t.float64 }) {}

const byString = mapping({ key: t.string, value: Scored });
const byInteger = mapping({ key: t.uint64, value: Scored });

/** Look-ups of two numbers only: for the rest it is the same. */
export const contender: Contender = {
  name: 'sharedbuffers, cursor',
  about: 'mapping.cursor().get(key): one proxy that moves from record to record',
  ending: 'sb',
  reads: 'sharedbuffers',
  build,
  open(path, keys) {
    const users = keys === 'string' ? openMapping(path, byString) : openMapping(path, byInteger);
    const cursor = users.cursor() as { get(key: Key): Scored | undefined };
    return {
      twoFields(keys) {
        let sum = 0;
        for (const key of keys) {
          const user = cursor.get(key)!;
          sum += user.id + user.score;
        }
        return sum;
      },
      close: () => users.close(),
    };
  },
};
