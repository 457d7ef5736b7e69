/** Rounds of look-ups by random keys, which several questions have in common. */
import { CELLS, type Cell, USUAL } from '../cells.js';
import type { ContenderId } from '../contenders/contender.js';
import { describe } from '../contenders/index.js';
import type { Context } from '../context.js';
import type { KeyKind } from '../data.js';
import type { Lookup } from '../look-ups.js';
import { interleave, type Series } from '../rounds.js';
import { type Goal, type Question, rowsOf } from './question.js';

export const KEYS: Readonly<Record<KeyKind, string>> = {
  string: 'string keys, user:N',
  dense: 'integer keys, 0, 1, 2...',
  random: 'integer keys, random below 2^52',
  multi: 'string keys, group:N, four records each',
  ordered: 'string keys in their order, user:N',
  secondary: 'string keys of an index, group:N, four records each',
};

/** Those that every runtime and every way of keys is measured with. */
const EVERYWHERE: readonly ContenderId[] = ['map', 'sharedbuffers', 'lmdb'];
/** How many times a turn the one before the first takes at most, which touches what the others read. */
const WARM_UP = 4;

/** Series of the contenders that took part. */
export type Measured = ReadonlyMap<ContenderId, Series>;

export interface LookUps {
  readonly ids: readonly ContenderId[];
  readonly kind: KeyKind;
  readonly how: Lookup;
  readonly cell?: Cell;
  /** Those of the run if not said. */
  readonly records?: number;
}

/** Nanoseconds a look-up. */
export async function lookUps(context: Context, asked: LookUps): Promise<Measured> {
  const { rounds, lookups, turn } = context.options;
  const { ids, kind, how, cell = USUAL, records = context.options.records } = asked;
  const peers = [];
  const runners = [];
  for (const peer of await context.keptReaders(ids, kind, records)) {
    if (!(await peer.call('can', how))) continue;
    const { name } = await describe(peer.id as ContenderId);
    const run = async (round: number) => {
      const most = round < 0 ? WARM_UP * turn : turn;
      const keys = { kind, records, seed: round + 1, count: lookups, cell };
      const { ns, sum } = await peer.call('lookUp', how, keys, most);
      return { value: ns, answer: sum };
    };
    peers.push(peer);
    runners.push({ name, run });
  }
  const all = await interleave(runners, rounds, true);
  return new Map(peers.map(({ id }, place) => [id as ContenderId, all[place]!]));
}

/** Ways in which the keys of a run come: a quick one does without Zipf's distribution. */
export function cellsOf({ options }: Context): readonly Cell[] {
  return options.quick ? CELLS.filter(({ distribution }) => distribution === 'uniform') : CELLS;
}

export interface Keyed {
  readonly name: string;
  readonly how: Lookup;
  /** By kind of key. */
  readonly contenders: Readonly<Partial<Record<KeyKind, readonly ContenderId[]>>>;
  readonly title: string;
  readonly notes?: readonly string[];
  /** Most records in a quick run, where files of them are built for this alone. */
  readonly quickRecords?: number;
  /** What is wanted of the usual keys. */
  goals?(all: Measured, kind: KeyKind): Goal[];
}

/** A question that is asked for every kind of key, and for every way in which keys come. */
export function keyed({ name, how, contenders, title, notes = [], quickRecords, goals }: Keyed): Question {
  return {
    name,
    everySize: true,
    runtimes: 'every size',
    async *ask(context) {
      const { quick } = context.options;
      const records = quickRecords === undefined ? context.options.records : context.fewer(quickRecords);
      for (const [kind, ids] of Object.entries(contenders) as [KeyKind, ContenderId[]][]) {
        for (const cell of cellsOf(context)) {
          const everyone = context.first && cell === USUAL && !quick;
          const asked = everyone ? ids : ids.filter((id) => EVERYWHERE.includes(id));
          const all = await lookUps(context, { ids: asked, kind, how, cell, records });
          if (all.size === 0) continue;
          const reference = all.get('map') ?? [...all.values()][0];
          yield {
            title: `${title}; ${KEYS[kind]}`,
            notes,
            rows: rowsOf(`${name}/${kind}`, 'ns', context, [...all.values()], { records, cell, reference }),
            ...(reference !== undefined && { reference: reference.name }),
            goals: cell === USUAL ? (goals?.(all, kind) ?? []) : [],
          };
        }
      }
    },
  };
}

/** That one contender takes at most `limit` times what another takes; nothing if one of them took no part. */
export function ratioGoal(
  what: string,
  all: Measured,
  id: ContenderId,
  to: ContenderId,
  limit: number,
): Goal[] {
  const [measured, other] = [all.get(id), all.get(to)];
  if (measured === undefined || other === undefined) return [];
  const text = `${what}: of ${other.name}'s time`;
  return [{ text, measured: measured.ratioTo(other), limit, unit: 'x' }];
}
