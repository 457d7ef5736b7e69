/** A program that maps a file, reads a date and opens a bundle, put through each bundler and moved away from its packages. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { available, launch } from '../browser/chromium.js';
import { type Served, serveFiles } from '../browser/file-server.js';
import { type Program, start, Workplace } from './apps.js';

const work = new Workplace();
let program: Program;

beforeAll(async () => {
  await work.prepare();
  const configs = ['rollup.config.js', 'vite.ssr.config.js', 'webpack.config.cjs', 'rspack.config.cjs'];
  program = work.program('program', 'program.js', 'start.js', 'native.js', ...configs);
}, 300_000);
afterAll(() => work.remove());

const READ = { mapped: true, name: 'Apollo 11', day: '1969-07-16', bundled: '1966-01-31' };
/** What a bundle says that is without koffi. */
const SENTENCE =
  /FileError: cannot map \S+launches\.sb, because this program is a bundle, and the package koffi is not beside it: install koffi there, hand it over by provideKoffi, or open with \{ mmap: false \}, which reads files into memory/;

function bundle(recipe: string, of: Program = program): void {
  const { status, stdout, stderr } = of.run(recipe);
  expect({ status, output: stdout + stderr }).toEqual({
    status: 0,
    output: expect.not.stringMatching(/\bwarn/i),
  });
}

describe('a bundle with koffi beside it', () => {
  test.each([
    ['esbuild-esm', 'start.mjs'],
    ['esbuild-cjs', 'start.cjs'],
    ['rollup', 'start.mjs'],
    ['vite-ssr', 'start.mjs'],
    ['webpack', 'start.cjs'],
    ['rspack', 'start.cjs'],
  ])('of %s works; without, it says what to add', async (recipe, file) => {
    bundle(recipe);
    const [whole, without] = await program.away((folder) => {
      const first = start(folder, ['node', file], work.data);
      rmSync(join(folder, 'node_modules'), { recursive: true });
      return [first, start(folder, ['node', file], work.data)];
    });
    expect(whole).toEqual({ status: 0, stdout: expect.any(String), stderr: '' });
    expect(JSON.parse(whole.stdout)).toEqual(READ);
    expect(without).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/: cannot map /) });
    // The name of the class is shortened by some.
    expect(`FileError${/: cannot map .*/.exec(without.stderr)}`).toMatch(SENTENCE);
  });
});

describe('what takes all along', () => {
  test.each([
    ['esbuild-native', ['node', 'start.cjs']],
    ['bun', ['start']],
    ['nft', ['node', 'start.js']],
  ] as const)('by %s works', async (recipe, command) => {
    bundle(recipe);
    const { status, stdout, stderr } = await program.away((folder) => start(folder, command, work.data));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(READ);
  });

  test('with all packages outside works beside them', async () => {
    bundle('esbuild-external');
    const { status, stdout, stderr } = await program.away((folder) => {
      cpSync(work.packages, join(folder, 'node_modules'), { recursive: true });
      return start(folder, ['node', 'start.mjs'], work.data);
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(READ);
  });
});

describe('Next', () => {
  /** What its server answers in `out`, moved away, and what it wrote to its log. */
  async function answer(next: Program): Promise<[string, string]> {
    return await next.away(async (folder) => {
      const port = await freePort();
      const env = { ...process.env, DATA: work.data, PORT: String(port), HOSTNAME: '127.0.0.1' };
      const server = spawn(process.execPath, ['server.js'], { cwd: folder, env });
      let log = '';
      for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (log += text));
      try {
        while (!log.includes('Ready')) await wait(50);
        return [await (await fetch(`http://127.0.0.1:${port}/launches`)).text(), log];
      } finally {
        server.kill();
        await once(server, 'close');
      }
    });
  }

  test('works where the package stays outside; else it says what to add', async () => {
    const next = work.program('next-program', 'program.js', 'next');
    bundle('next', next);
    const [read] = await answer(next);
    expect(JSON.parse(read)).toEqual(READ);
    rmSync(join(next.folder, 'next.config.mjs'));
    cpSync(join(next.folder, 'next.inside.config.mjs'), join(next.folder, 'next.config.mjs'));
    bundle('next', next);
    const [, log] = await answer(next);
    expect(`FileError${/: cannot map .*/.exec(log)}`).toMatch(SENTENCE);
  }, 300_000);
});

describe.runIf(available)('Vite, for a browser', () => {
  test('reads a file and a date, under a strict policy', async () => {
    const client = work.program('client', 'client.js', 'index.html');
    bundle('vite-client', client);
    const out = join(client.folder, 'out');
    const [script] = readdirSync(join(out, 'assets'));
    const served: { [path: string]: Served } = {
      '/': { type: 'text/html', text: readFileSync(join(out, 'index.html'), 'utf8') },
      [`/assets/${script}`]: {
        type: 'text/javascript',
        text: readFileSync(join(out, 'assets', script!), 'utf8'),
      },
    };
    const server = await serveFiles(served);
    const browser = await launch();
    try {
      const page = await browser.newPage();
      const body = readFileSync(join(work.data, 'launches.sb'));
      await page.route('**/launches.sb', (route) => route.fulfill({ body }));
      await page.goto(server.origin);
      await page.waitForFunction("document.title.includes('Apollo')");
      expect(await page.title()).toBe('Apollo 11, 1969-07-16');
    } finally {
      await browser.close();
      await server.close();
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
