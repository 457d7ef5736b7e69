/** The program in a process of its own: pipes, signals, exit codes. Runs what the build has made. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { struct, t } from 'sharedbuffers';
import { buildArray } from 'sharedbuffers/node';
import { expect, test } from 'vitest';
import { Folder, GOLDEN, lines } from './harness.js';

const folder = new Folder();
const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const run = promisify(execFile);

test('commands that are piped into one another', async () => {
  const source = join(GOLDEN, 'mapping/map_StringIdMapper_20050.bin');
  const copy = folder.path('copy.sb');
  const script = 'node "$0" dump "$1" | node "$0" build - -o "$2" --json && node "$0" dump "$2" | head -n 2';
  const { stdout, stderr } = await run('bash', ['-c', `set -e; ${script}`, program, source, copy]);
  const end = stdout.indexOf('\n}\n') + 3;
  expect(JSON.parse(stdout.slice(0, end))).toMatchObject({ records: 20_050, inferred: true });
  expect(lines(stdout.slice(end))).toHaveLength(2);
  expect(stderr).toBe('');
});

test('a reader that goes away ends it without a word', async () => {
  const source = join(GOLDEN, 'mapping/map_StringIdMapper_20050.bin');
  const script = 'set -o pipefail; node "$0" dump "$1" | head -n 1';
  const { stdout, stderr } = await run('bash', ['-c', script, program, source]);
  expect(lines(stdout)).toHaveLength(1);
  expect(stderr).toBe('');
});

test('exit codes and standard error', async () => {
  await expect(run('node', [program, 'stat', folder.path('none.sb')])).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^sharedbuffers: cannot open .*none\.sb: there is no such file[^\n]*\n$/),
  });
  await expect(run('node', [program, 'frob'])).rejects.toMatchObject({ code: 2 });
  expect((await run('node', [program, '--help'])).stdout).toContain('Usage: sharedbuffers');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a build, which leaves nothing', async (signal, exit) => {
  const target = folder.path('interrupted.sb');
  const before = folder.list();
  const schema = folder.write('n.json', '{"fields":{"n":"int64"}}');
  const child = spawn('node', [program, 'build', '-', '-o', target, '--schema', schema]);
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  // Some rows, and then no end of the input.
  child.stdin.write('{"n":1}\n'.repeat(50_000), () => setTimeout(() => child.kill(signal), 300));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect({ code, stderr }).toEqual({ code: exit, stderr: 'sharedbuffers: interrupted\n' });
  expect(existsSync(target)).toBe(false);
  expect(folder.list().filter((name) => name !== 'n.json')).toEqual(
    before.filter((name) => name !== 'n.json'),
  );
});

test('SIGINT in the middle of building leaves the folder as it was', async () => {
  const source = folder.write('rows.ndjson', '{"id":"a","n":1}\n'.repeat(600_000));
  const before = folder.list();
  const child = spawn('node', [
    program,
    'build',
    source,
    '-o',
    folder.path('never.sb'),
    '--key',
    'id',
    '--multi',
  ]);
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
    if (stderr.includes('building')) setTimeout(() => child.kill('SIGINT'), 100);
  });
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(code).toBe(130);
  expect(stderr.trimEnd().split('\n').at(-1)).toBe('sharedbuffers: interrupted');
  expect(folder.list()).toEqual(before);
});

test('SIGINT ends what writes files, and leaves nothing', async () => {
  const source = folder.path('large.sb');
  const record = struct({ n: t.float64, s: t.string });
  const rows = function* () {
    for (let n = 0; n < 400_000; n += 1) yield { n: n / 7, s: `text ${n}` };
  };
  await buildArray(source, record, rows());
  const before = folder.list();
  const target = folder.path('never');
  for (const argv of [
    ['dump', source, '-o', target, '--format', 'csv'],
    ['dump', source, '-o', target, '--where', 's == "none" || n < 0'],
    ['merge', source, source, source, '-o', target, '-q'],
  ]) {
    const child = spawn('node', [program, ...argv]);
    const watch = setInterval(() => {
      if (folder.list().length === before.length) return;
      clearInterval(watch);
      child.kill('SIGINT');
    }, 2);
    const code = await new Promise((resolve) => child.on('exit', resolve));
    clearInterval(watch);
    expect({ argv, code, left: folder.list() }).toEqual({ argv, code: 130, left: before });
  }
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'one %s ends a build from a pipe that nobody writes to',
  async (signal) => {
    const pipe = folder.path(`${signal}.ndjson`);
    await run('mkfifo', [pipe]);
    const before = folder.list();
    const child = spawn('node', [program, 'build', pipe, '-o', folder.path('never.sb')]);
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
      // Once: a second signal would end it there and then.
      if (String(text).includes('waiting')) child.kill(signal);
    });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect({ code, stderr }).toEqual({
      code: signal === 'SIGINT' ? 130 : 143,
      stderr: `waiting for a writer of ${pipe}\nsharedbuffers: interrupted\n`,
    });
    expect(folder.list()).toEqual(before);
  },
);

test('a pipe is read to its end, however late its writer comes', async () => {
  const pipe = folder.path('late.ndjson');
  await run('mkfifo', [pipe]);
  const script =
    '{ sleep 0.3; seq -f "{\\"n\\":%g}" 50000; } > "$1" & node "$0" build "$1" -o "$2" --json && wait';
  const { stdout } = await run('bash', ['-c', script, program, pipe, folder.path('late.sb')]);
  expect(JSON.parse(stdout)).toMatchObject({ records: 50_000 });
});

test.runIf(existsSync('/dev/full'))('output that cannot be written is an error of one line', async () => {
  const source = folder.write('few.ndjson', '{"id":"a","n":1}\n{"id":"b","n":2}\n');
  const built = folder.path('few.sb');
  await run('node', [program, 'build', source, '-o', built, '--key', 'id', '-q']);
  const left = mkdtempSync(folder.path('left-'));
  const commands = [
    ['dump', built],
    ['get', built, 'a', '--json'],
    ['stat', built],
    ['stat', built, '--json'],
    ['build', source, '-o', built, '--key', 'id', '-q'],
    ['build', source, '-o', built, '--key', 'id', '--json'],
    ['clean', left],
    ['dump', '--help'],
    ['--version'],
  ];
  for (const argv of commands) {
    const into = async (output: string) => {
      writeFileSync(join(left, '.few.sb.1.0123456789ab.tmp'), '');
      return run('bash', ['-c', `node "$@" ${output}`, '-', program, ...argv]).catch((error) => error);
    };
    const { code, stderr } = await into('> /dev/full');
    const message = argv.includes('--json') ? JSON.parse(stderr).error.message : stderr;
    expect({ argv, code, message }).toEqual({
      argv,
      code: 1,
      message: expect.stringMatching(
        /^(sharedbuffers: )?cannot write to standard output: the disk is full[^\n]*\(ENOSPC\)\n?$/,
      ),
    });
    // Of errors that cannot be written either, the exit code is left.
    if (argv[0] === 'dump') expect(await into('> /dev/full 2>&1')).toMatchObject({ code: 1 });
  }
});
