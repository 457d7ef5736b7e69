/** How long does it take to write one record, and to read it? */
import type { WayGroup } from '../ways/index.js';
import { type Question, rowsOf } from './question.js';
import { filesOf, measureWays } from './ways.js';

function question(name: string, titles: Partial<Record<WayGroup, string>>): Question {
  return {
    name,
    runtimes: 'first',
    async *ask(context) {
      for (const [group, title] of Object.entries(titles) as [WayGroup, string][]) {
        const all = await measureWays(context, group, await filesOf(context, []));
        yield {
          title,
          notes: ['JSON and msgpackr have the set as an array; msgpackr with shared structures'],
          rows: rowsOf(group, 'ns', context, all, { reference: all[0] }),
          reference: all[0]!.name,
        };
      }
    },
  };
}

export const pack: Question = question('pack', {
  pack: 'one record to bytes (JSON: to a string): two numbers, two texts, a set of three',
});
export const unpack: Question = question('unpack', {
  unpackTwo: 'bytes (JSON: a string) to two numbers of a record',
  unpackAll: 'bytes (JSON: a string) to all five fields of a record',
});
