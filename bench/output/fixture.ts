/** A result small enough to reckon with by hand, for the tests of the report. */
import { USUAL } from '../cells.js';
import type { Row } from '../questions/question.js';
import type { Result } from './result.js';
import { JUDGED, TARGETS } from './targets.js';

function row(question: string, contender: string, value: number, unit: string, records = 1_000_000): Row {
  const cell = /^(hit|miss|number-text|batch)\//.test(question) ? USUAL : {};
  return {
    question,
    contender,
    runtime: 'node24',
    records,
    ...cell,
    value,
    unit,
    min: value * 0.9,
    max: value * 1.2,
  };
}

/** Every cell of what is wanted, just so that it holds. */
export const metEverywhere: readonly Row[] = JUDGED.flatMap((runtime) =>
  TARGETS.flatMap(({ question, keys, limits, growth, lmdb }) => {
    const usual = { runtime, keys, distribution: 'uniform' as const };
    const cells = Object.entries(limits).flatMap(([records, limit]) => [
      { ...row(question, 'Map of objects', 100, 'ns', Number(records)), ...usual },
      { ...row(question, 'sharedbuffers', 100 * limit, 'ns', Number(records)), ...usual },
    ]);
    const own = 100 * limits[1_000_000]! * (growth ?? 1);
    return [
      ...cells,
      { ...row(question, 'sharedbuffers', own, 'ns', 10_000_000), ...usual },
      { ...row(question, 'lmdb', own * (lmdb ?? 1), 'ns', 10_000_000), ...usual },
    ];
  }),
);

export const fixture: Result = {
  machine: {
    cpu: 'Test <& CPU>',
    cores: 2,
    memory: 8 * 2 ** 30,
    kernel: 'linux 6.1 x64',
    date: '2026-01-02T03:04:05.000Z',
    packages: { sharedbuffers: '0.1.0', lmdb: '3.5.6' },
  },
  load: { before: 0, after: 0.01, mean: 0.02, most: 0.05 },
  failed: [{ question: 'scan', runtime: 'bun', records: 10_000_000, why: 'the process ended with SIGKILL' }],
  runtimes: [
    { id: 'node24', name: 'Node 24.1.0', engine: 'V8 13.6', notMapped: null, failures: {} },
    {
      id: 'bun',
      name: 'Bun 1.4.5',
      engine: 'JavaScriptCore',
      notMapped: 'no koffi',
      failures: { lmdb: 'why' },
    },
  ],
  options: {
    quick: true,
    records: 1_000_000,
    sizes: [1_000_000, 10_000_000],
    runtimes: ['node24', 'bun'],
    rounds: 5,
    slowRounds: 1,
    lookups: 1000,
    turn: 40,
    only: [],
  },
  contenders: [
    { name: 'sharedbuffers', about: 'ours' },
    { name: 'lmdb', about: 'get()' },
  ],
  questions: [
    {
      question: 'hit/string',
      title: 'hit, two numbers read; string keys, user:N',
      notes: [],
      reference: 'Map of objects',
    },
    {
      question: 'hit/random',
      title: 'hit, two numbers read; integer keys | random',
      notes: ['a note'],
      reference: 'Map of objects',
    },
    { question: 'open/cold', title: 'open a file', notes: [], reference: 'sharedbuffers' },
    { question: 'memory/private-1', title: 'memory of one', notes: [], reference: 'Node without data' },
    { question: 'memory/private-8', title: 'memory of eight', notes: [], reference: 'Node without data' },
  ],
  rows: [
    row('hit/string', 'Map of objects', 500, 'ns'),
    row('hit/string', 'sharedbuffers', 400, 'ns'),
    row('hit/string', 'lmdb', 2000, 'ns'),
    { ...row('hit/string', 'Map of objects', 250, 'ns'), keys: 'held' },
    { ...row('hit/string', 'sharedbuffers', 400, 'ns'), keys: 'held', ratio: 1.5 },
    { ...row('hit/string', 'Map of objects', 600, 'ns'), runtime: 'bun' },
    { ...row('hit/string', 'sharedbuffers', 1200, 'ns'), runtime: 'bun' },
    row('hit/random', 'Map of objects', 300, 'ns'),
    row('hit/random', 'sharedbuffers', 330, 'ns'),
    row('hit/string', 'sharedbuffers', 900, 'ns', 10_000_000),
    row('hit/string', 'lmdb', 2700, 'ns', 10_000_000),
    row('open/cold', 'sharedbuffers', 2, 'ms'),
    row('open/cold', 'lmdb', 1, 'ms'),
    row('open/cold', 'JSON.parse', 2500, 'ms'),
    row('memory/private-1', 'Node without data', 12, 'MiB'),
    row('memory/private-1', 'sharedbuffers', 200, 'MiB'),
    row('memory/private-1', 'Map of objects', 412, 'MiB'),
    row('memory/private-8', 'Node without data', 12, 'MiB'),
    row('memory/private-8', 'sharedbuffers', 20, 'MiB'),
  ],
  goals: [
    { text: "hit, string keys: of Map's time", measured: 0.8, limit: 1.2, unit: 'x', met: true },
    { text: 'open a file', measured: 2, limit: 1, unit: 'ms', met: false },
  ],
  seconds: 100,
};
