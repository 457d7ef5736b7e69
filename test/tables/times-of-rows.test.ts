/** Dates and times in rows that programs read: one class a column, whatever their digits. */

import { readRows } from 'sharedbuffers/tables';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { Folder } from '../cli/harness.js';

const folder = new Folder();
/** The class of a value, as it calls itself: runtimes may have a Temporal of their own. */
const tag = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

describe('times', () => {
  test('of CSV', async () => {
    const path = folder.write(
      'times.csv',
      'day,at\n2024-02-29,2024-02-29T12:00:00Z\n2023-01-31,2024-02-29T12:00:00.5Z\n0099-12-31,2024-02-29T12:00:00.123456Z\n',
    );
    const found: [string, string, string, string][] = [];
    for await (const { day, at } of readRows(path)) found.push([tag(day), String(day), tag(at), String(at)]);
    expect(found).toEqual([
      ['Temporal.PlainDate', '2024-02-29', 'Temporal.Instant', '2024-02-29T12:00:00Z'],
      ['Temporal.PlainDate', '2023-01-31', 'Temporal.Instant', '2024-02-29T12:00:00.5Z'],
      ['Temporal.PlainDate', '0099-12-31', 'Temporal.Instant', '2024-02-29T12:00:00.123456Z'],
    ]);
    expect(String(Temporal.Instant.from('2024-02-29T12:00:00Z'))).toBe(found[0]![3]);
  });

  test('within what a schema declares', async () => {
    const path = folder.write(
      'nested.ndjson',
      '{"in":{"at":"2024-02-29T12:00:00Z"},"days":["2024-02-29",null],"by":{"x":"2024-02-29T12:00:00.25Z"},"none":null}\n',
    );
    const schema = {
      fields: {
        in: { struct: { at: 'datetime' } },
        days: 'list<date | null>',
        by: 'dict<string, datetime>',
        none: 'datetime | null',
      },
    };
    for await (const row of readRows(path, { schema })) {
      const {
        in: inside,
        days,
        by,
        none,
      } = row as {
        in: { at: unknown };
        days: unknown[];
        by: Map<string, unknown>;
        none: unknown;
      };
      expect([tag(inside.at), ...days.map(tag), tag(by.get('x')), none]).toEqual([
        'Temporal.Instant',
        'Temporal.PlainDate',
        'Null',
        'Temporal.Instant',
        null,
      ]);
    }
  });
});
