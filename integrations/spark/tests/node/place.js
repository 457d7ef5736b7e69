/** The rows of `places.py`, and how they differ from what was read. */
import { isDeepStrictEqual } from 'node:util';
import { plain } from '../../../../dist/testing.js';

const DAY = 86_400_000;
const utf8 = new TextEncoder();

/** The row of a number, as plain values. */
export function place(id) {
  return {
    key: `place-${id}`,
    id,
    small: id % 1000,
    tiny: (id % 100) - 50,
    number: id,
    score: id / 7,
    half: (id % 1024) / 4,
    amount: (id * 1.25).toFixed(4),
    open: id % 3 === 0,
    at: instant(BigInt(id) * 1001001n),
    local: instant(BigInt(Date.UTC(2020, 1, 29)) * 1000n + BigInt(id) * 1_000_000n),
    day: new Date(Date.UTC(1999, 11, 31) + (id % 20000) * DAY).toISOString().slice(0, 10),
    payload: [...utf8.encode(`bytes of ${id}`)],
    nickname: id % 5 === 0 ? undefined : `Näme ${id}`,
    tags: id % 4 === 0 ? [] : [`tag${id % 7}`, null, '漢字'],
    attributes: new Map([
      ['a', id % 10],
      [`k${id % 3}`, null],
    ]),
    spot: { lat: (id % 180) - 90.5, names: [{ lang: 'de', value: String(id) }] },
    visits: id % 2 === 0 ? undefined : [{ n: id, note: id % 6 === 1 ? undefined : 'x' }, null],
  };
}

function instant(micros) {
  const text = new Date(Number(micros / 1000n)).toISOString();
  const fraction = String(micros % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return text.replace(/\.\d+Z$/, fraction === '' ? 'Z' : `.${fraction}Z`);
}

/** Throws where a record is not the row of its key. */
export function checkPlace(key, record) {
  const id = Number(/^place-(\d+)$/.exec(key)?.[1]);
  const found = plain(record);
  const wanted = place(id);
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
    if (!isDeepStrictEqual(simple(found[name]), simple(wanted[name]))) {
      throw new Error(`${name} of ${key} is ${inspect(simple(found[name]))}, not ${inspect(wanted[name])}`);
    }
  }
  return id;
}

const inspect = (value) => JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}n` : each));

/** Bytes as arrays, without fields that are undefined. */
function simple(value) {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof Map) return value;
  if (Array.isArray(value)) return value.map(simple);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([name, each]) => [name, simple(each)]));
}
