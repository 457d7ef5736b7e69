/** How long does it take to find all records of a key in a secondary index, and to read two fields of each? */
import { keyed } from './look-up.js';
import type { Question } from './question.js';

export const secondary: Question = keyed({
  name: 'secondary',
  how: 'severalRecords',
  contenders: { secondary: ['map', 'sharedbuffers', 'lmdb', 'sqlite', 'sqlite-held'] },
  title: 'hit of four records in a secondary index, two numbers of each read',
  notes: [
    'records stored once, by number; Map: of arrays of the same objects, lmdb: a dupSort database of numbers, SQLite: an index',
  ],
  quickRecords: 250_000,
});
