/** What is wanted of ten times as many records: how much dearer a question may get. */
import type { Goal, Row } from '../questions/question.js';
import { whole } from './numbers.js';
import { isUsual } from './tables.js';

const OURS = 'sharedbuffers';
/** From where on growth counts: smaller data is in the processor's caches. */
const FROM = 1_000_000;

interface Wanted {
  readonly question: string;
  readonly text: string;
  readonly limit: number;
}

const WANTED: readonly Wanted[] = [
  { question: 'hit/string', text: 'hit, string keys', limit: 2.5 },
  { question: 'build/string', text: 'build, string keys', limit: 12 },
  { question: 'peak', text: 'peak memory of a build', limit: 1.3 },
];

/** Goals from rows of one runtime and several sizes; none where no two sizes are a factor of ten apart. */
export function growthGoals(rows: readonly Row[]): Goal[] {
  return WANTED.flatMap(({ question, text, limit }) => {
    const ours = rows.filter((row) => row.question === question && row.contender === OURS && isUsual(row));
    return ours.flatMap((small) => {
      const large = ours.find(({ records }) => records === 10 * small.records);
      if (small.records < FROM || large === undefined) return [];
      return [
        {
          text: `${text}: ${whole(large.records)} records, of the figure for ${whole(small.records)}`,
          measured: large.value / small.value,
          limit,
          unit: 'x',
        },
      ];
    });
  });
}
