import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { available, required } from '../../test/interop/peer.js';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const PYTHON = path('.venv/bin/python');

const FIRST = `id,name,country,altitude,opened,tags
CH-ZER,Zermatt,CH,1638.5,1864-12-01,alpine snow
JP-TYO,東京,JP,25.2,1875-06-05,city
`;

describe.skipIf(!available && !required)('Python builds, and a service answers', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stations-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function build(rows: string): void {
    writeFileSync(join(folder, 'stations.csv'), rows);
    execFileSync(PYTHON, [path('examples/python/build.py'), 'stations.csv', 'stations.sb'], { cwd: folder });
  }

  test('from the file that Python built last', async () => {
    build(FIRST);
    const service = fork(path('.build/examples/python/serve.js'), ['stations.sb'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    try {
      const [line] = await once(service.stdout!, 'data');
      const address = String(line).trim();
      const ask = async (id: string): Promise<[status: number, body: unknown]> => {
        const answer = await fetch(`${address}/${id}`);
        return [answer.status, await answer.json()];
      };
      expect(await ask('CH-ZER')).toEqual([
        200,
        {
          name: 'Zermatt',
          country: 'CH',
          altitude: 1638.5,
          opened: '1864-12-01',
          tags: expect.arrayContaining(['alpine', 'snow']),
        },
      ]);
      expect(await ask('JP-TYO')).toMatchObject([200, { name: '東京', tags: ['city'] }]);
      expect(await ask('none')).toEqual([404, { error: 'no station none' }]);

      build(`${FIRST}AR-USH,Ushuaia,AR,57,1901-01-01,south\n`);
      await expect.poll(async () => (await ask('AR-USH'))[0], { timeout: 30_000 }).toBe(200);
      expect(await ask('AR-USH')).toMatchObject([200, { name: 'Ushuaia', opened: '1901-01-01' }]);
    } finally {
      service.disconnect();
      await once(service, 'exit');
    }
  });
});
