/** Look-ups in one file that a process has open by several schemas, each of which names other fields of it. */
import { mapping, struct, t } from 'sharedbuffers';
import { openMapping } from 'sharedbuffers/node';
import { entries, type Key } from '../data.js';
import { Drawer } from '../draw.js';
import type { Files, Way, Work } from './way.js';

const SCHEMAS = 20;
const COUNT = 60_000;

interface Scored {
  readonly id: number;
  readonly score: number;
}

interface Found {
  get(key: string): Scored | undefined;
}

type Loop = (users: Found, keys: readonly string[]) => number;

function lookUp(users: Found, keys: readonly string[]): number {
  let sum = 0;
  for (const key of keys) {
    const user = users.get(key)!;
    sum += user.id + user.score;
  }
  return sum;
}

/** The loop as another piece of code, as programs have one for each of their types. */
function copyOf(n: number): Loop {
  return new Function(`return ${lookUp}\n// ${n}`)() as Loop;
}

/** `id`, `score`, whichever others the bits of `n` name, and one that no record has: no two schemas are alike. */
function open(path: string, n: number): Found {
  const others = {
    ...(n & 1 && { name: t.string }),
    ...(n & 2 && { bio: t.string }),
    ...(n & 4 && { tags: t.set(t.uint8) }),
    ...(n & 8 && { tags: t.setView(t.uint8) }),
    [`absent${n}`]: t.uint32.optional(),
  };
  const users = openMapping(
    path,
    mapping({ key: t.string, value: struct({ id: t.uint64, score: t.float64, ...others }) }),
  );
  return users as unknown as Found;
}

function workOf(files: Files, schemas: number, subject: (n: number) => Found): Work {
  const keys = new Drawer().draw('string', 0, files.records, 11, COUNT) as Key[] as string[];
  const size = COUNT / SCHEMAS;
  const parts = Array.from({ length: SCHEMAS }, (_, n) => ({
    read: n < schemas ? copyOf(n) : undefined,
    users: n < schemas ? subject(n) : undefined,
    keys: keys.slice(n * size, (n + 1) * size),
  }));
  return {
    count: COUNT,
    run() {
      let sum = 0;
      for (const [n, part] of parts.entries()) {
        const { read, users } = parts[n % schemas]!;
        sum += read!(users!, part.keys);
      }
      return sum;
    },
  };
}

export const ways: readonly Way[] = [
  {
    name: 'Map of objects',
    setUp: (files) =>
      workOf(files, 1, () => new Map(entries('string', files.records)) as Map<string, Scored>),
  },
  { name: 'get(), one schema', setUp: (files) => workOf(files, 1, () => open(files.users!, 0)) },
  { name: 'get(), twenty schemas', setUp: (files) => workOf(files, SCHEMAS, (n) => open(files.users!, n)) },
];
