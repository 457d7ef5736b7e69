/** All questions, in the order of the report. */
import { at } from './at.js';
import { batch } from './batch.js';
import { build } from './build.js';
import { entries } from './entries.js';
import { destructure, fields, schemas } from './fields.js';
import { hit } from './hit.js';
import { element, member, nested } from './inside.js';
import { memory } from './memory.js';
import { miss } from './miss.js';
import { multi } from './multi.js';
import { pack, unpack } from './one-record.js';
import { open } from './open.js';
import { prefix, range } from './order.js';
import { peak } from './peak.js';
import type { Question } from './question.js';
import { numberText, record, text } from './record.js';
import { scan } from './scan.js';
import { scanText } from './scan-text.js';
import { secondary } from './secondary.js';
import { service } from './service.js';
import { size } from './size.js';
import { small } from './small.js';

export const questions: readonly Question[] = [
  build,
  size,
  hit,
  small,
  numberText,
  text,
  record,
  miss,
  batch,
  multi,
  secondary,
  range,
  prefix,
  service,
  schemas,
  entries,
  scan,
  scanText,
  at,
  nested,
  member,
  element,
  fields,
  destructure,
  pack,
  unpack,
  open,
  memory,
  peak,
];
