/** What worker threads leave of their maps: nothing, however they end. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileInto } from '../../../test/compile.js';
import { MapTable } from './thread-maps.js';

const WORDS = 4 * 65_536;

describe('the table of maps', () => {
  test('gives back what a thread left, with its threads, and nothing of others', () => {
    const words = new Int32Array(WORDS);
    const [seven, eight] = [new MapTable(words, 7), new MapTable(words, 8)];
    const address = 0x7fff_ffff_f000n;
    const kept = seven.add(7, { address: 0x5000n, length: 1 });
    seven.add(7, { address, length: 2 ** 43 });
    eight.add(8, { address: 0x1000n, length: 4097 });
    seven.add(9, { address: 0x9000n, length: 4096 });
    seven.add(7, { address: 9n, length: 0 });
    seven.remove(kept);
    expect([...seven.take(7)]).toEqual([
      { address, length: 2 ** 43 },
      { address: 0x9000n, length: 4096 },
    ]);
    expect([...seven.take(7)]).toEqual([]);
    expect([...seven.take(8)]).toEqual([{ address: 0x1000n, length: 8192 }]);
    expect(words.every((word) => word === 0)).toBe(true);
  });

  test('takes no more maps than it has slots', () => {
    const table = new MapTable(new Int32Array(WORDS), 1);
    for (let map = 0; map < 65_536; map++) table.add(1, { address: 0x1000n, length: 1 });
    const over = table.add(1, { address: 0x1000n, length: 1 });
    expect(over).toBe(-1);
    table.remove(over);
    expect([...table.take(1)]).toHaveLength(65_536);
  });
});

describe.runIf(process.platform === 'linux')('a worker thread', () => {
  let folder: string;
  let data: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'thread-maps-'));
    await compileInto(folder, 'files/mapping/map-file.ts');
    data = join(folder, 'data');
    writeFileSync(data, new Uint8Array(100_000).fill(7));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts workers, two at a time, that map a file three times, read it and end in some way; gives what is left of their maps. */
  function left(ways: readonly string[], imported: boolean): unknown {
    const module = JSON.stringify(join(folder, 'files/mapping/map-file.js'));
    writeFileSync(
      join(folder, 'worker.js'),
      `
      import { parentPort, Worker } from 'node:worker_threads';
      import { mapFile } from ${module};
      const how = process.argv[2];
      const files = [1, 2, 3].map(() => mapFile(${JSON.stringify(data)}));
      for (const { memory } of files) if (memory.windowAt(0).bytes[5000] !== 7) throw new Error('wrong byte');
      globalThis.kept = files;
      if (how === 'late') {
        process.on('exit', () => {
          let said;
          try { said = files[0].memory.windowAt(0).bytes[5000]; } catch (error) { said = error.name; }
          parentPort.postMessage(said);
        });
      }
      parentPort.postMessage('open');
      if (how === 'exit') process.exit(3);
      if (how === 'error') throw new Error('meant');
      if (how === 'terminate') setInterval(() => {}, 1000);
      if (how === 'nested') {
        const inner = new Worker(new URL('./worker.js', import.meta.url), { argv: ['terminate'] });
        await new Promise((resolve) => inner.once('message', resolve));
        parentPort.postMessage('nested');
        setInterval(() => {}, 1000);
      }`,
    );
    const main = join(folder, 'main.js');
    writeFileSync(
      main,
      `
      import { readFileSync } from 'node:fs';
      import { setImmediate as turn } from 'node:timers/promises';
      import { Worker } from 'node:worker_threads';
      ${imported ? `import ${module};` : ''}
      const mapsOf = () => readFileSync('/proc/self/maps', 'utf8').split('\\n').filter((line) => line.includes(${JSON.stringify(data)})).length;
      async function run(how, said) {
        const worker = new Worker(new URL('./worker.js', import.meta.url), { argv: [how] });
        worker.on('error', () => {});
        const ended = new Promise((resolve) => worker.once('exit', resolve));
        worker.on('message', (message) => {
          said.push(message);
          if ((how === 'terminate' && message === 'open') || message === 'nested') worker.terminate();
        });
        await ended;
      }
      const results = {};
      for (const how of ${JSON.stringify(ways)}) {
        const said = [];
        await Promise.all([run(how, said), run(how, said)]);
        await turn();
        results[how] = [mapsOf(), [...new Set(said)]];
      }
      console.log(JSON.stringify(results));`,
    );
    return JSON.parse(execFileSync(process.execPath, [main], { encoding: 'utf8' }));
  }

  test('leaves no map, nor do the threads that it started', () => {
    expect(left(['normal', 'exit', 'error', 'terminate', 'late', 'nested'], true)).toEqual({
      normal: [0, ['open']],
      exit: [0, ['open']],
      error: [0, ['open']],
      terminate: [0, ['open']],
      late: [0, ['open', 7]],
      nested: [0, ['open', 'nested']],
    });
  });

  test('that was started by a thread without the library gives up its maps, unless it is terminated', () => {
    expect(left(['normal', 'exit', 'late'], false)).toEqual({
      normal: [0, ['open']],
      exit: [0, ['open']],
      late: [0, ['open', 'ClosedError']],
    });
  });
});
