/** How large are the files? */
import { statSync } from 'node:fs';
import type { KeyKind } from '../data.js';
import { Peers } from '../peer.js';
import { KEYS } from './look-up.js';
import { type Question, type Row, single } from './question.js';

const KINDS: readonly KeyKind[] = ['string', 'random'];

export const size: Question = {
  name: 'size',
  async *ask(context) {
    for (const keys of KINDS) {
      await using peers = new Peers(['sharedbuffers', 'lmdb', 'map']);
      const rows: Row[] = [];
      for (const peer of peers.all) {
        const { name } = await peer.call('describe');
        const { size } = statSync(await context.file(peer, keys));
        rows.push(single(`size/${keys}`, name, 'B/record', context, size / context.options.records));
      }
      yield {
        title: `size of the file; ${KEYS[keys]}`,
        notes: ['Map: lines of JSON'],
        rows,
        reference: rows[0]!.contender,
      };
    }
  },
};
