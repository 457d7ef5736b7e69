/** A thread that packs a third of the rows. */
import { packRows } from 'sharedbuffers/node';
import { Cities, COUNT, rows } from './rows.js';

packRows(Cities, function* (part) {
  yield* [...rows()].slice((part * COUNT) / 3, ((part + 1) * COUNT) / 3);
});
