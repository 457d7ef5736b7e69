/** What `console.log` and `util.inspect` show of views and records: one print, however many it leads to, has one budget. */
import { ArgumentError } from '../../errors.js';
import { Readings } from '../base/readings.js';

/** Option that Node hands on, as it does all that it does not know, to what is printed further in. */
const PRINTING = 'sharedbuffers';

/** `util.inspect`, as it is given to what shows itself. */
export type Inspect = (value: unknown, options: object) => string;

/** A print under way. */
export interface Printing {
  /** What is read for it. */
  readonly readings: Readings;
  /** For what is printed next. */
  readonly options: object;
}

/** The print that these options belong to; a new one, if they are the caller's own. `depth`: levels that it still shows. */
export function printingOf(options: object, depth: unknown): Printing {
  const under: unknown = (options as Record<string, unknown>)[PRINTING];
  const readings = under instanceof Readings ? under : new Readings(tooLong);
  return { readings, options: { ...options, depth, [PRINTING]: readings } };
}

/** Whether what is printed lies further in than the caller wants to see. */
export function isHidden(depth: unknown): boolean {
  return typeof depth === 'number' && depth < 0;
}

function tooLong(): Error {
  return new ArgumentError('there is more than can be printed at once: print parts of it');
}
