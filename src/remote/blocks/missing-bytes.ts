/** What reading throws where bytes have not arrived: they are fetched, and the read is tried again. */
export class MissingBytes extends Error {
  readonly offset: number;
  readonly length: number;
  /** Position of the window that ends too soon; undefined where there is none yet. */
  readonly base: number | undefined;

  constructor(offset: number, length: number, base?: number) {
    super(`${length} bytes at ${offset} have not arrived`);
    this.offset = offset;
    this.length = length;
    this.base = base;
  }
}
