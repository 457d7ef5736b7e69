/** `clean`: what killed builds left in a folder. */
import { cleanFolder } from '../../files/temporary/leftovers.js';
import type { Io } from '../io.js';
import { Lines } from '../output.js';
import { printable } from '../printable.js';

export interface CleanOptions {
  readonly json?: boolean | undefined;
}

/** Prints a line for each file that it removed. */
export async function clean(folder: string, options: CleanOptions, io: Io): Promise<void> {
  const lines = new Lines(io);
  for (const { path, byteLength } of cleanFolder(folder)) {
    await lines.add(options.json ? JSON.stringify({ removed: path, bytes: byteLength }) : printable(path));
  }
  await lines.flush();
}
