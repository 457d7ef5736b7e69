/** Which elements a walk takes. */
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError } from '../../errors.js';

/** Which records a cursor goes to. */
export interface CursorOptions {
  /** One entry a record, or an element; those whose entry is falsy (0, false) are passed over. Default: none is. */
  readonly mask?: ArrayLike<number | boolean> | undefined;
}

/** Throws `ArgumentError` for a mask that has not an entry for each of `length` elements; `what` names those. */
export function checkMask(options: CursorOptions, length: number, what: string): void {
  checkOptions(options, 'mask');
  const { mask } = options;
  if (mask !== undefined && mask.length !== length) {
    throw new ArgumentError(`the mask has ${mask.length} entries for ${length} ${what}`);
  }
}
