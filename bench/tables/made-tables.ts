/** The tables that are brought in: each row follows from its number alone, so every process makes the same ones. */
import { mix } from '../data.js';

export type Kind = 'text' | 'integer' | 'float' | 'boolean' | 'date' | 'time';
export type Cell = string | number | boolean | null;

export interface MadeTable {
  readonly name: string;
  /** The first is the key. */
  readonly columns: readonly (readonly [name: string, kind: Kind])[];
  /** Dates and times are text. */
  row(index: number): Cell[];
}

const GIVEN = 'Ada Alan Béla Chloé Dana Emil Fatima Grace Hugo Inés Jorge Kenji Lena Maria Nadia Zoë'.split(
  ' ',
);
const FAMILY = 'Abbott Becker Castro Dupont Eriksen García Ibrahim Kowalski Novak Okafor Rossi Tanaka'.split(
  ' ',
);
const CITIES = 'Rosario,Nairobi,Kyoto,Turku,Oaxaca,Lyon,Leeds,Perth,Graz,Hanoi,Quito,Accra,Izmir'.split(',');
const GOODS = 'lamp,desk,chair,rug,shelf,"""tall"" mirror",kettle,clock,vase,stool,bench'.split(',');
const COUNTRIES = ['AR', 'KE', 'JP', 'FI', 'MX', 'FR', 'GB', 'AU', 'AT', 'VN', 'EC', 'GH', 'TR'];
const MONEY = ['EUR', 'USD', 'JPY', 'ARS'];
/** 2020-01-01. */
const FIRST_DAY = 18_262;
const DAY_MS = 86_400_000;

function pick<T>(from: readonly T[], bits: number): T {
  return from[bits % from.length]!;
}

function isoOf(day: number): string {
  return new Date(day * DAY_MS).toISOString();
}

/** 8 fields, 150 bytes of JSON, with text for a key. */
const PEOPLE: MadeTable = {
  name: 'people',
  columns: [
    ['id', 'text'],
    ['name', 'text'],
    ['score', 'float'],
    ['age', 'integer'],
    ['active', 'boolean'],
    ['city', 'text'],
    ['country', 'text'],
    ['visits', 'integer'],
  ],
  row(index) {
    const [a, b] = [mix(index), mix(index ^ 0x5bd1e995)];
    return [
      `user:${index}`,
      `${pick(GIVEN, a)} ${pick(FAMILY, b)}`,
      a / 2 ** 16 + 0.25,
      b % 97,
      (a & 64) === 0,
      `${pick(CITIES, b >>> 8)} ${a % 1000}`,
      pick(COUNTRIES, b >>> 8),
      a >>> 4,
    ];
  },
};

/** 19 columns of CSV, with integers for a key; one column has quotes, and one is empty at times. */
const ORDERS: MadeTable = {
  name: 'orders',
  columns: [
    ['order', 'integer'],
    ['customer', 'text'],
    ['item', 'text'],
    ['category', 'text'],
    ['quantity', 'integer'],
    ['price', 'float'],
    ['discount', 'float'],
    ['total', 'float'],
    ['currency', 'text'],
    ['ordered', 'date'],
    ['shipped', 'time'],
    ['warehouse', 'text'],
    ['city', 'text'],
    ['country', 'text'],
    ['latitude', 'float'],
    ['longitude', 'float'],
    ['express', 'boolean'],
    ['note', 'text'],
    ['grams', 'integer'],
  ],
  row(index) {
    const [a, b] = [mix(index), mix(index ^ 0x5bd1e995)];
    const quantity = 1 + (a % 12);
    const price = (b % 100_000) / 100 + 0.01;
    const day = FIRST_DAY + (a % 1800);
    return [
      10_000_000 + index,
      `${pick(GIVEN, b)} ${pick(FAMILY, a)}`,
      pick(GOODS, a >>> 6).replaceAll('"', ''),
      `group ${b % 40}`,
      quantity,
      price,
      (a % 50) / 100 + 0.001,
      Math.round(quantity * price * 100) / 100 + 0.001,
      pick(MONEY, b >>> 4),
      isoOf(day).slice(0, 10),
      isoOf(day + 1 + (b % 86_400) / 86_400)
        .slice(0, 19)
        .replace('T', ' '),
      `W-${a % 100}`,
      pick(CITIES, b >>> 8),
      pick(COUNTRIES, b >>> 8),
      ((a % 18_000_000) - 9_000_000) / 100_000 + 0.000_001,
      ((b % 36_000_000) - 18_000_000) / 100_000 + 0.000_001,
      (b & 32) === 0,
      index % 4 === 0 ? `leave it at the door, please ${b % 7}` : index % 4 === 1 ? null : 'no hurry',
      100 + (b % 9900),
    ];
  },
};

export type TableName = 'people' | 'orders';
export const TABLES: Readonly<Record<TableName, MadeTable>> = { people: PEOPLE, orders: ORDERS };
