/** Rounds of look-ups by random keys, which `hit`, `record` and `miss` have in common. */
import type { Context } from '../context.js';
import type { KeyKind } from '../data.js';
import { interleave, type Series } from '../rounds.js';
import type { Lookup } from '../worker.js';

export const KEYS: Readonly<Record<KeyKind, string>> = {
  string: 'string keys, user:N',
  dense: 'integer keys, 0, 1, 2...',
  random: 'integer keys, random below 2^52',
};

/** Nanoseconds a look-up: a heap `Map`, this library, lmdb. */
export async function lookUps(
  context: Context,
  keys: KeyKind,
  how: Lookup,
): Promise<[map: Series, ours: Series, lmdb: Series]> {
  const { records, rounds, lookups } = context.options;
  await using peers = await context.readers(['map', 'sharedbuffers', 'lmdb'], keys);
  const runners = [];
  for (const peer of peers.all) {
    const { name } = await peer.call('describe');
    const run = async (round: number) => {
      const { ns, sum } = await peer.call('lookUp', how, keys, records, round + 1, lookups);
      return { value: ns, answer: sum };
    };
    runners.push({ name, run });
  }
  return (await interleave(runners, rounds, true)) as [Series, Series, Series];
}
