/** Which Java there is. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { env } from 'node:process';

/** The first number of the version of `JAVA_HOME`'s Java, or of that on the path; undefined where there is none. */
export function javaVersion() {
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  const { stderr = '' } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  const found = /version "(?:1\.)?(\d+)/.exec(stderr ?? '');
  return found === null ? undefined : Number(found[1]);
}
