/** How long does it take to build the file? */

import type { ContenderId } from '../contenders/index.js';
import type { Context } from '../context.js';
import type { KeyKind } from '../data.js';
import { Peer } from '../peer.js';
import { interleave, type Runner } from '../rounds.js';
import { KEYS } from './look-up.js';
import { type Question, rowsOf } from './question.js';

const KINDS: readonly KeyKind[] = ['string', 'dense', 'random'];

function builder(context: Context, id: ContenderId, name: string, keys: KeyKind): Runner {
  return {
    name,
    async run() {
      // A new process each time, as a nightly build is.
      await using peer = new Peer(id);
      return { value: await context.build(peer, keys) };
    },
  };
}

function rowsAlone(context: Context, keys: KeyKind): Runner {
  return {
    name: 'making the rows alone',
    async run() {
      await using peer = new Peer('none');
      return { value: await peer.call('makeRows', keys, context.options.records) };
    },
  };
}

export const build: Question = {
  name: 'build',
  async *ask(context) {
    for (const keys of KINDS) {
      const runners = [
        builder(context, 'lmdb', 'lmdb', keys),
        builder(context, 'sharedbuffers', 'sharedbuffers', keys),
        rowsAlone(context, keys),
      ];
      const all = await interleave(runners, context.options.slowRounds, false);
      const [lmdb, ours] = all;
      yield {
        title: `build; ${KEYS[keys]}`,
        notes: ['both are on the disk when the clock stops, and make the rows as they go'],
        rows: rowsOf(`build/${keys}`, 's', context, all),
        reference: lmdb!.name,
        goals: [
          {
            text: `build, ${keys} keys: of lmdb's time`,
            measured: ours!.ratioTo(lmdb!),
            limit: 1,
            unit: 'x',
          },
        ],
      };
    }
  },
};
