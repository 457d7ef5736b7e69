/** All views of all files by Python, and of files that are damaged: none breaks the page. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { mapping, struct, t } from 'sharedbuffers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { available, Inspecting } from './inspecting.js';
import { lookThrough } from './look-through.js';
import { Cities, cityRows, SampleFolder } from './samples.js';

const golden = fileURLToPath(new URL('../fixtures/golden/', import.meta.url));

describe.skipIf(!available)('the inspector', () => {
  let inspecting: Inspecting;
  let page: Page;
  const folder = new SampleFolder();
  beforeAll(async () => {
    inspecting = await Inspecting.start();
    page = await inspecting.alone(folder.path);
  });
  afterAll(async () => {
    await inspecting?.close();
    folder.remove();
  });

  const look = async (path: string) => {
    await lookThrough(page, path);
    expect([path, ...inspecting.complaints.splice(0)]).toEqual([path]);
  };

  const containers = ['array', 'mapping', 'idmapper'].flatMap((kind) =>
    readdirSync(join(golden, kind))
      .filter((name) => name.endsWith('.bin'))
      .map((name) => join(golden, kind, name)),
  );

  test('shows all that Python writes', async () => {
    expect(containers.length).toBeGreaterThan(50);
    for (const path of containers) await look(path);
  }, 400_000);

  test('shows damaged files as far as they go', async () => {
    const Small = mapping({ key: t.uint32, value: struct({ name: t.string, tags: t.set(t.any) }) });
    const samples = [
      Cities.pack(cityRows(300), { columns: ['population'], indexes: ['name'], ordered: true }),
      Small.pack(
        Array.from(
          { length: 50 },
          (_, at) => [at * 3, { name: `n${at}`, tags: new Set(['a', at]) }] as const,
        ),
      ),
    ];
    let state = 20;
    const random = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (const [number, sample] of samples.entries()) {
      for (let run = 0; run < 12; run += 1) {
        const bytes = run % 4 === 3 ? sample.slice(0, random(sample.length)) : sample.slice();
        for (let flips = 0; flips < 1 + run; flips += 1) {
          if (bytes.length > 0) bytes[random(bytes.length)] = random(256);
        }
        await look(folder.write(`damaged ${number} ${run}.sb`, bytes));
      }
    }
    await look(folder.write('nothing.sb', new Uint8Array(0)));
    await look(folder.write('text.sb', new TextEncoder().encode('no file of ours '.repeat(1000))));
  }, 400_000);
});
