import { expect, test } from 'vitest';
import { argumentsOf, familyOf, findRuntime, HERE, parseRuntime, RUNTIMES } from './runtime.js';

test('the runtime that runs this is always there', () => {
  expect(HERE.id).toBe(`node${process.versions.node.split('.')[0]}`);
  expect(findRuntime(HERE.id)).toEqual({ id: HERE.id, path: process.execPath });
});

test.each(RUNTIMES)('%s has a program, or a reason not to take part', (id) => {
  const found = findRuntime(id);
  expect(found.id).toBe(id);
  if ('absent' in found) expect(found.absent).toContain(`bench/runtimes/${id}`);
  else expect(found.path).not.toBe('');
});

test('a program may be given', () => {
  expect(parseRuntime('node24=/opt/a=b/node')).toEqual({ id: 'node24', path: '/opt/a=b/node' });
  expect(findRuntime('node99=/opt/node')).toEqual({ id: 'node99', path: '/opt/node' });
});

test.each(['', 'node', 'node99', 'chrome', 'chrome=/bin/chrome', 'bun=', 'node24 '])(
  '%j is no runtime',
  (text) => {
    expect(() => parseRuntime(text)).toThrow('runtimes are node20');
  },
);

test('each is started with its own flags', () => {
  const started = (id: string, heap?: number) => argumentsOf({ id, path: '' }, heap).join(' ');
  expect(started('node26')).toBe('--expose-gc');
  expect(started('node26', 6000)).toBe('--expose-gc --max-old-space-size=6000');
  expect(started('deno', 6000)).toBe('run -A --quiet --v8-flags=--expose-gc,--max-old-space-size=6000');
  expect(started('bun', 6000)).toBe('--expose-gc');
  expect(['node20', 'bun', 'deno'].map((id) => familyOf({ id }))).toEqual(['node', 'bun', 'deno']);
});
