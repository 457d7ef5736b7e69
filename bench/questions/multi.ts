/** How long does it take to find all records of a key that several have, and to read two fields of each? */
import { keyed } from './look-up.js';
import type { Question } from './question.js';

export const multi: Question = keyed({
  name: 'multi',
  how: 'severalRecords',
  contenders: { multi: ['map', 'sharedbuffers', 'lmdb', 'sqlite', 'sqlite-held'] },
  title: 'hit of four records, two numbers of each read',
  notes: [
    'a look-up finds four; Map: of arrays, lmdb: an array as value, faster than a dupSort index; SQLite: an index',
  ],
  quickRecords: 250_000,
});
