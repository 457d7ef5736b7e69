/** A result small enough to reckon with by hand, for the tests of the report. */
import type { Row } from '../questions/question.js';
import type { Result } from './result.js';

function row(question: string, contender: string, value: number, unit: string, records = 1_000_000): Row {
  return { question, contender, records, value, unit, min: value * 0.9, max: value * 1.2 };
}

export const fixture: Result = {
  machine: {
    cpu: 'Test <& CPU>',
    cores: 2,
    memory: 8 * 2 ** 30,
    kernel: 'linux 6.1 x64',
    node: '20.20.2',
    v8: '11.3',
    date: '2026-01-02T03:04:05.000Z',
    packages: { sharedbuffers: '0.1.0', lmdb: '3.5.6' },
  },
  options: {
    quick: true,
    records: 1_000_000,
    sizes: [1_000_000, 10_000_000],
    rounds: 5,
    slowRounds: 1,
    lookups: 1000,
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
