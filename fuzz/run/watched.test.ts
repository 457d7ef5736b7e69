/** A child that crashes, hangs or takes too much memory is told, with the case it was at. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Watched } from './watched.js';

const folder = mkdtempSync(join(tmpdir(), 'watched-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that marks case 7, a random one, and then does as it is told. */
function program(deed: string): URL {
  const path = join(folder, `${deed.length}.mjs`);
  writeFileSync(
    path,
    `import { writeFileSync } from 'node:fs';
    process.on('message', () => {
      writeFileSync(process.argv[3], new Uint8Array(new Float64Array([7, 1]).buffer));
      ${deed}
    });
    process.send('ready');`,
  );
  return pathToFileURL(path);
}

test.each([
  ['a crash', 'process.abort();', /^the process ended with (SIGABRT|code 134)$/],
  ['an exit', 'process.exit(3);', /^the process ended with code 3$/],
  ['a hang', 'for (;;);', /^no end after 0.5 s$/],
  ['a heap that is full', 'const all = []; for (;;) all.push({});', /^the process ended with/],
])('%s', async (_, deed, why) => {
  const child = new Watched(1, program(deed), deed.startsWith('for') ? 500 : 60_000);
  const lost = await child.run({ kind: 'inOrder', first: 0, count: 10 });
  child.close();
  expect(lost).toEqual({ why: expect.stringMatching(why), kind: 'random', number: 7 });
});
