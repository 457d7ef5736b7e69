/** All questions, in the order of the report. */
import { at } from './at.js';
import { build } from './build.js';
import { entries } from './entries.js';
import { fields } from './fields.js';
import { hit } from './hit.js';
import { member, nested } from './inside.js';
import { memory } from './memory.js';
import { miss } from './miss.js';
import { multi } from './multi.js';
import { pack, unpack } from './one-record.js';
import { open } from './open.js';
import { peak } from './peak.js';
import type { Question } from './question.js';
import { record } from './record.js';
import { scan } from './scan.js';
import { scanText } from './scan-text.js';
import { size } from './size.js';
import { text } from './text.js';

export const questions: readonly Question[] = [
  build,
  size,
  hit,
  text,
  record,
  miss,
  multi,
  entries,
  scan,
  scanText,
  at,
  nested,
  member,
  fields,
  pack,
  unpack,
  open,
  memory,
  peak,
];
