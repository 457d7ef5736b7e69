/** How long does a service take for one request, of a thousand look-ups? */
import type { ContenderId } from '../contenders/contender.js';
import { describe } from '../contenders/index.js';
import { interleave, quantile, type Runner, Series } from '../rounds.js';
import { KEYS } from './look-up.js';
import { type Answer, type Question, rowsOf } from './question.js';

const IDS: readonly ContenderId[] = ['map', 'sharedbuffers', 'lmdb'];
const LOOK_UPS = 1000;
/** Requests of a round: enough for the hundredth part to be several. */
const REQUESTS = 500;
const QUICK_REQUESTS = 200;
const SHARES = { p50: 0.5, p99: 0.99 } as const;

export const service: Question = {
  name: 'service',
  runtimes: 'one size',
  async *ask(context): AsyncGenerator<Answer> {
    const { records, rounds, quick } = context.options;
    const requests = quick ? QUICK_REQUESTS : REQUESTS;
    const names: string[] = [];
    const runners: Runner[] = [];
    /** Milliseconds of each request, by round and contender. */
    const taken: number[][][] = [];
    for (const [place, peer] of (await context.keptReaders(IDS, 'string')).entries()) {
      const { name } = await describe(peer.id as ContenderId);
      const run = async (round: number) => {
        const asked = { kind: 'string', records, seed: round + 1, count: LOOK_UPS } as const;
        const { ms, sum } = await peer.call('requests', 'numberAndText', asked, requests);
        if (round >= 0) {
          taken[round] ??= [];
          taken[round]![place] = ms;
        }
        return { value: 0, answer: sum };
      };
      names.push(name);
      runners.push({ name, run });
    }
    await interleave(runners, rounds, true);
    for (const [share, part] of Object.entries(SHARES)) {
      const all = names.map((name, place) => {
        const series = new Series(name);
        series.values.push(...taken.map((round) => 1000 * quantile(round[place]!, part)));
        return series;
      });
      const reference = all[0];
      yield {
        title: `${share} of the requests of a service, each of ${LOOK_UPS} look-ups, a number and a string read; ${KEYS.string}`,
        notes: [`${requests} requests a round, garbage collections included`],
        rows: rowsOf(`service/${share}`, 'µs', context, all, { reference }),
        reference: all[0]!.name,
      };
    }
  },
};
