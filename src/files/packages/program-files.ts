/** From where packages are looked for that bundlers leave out, since they hold native code. */
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';

/**
 * The files that this code may stand in, the likeliest first: its own, as modules or CommonJS name it, and the program's,
 * since some bundlers write down the paths that were when they ran. Of a program that is one executable, that.
 */
export function programFiles(): string[] {
  const module = import.meta.url as string | undefined;
  const script = typeof __filename === 'string' && isAbsolute(__filename) ? __filename : undefined;
  const main = process.argv[1];
  const program = main !== undefined && isAbsolute(main) && existsSync(main) ? main : process.execPath;
  return [module, script, program].filter((file) => file !== undefined);
}
