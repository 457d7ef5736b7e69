/** How long does it take to find a record and read text of it, or all of it? */
import type { ContenderId } from '../contenders/contender.js';
import { keyed } from './look-up.js';
import type { Question } from './question.js';

const STRING: readonly ContenderId[] = [
  'map',
  'sharedbuffers',
  'lmdb',
  'lmdb-binary',
  'sqlite',
  'sqlite-held',
  'level',
  'flatbuffers',
];
const READY = 'a Map has its strings and sets ready; the others make them anew at each look-up';

export const text: Question = keyed({
  name: 'text',
  how: 'oneString',
  contenders: { string: [...STRING, 'python-reused'] },
  title: 'hit, one string of 11 characters read',
  notes: [READY, 'names are of 6 to 15 characters, 11 in the mean; one in six has some beyond ASCII'],
});

export const numberText: Question = keyed({
  name: 'number-text',
  how: 'numberAndText',
  contenders: { string: STRING },
  title: 'hit, a number and a string of 11 characters read',
  notes: [READY],
});

export const record: Question = keyed({
  name: 'record',
  how: 'allFields',
  contenders: { string: STRING },
  title: 'hit, all five fields read',
  notes: [READY],
});
