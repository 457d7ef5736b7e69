/** What a build tells while it writes records (Python's pre- and post-write hooks). */

/** An error that a hook throws ends the build. */
export interface WriteHooks {
  /**
   * Called before a record is packed, with the number it will have in the array.
   *
   * @param index Number of the record, from 0.
   */
  before?(record: never, index: number): void;
  /**
   * Called when a record is packed, before its bytes go to the array, `offset` bytes from the array's start. `bytes`
   * is valid during the call and may be changed in place. Not called for a record that is not written because an
   * equal one already is (`dedupe`, `sharing`).
   *
   * @param index Number of the record, from 0.
   */
  after?(record: never, index: number, offset: number, bytes: Uint8Array): void;
}
