/** Completion, by the shells themselves where they are there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { Folder, output } from './harness.js';

const folder = new Folder();

function completed(script: string, ...words: string[]): string[] {
  const code = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _sharedbuffers; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', code, 'bash', script, ...words], { encoding: 'utf8' })
    .split('\n')
    .filter((word) => word !== '');
}

test('bash completes commands, options and values', async () => {
  const script = folder.write('bash', await output(['completion', 'bash']));
  const commands = completed(script, 'sharedbuffers', '');
  expect(commands).toEqual(
    expect.arrayContaining(['build', 'dump', 'types', 'diff', 'merge', 'completion', '--version']),
  );
  expect(completed(script, 'sharedbuffers', 'du')).toEqual(['dump']);
  expect(completed(script, 'sharedbuffers', 'dump', 'x.sb', '--wh')).toEqual(['--where']);
  expect(completed(script, 'sharedbuffers', 'dump', 'x.sb', '--format', '')).toEqual([
    'ndjson',
    'json',
    'csv',
    'tsv',
    'parquet',
    'arrow',
  ]);
  expect(completed(script, 'sharedbuffers', 'merge', 'a', '--on-conflict', 'l')).toEqual(['last']);
  expect(completed(script, 'sharedbuffers', 'completion', 'z')).toEqual(['zsh']);
  expect(completed(script, 'sharedbuffers', 'dump', 'x.sb', '-o', '')).toEqual([]);
});

test.each(['zsh', 'fish'])('%s reads its script', async (shell) => {
  const text = await output(['completion', shell]);
  for (const word of ['dump', 'on-conflict', 'first last error', 'bash zsh fish'])
    expect(text).toContain(word);
  const { error, status } = spawnSync(shell, ['-n', folder.write(shell, text)]);
  if (error === undefined) expect(status).toBe(0);
});
