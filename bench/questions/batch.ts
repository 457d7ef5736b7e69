/** How long does it take to find many records by one call, and to read two fields of each? */
import type { ContenderId } from '../contenders/contender.js';
import { keyed } from './look-up.js';
import type { Question } from './question.js';

const IDS: readonly ContenderId[] = ['map', 'sharedbuffers', 'lmdb'];

export const batch: Question = keyed({
  name: 'batch',
  how: 'manyFields',
  contenders: { string: IDS, dense: IDS, random: IDS },
  title: 'hit of 256 keys by one call, two numbers of each read, a key',
  notes: ['getMany(keys, into); Map and lmdb: their own loop over the keys'],
});
