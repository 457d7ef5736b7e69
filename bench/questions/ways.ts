/** Measuring the ways of a question: a process for each, and rounds in which they take turns. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.js';
import { Peer, Peers } from '../peer.js';
import { interleave, type Series } from '../rounds.js';
import { loadWays, type WayGroup } from '../ways/index.js';
import type { Files } from '../ways/way.js';

async function placesFile(context: Context): Promise<string> {
  const { folder, options } = context;
  const { records } = options;
  const path = join(folder, `places-${records}.sb`);
  if (existsSync(path)) return path;
  await using builder = new Peer('none', context.peerOptions());
  await builder.call('buildPlaces', path, records);
  return path;
}

/** Files of users and places, built before if they are not there. */
export async function filesOf(
  context: Context,
  needed: readonly ('users' | 'places' | 'flatbuffers')[],
): Promise<Files> {
  return {
    records: context.options.records,
    ...(needed.includes('users') && { users: await context.file('sharedbuffers', 'string') }),
    ...(needed.includes('flatbuffers') && { flatbuffers: await context.file('flatbuffers', 'string') }),
    ...(needed.includes('places') && { places: await placesFile(context) }),
  };
}

/** Nanoseconds a thing done, for each way of a group. */
export async function measureWays(context: Context, group: WayGroup, files: Files): Promise<Series[]> {
  const ways = await loadWays(group);
  await using peers = new Peers(
    ways.map(() => 'none'),
    context.peerOptions(),
  );
  const runners = [];
  for (const [place, { name }] of ways.entries()) {
    const peer = peers.all[place]!;
    await peer.call('setUp', group, name, files);
    const run = async () => {
      const { ns, sum } = await peer.call('work');
      return { value: ns, answer: sum };
    };
    runners.push({ name, run });
  }
  return await interleave(runners, context.options.rounds, true);
}

/** The series of a name, which is one of the group's. */
export function named(all: readonly Series[], name: string): Series {
  const found = all.find((series) => series.name === name);
  if (found === undefined) throw new Error(`there is no row called ${name}`);
  return found;
}
