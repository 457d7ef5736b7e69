/** Storage in temporary files beside the result, so that what a build holds in memory does not grow with its rows. */
import type { EntrySorter as Sorter, Spool as SpoolInterface, Storage } from '../bytes/storage.js';
import { EntrySorter } from './external-sort.js';
import { Spool } from './spool.js';

const CHUNK_BYTES = 2 ** 20;

class FileSpool extends Spool implements SpoolInterface {
  *chunks(): Generator<Uint8Array> {
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let position = 0; position < this.length; ) {
      const read = this.read(position, chunk);
      position += read;
      yield chunk.subarray(0, read);
    }
  }
}

/** Temporary files go to `folder`; they are gone when discarded, or when the process ends in any way. */
export function fileStorage(folder: string): Storage {
  return {
    spool: () => new FileSpool(folder),
    sorter: (words, keyWords): Sorter => new EntrySorter({ words, keyWords, folder }),
  };
}
