/** Rounds of look-ups by random keys, which several questions have in common. */
import type { ContenderId } from '../contenders/contender.js';
import { describe } from '../contenders/index.js';
import type { Context } from '../context.js';
import type { KeyKind } from '../data.js';
import { interleave, type Series } from '../rounds.js';
import type { Lookup } from '../worker.js';
import type { Goal } from './question.js';

export const KEYS: Readonly<Record<KeyKind, string>> = {
  string: 'string keys, user:N',
  dense: 'integer keys, 0, 1, 2...',
  random: 'integer keys, random below 2^52',
  multi: 'string keys, group:N, four records each',
};

/** Milliseconds after which a slow contender's turn ends; it has then looked up enough to be compared. */
const QUICK_TURN = 40;
const TURN = 300;
/** Milliseconds of the turn before the first, which touches what the others read: longer, and in full unless quick. */
const QUICK_WARM_UP = 150;

/** Series of the contenders that took part. */
export type Measured = ReadonlyMap<ContenderId, Series>;

/** Nanoseconds a look-up. */
export async function lookUps(
  context: Context,
  ids: readonly ContenderId[],
  keys: KeyKind,
  how: Lookup,
  records: number = context.options.records,
): Promise<Measured> {
  const { rounds, lookups, quick } = context.options;
  const peers = await context.keptReaders(ids, keys, records);
  const runners = [];
  for (const peer of peers) {
    const { name } = await describe(peer.id as ContenderId);
    const run = async (round: number) => {
      const most = round < 0 ? (quick ? QUICK_WARM_UP : null) : quick ? QUICK_TURN : TURN;
      const { ns, sum } = await peer.call('lookUp', how, keys, records, round + 1, lookups, most);
      return { value: ns, answer: sum };
    };
    runners.push({ name, run });
  }
  const all = await interleave(runners, rounds, true);
  return new Map(peers.map(({ id }, place) => [id as ContenderId, all[place]!]));
}

/** Name of the first contender that took part: `Map`, unless there are too many records for it. */
export function firstOf(all: Measured): string {
  return [...all.values()][0]!.name;
}

/** That one contender takes at most `limit` times what another takes; nothing if one of them took no part. */
export function ratioGoal(
  what: string,
  all: Measured,
  id: ContenderId,
  to: ContenderId,
  limit: number,
): Goal[] {
  const [measured, other] = [all.get(id), all.get(to)];
  if (measured === undefined || other === undefined) return [];
  const text = `${what}: of ${other.name}'s time`;
  return [{ text, measured: measured.ratioTo(other), limit, unit: 'x' }];
}
