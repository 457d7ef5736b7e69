/** Programs in CommonJS and TypeScript, and tests in the usual runners, with the packed library. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Program, Workplace } from './apps.js';

const work = new Workplace();
let program: Program;

beforeAll(async () => {
  await work.prepare();
  program = work.program('program', 'runners');
}, 300_000);
afterAll(() => work.remove());

test.each(['commonjs', 'tsx', 'ts-node'])('%s: a program builds, maps and reads', (recipe) => {
  const { status, stdout, stderr } = program.run(`runners/${recipe}`);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(JSON.parse(stdout)).toEqual({ mapped: true, name: 'Luna 9', day: '1966-01-31' });
});

test.each([
  ['jest', /Tests: +1 passed, 1 total/],
  ['vitest', /Tests +1 passed \(1\)/],
  ['node-test', /pass 1\n.*fail 0/],
])('%s: a test passes', (recipe, passed) => {
  const { status, stdout, stderr } = program.run(`runners/${recipe}`);
  expect({ status, output: stdout + stderr }).toEqual({ status: 0, output: expect.stringMatching(passed) });
});
