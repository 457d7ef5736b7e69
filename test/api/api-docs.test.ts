/** Every public symbol is documented, and examples compile. */
import { describe, expect, test } from 'vitest';
import { ENTRIES, placeOf, programOf } from './entry-points.js';
import { exampleSources, faults } from './examples.js';
import { publicSymbols } from './public-symbols.js';
import { shortcomings } from './shortcomings.js';

const program = programOf();
const symbols = publicSymbols(program);
const names = new Set(symbols.map(({ name }) => name));

describe('comments of public symbols', () => {
  test.each(Object.keys(ENTRIES))('%s: summaries, parameters, errors', (entry) => {
    const own = symbols.filter((each) => each.entry === entry);
    const lacking = own.flatMap((each) =>
      [...shortcomings(each, names)].map((what) => `${placeOf(each.declarations[0]!)}: ${each.name} ${what}`),
    );
    expect(own.length).toBeGreaterThan(2);
    expect(lacking).toEqual([]);
  });

  test('all that is exported is looked at, members and types of fields included', () => {
    expect(symbols.filter(({ isMember }) => !isMember).length).toBeGreaterThan(200);
    for (const name of [
      'openMapping',
      'Mapping.get',
      't.string',
      'Decimal.from',
      'S3Options.bucket',
      'RemoteArray.at',
    ]) {
      expect(names).toContain(name);
    }
  });

  test('what is lacking is seen', () => {
    const source = new Map([
      [
        'src/bare.ts',
        `/** Adds. Throws \`PackError\` never. */
        export function add(left: number, right: number): number { return left + right; }
        export interface Bare { readonly field: string }
        /** Options. */
        export interface MoreOptions {
          /** A thing. */
          readonly thing?: string;
        }
        /** Adds.
         * @param left One.
         * @throws \`NoSuchError\` never. */
        export function more(left: number, right: number): number { return left + right; }`,
      ],
    ]);
    const bare = publicSymbols(programOf(source, program), { bare: 'src/bare.ts' });
    expect(bare.map((each) => [each.name, ...shortcomings(each, names)])).toEqual([
      [
        'add',
        'parameter left is not described',
        'parameter right is not described',
        'does not say what it throws',
        'says what it throws in its summary, not with @throws',
      ],
      ['more', 'parameter right is not described', '@throws `NoSuchError` never. names no error'],
      ['Bare', 'has no summary'],
      ['Bare.field', 'has no summary'],
      ['MoreOptions'],
      ['MoreOptions.thing', 'does not say what it is if left out'],
    ]);
  });
});

test('examples in comments compile', () => {
  const sources = exampleSources(symbols);
  expect(sources.size).toBeGreaterThan(30);
  expect(faults(programOf(sources, program), sources)).toEqual([]);
});
