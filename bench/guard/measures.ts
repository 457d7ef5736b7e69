/** What the guard measures, by the benchmark's contenders and rounds, of fewer records. */
import { join } from 'node:path';
import type { Cell } from '../cells.js';
import type { ContenderId } from '../contenders/contender.js';
import type { Context } from '../context.js';
import type { KeyKind } from '../data.js';
import type { Lookup } from '../look-ups.js';
import { Peer } from '../peer.js';
import { lookUps, type Measured } from '../questions/look-up.js';
import { filesOf, measureWays } from '../questions/ways.js';
import { interleave, type Runner, Series } from '../rounds.js';
import type { Measure, Ratios } from './compare.js';

const SMALL = 10_000;
const BUILDS = 3;
/** Openings of one file in a row, of which the fastest counts. */
const OPENINGS = 20;

function ratio(all: Measured, id: ContenderId, to: ContenderId): number {
  return all.get(id)!.ratioTo(all.get(to)!);
}

const HELD: Cell = { keys: 'held', distribution: 'uniform' };

async function stringKeys(context: Context): Promise<Ratios> {
  const kind = 'string';
  const ids: ContenderId[] = ['map', 'sharedbuffers'];
  const hits = await lookUps(context, { ids: [...ids, 'plain'], kind, how: 'twoFields' });
  const held = await lookUps(context, { ids, kind, how: 'twoFields', cell: HELD });
  const texts = await lookUps(context, { ids, kind, how: 'numberAndText', cell: HELD });
  const misses = await lookUps(context, { ids, kind, how: 'misses' });
  return {
    'hit, string keys / Map': ratio(hits, 'sharedbuffers', 'map'),
    'hit, string keys, no sections / own file': ratio(hits, 'plain', 'sharedbuffers'),
    'hit, held string keys / Map': ratio(held, 'sharedbuffers', 'map'),
    'hit, held string keys, number and text / Map': ratio(texts, 'sharedbuffers', 'map'),
    'miss, string keys / Map': ratio(misses, 'sharedbuffers', 'map'),
  };
}

async function integerKeys(context: Context): Promise<Ratios> {
  const ids: ContenderId[] = ['map', 'sharedbuffers'];
  const of = (kind: KeyKind, how: Lookup) => lookUps(context, { ids, kind, how });
  const hits = await of('random', 'twoFields');
  const misses = await of('random', 'misses');
  const dense = await of('dense', 'twoFields');
  return {
    'hit, integer keys / Map': ratio(hits, 'sharedbuffers', 'map'),
    'miss, integer keys / Map': ratio(misses, 'sharedbuffers', 'map'),
    'hit, dense integer keys / Map': ratio(dense, 'sharedbuffers', 'map'),
  };
}

async function scans(context: Context): Promise<Ratios> {
  const { records, rounds } = context.options;
  await using peers = await context.readers(['dataview', 'sharedbuffers'], 'string');
  const [bare, ours] = peers.all as [Peer, Peer];
  const scan = (peer: Peer, name: string): Runner => ({
    name,
    async run() {
      const { ns, sum } = await peer.call('scan', name, records);
      return { value: ns, answer: sum };
    },
  });
  const runners = [
    scan(bare, 'bare DataView'),
    scan(ours, 'sharedbuffers cursor()'),
    scan(ours, 'sharedbuffers column()'),
  ];
  const [floor, cursor, column] = await interleave(runners, rounds, true);
  return {
    'scan, cursor() / bare DataView': cursor!.ratioTo(floor!),
    'scan, column() / bare DataView': column!.ratioTo(floor!),
  };
}

async function fastestOpening(peer: Peer, path: string, records: number): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    fastest = Math.min(fastest, (await peer.call('open', path, 'string', records)).open);
  }
  return fastest;
}

async function openings(context: Context): Promise<Ratios> {
  const { records } = context.options;
  const small = await context.file('sharedbuffers', 'string', SMALL);
  const large = await context.file('sharedbuffers', 'string', records);
  const json = await context.file('json', 'string', records);
  await using ours = new Peer('sharedbuffers', context.peerOptions());
  await using parser = new Peer('json', context.peerOptions());
  const runners: Runner[] = [
    { name: 'small', run: async () => ({ value: await fastestOpening(ours, small, SMALL) }) },
    { name: 'large', run: async () => ({ value: await fastestOpening(ours, large, records) }) },
  ];
  const [less, more] = await interleave(runners, context.options.rounds, true);
  const parsed = new Series('JSON.parse');
  for (let round = 0; round < BUILDS; round += 1) {
    parsed.values.push((await parser.call('open', json, 'string', records)).open);
  }
  return {
    'open, 20 times the records / a small file': more!.ratioTo(less!),
    'open / JSON.parse': more!.median / parsed.median,
  };
}

/** Each in a new process, as a nightly build is. */
async function builds(context: Context): Promise<Ratios> {
  const { records } = context.options;
  const keys: KeyKind = 'string';
  const builder = (id: ContenderId): Runner => ({
    name: id,
    async run() {
      await using peer = new Peer(id, context.peerOptions());
      return { value: await peer.call('build', join(context.folder, `guard.${id}`), keys, records) };
    },
  });
  const [ours, json] = await interleave([builder('sharedbuffers'), builder('json')], BUILDS, false);
  return { 'build / writing JSON': ours!.ratioTo(json!) };
}

async function threeFields(context: Context): Promise<Ratios> {
  const [bare, ours] = await measureWays(context, 'view', await filesOf(context, []));
  return { 'three fields of a fresh proxy / bare DataView': ours!.ratioTo(bare!) };
}

export function measuresOf(context: Context): Measure[] {
  return [threeFields, stringKeys, integerKeys, scans, openings, builds].map((part) => () => part(context));
}
