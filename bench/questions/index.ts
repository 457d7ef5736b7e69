/** All questions, in the order of the report. */
import { build } from './build.js';
import { entries } from './entries.js';
import { growth } from './growth.js';
import { hit } from './hit.js';
import { memory } from './memory.js';
import { miss } from './miss.js';
import { multi } from './multi.js';
import { open } from './open.js';
import { peak } from './peak.js';
import type { Question } from './question.js';
import { record } from './record.js';
import { scan } from './scan.js';
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
  open,
  memory,
  peak,
  growth,
];
