/** What one row has, found in the bytes of an input; arrays by field, which the next row fills again. */

/** Whether a field has a value, which is odd, or null; `fraction`: a number that shows that not all of its field are integers. */
export const State = { absent: 0, value: 1, none: 2, fraction: 3 } as const;

export class StraightRow {
  readonly states: Uint8Array;
  /** Numbers; 1 and 0 for true and false; seconds since 1970 for times. */
  readonly numbers: Float64Array;
  /** Where texts lie in `bytes`, and the values that make a key. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  bytes: Uint8Array = new Uint8Array(0);

  constructor(fields: number) {
    this.states = new Uint8Array(fields);
    this.numbers = new Float64Array(fields);
    this.starts = new Int32Array(fields);
    this.ends = new Int32Array(fields);
  }

  /** Notes where a value lies. */
  lies(field: number, start: number, end: number): void {
    this.starts[field] = start;
    this.ends[field] = end;
  }
}
