import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { inputOf, lengths } from '../../../../test/tables/pieces.js';
import { askedFormat, type FormatOptions, formatOf } from '../input-format.js';
import type { Position } from '../rows.js';
import type { CsvFormat } from './csv-format.js';
import { csvRows } from './csv-rows.js';

type Table = readonly (readonly (string | undefined)[])[];

function read(content: string, options: FormatOptions = {}, cuts: readonly number[] = []) {
  const input = inputOf(content, cuts);
  const format = formatOf(input, askedFormat({ format: 'csv', ...options })) as CsvFormat;
  const position: Position = { line: 0, bytes: 0 };
  const rows = [...csvRows(input, format, position)];
  return {
    format,
    position,
    columns: format.columns,
    cells: rows.map(({ cells }) => cells),
    lines: rows.map(({ line }) => line),
    fields: rows.map(({ fields }) => ({ ...fields })),
  };
}

const message = (content: string, options: FormatOptions = {}): string => {
  try {
    read(content, options);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

/** How each cell and line is written, as no writer but a mean one would. */
interface Manner {
  readonly delimiter: string;
  readonly quote: string;
  readonly quoteAll: boolean;
  readonly ends: readonly string[];
  readonly lastEnd: boolean;
  /** Before some rows. */
  readonly between: readonly string[];
}

const manner: fc.Arbitrary<Manner> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|', ' ', '\x01', '¦', '::', 'ab'),
  quote: fc.constantFrom('"', "'"),
  quoteAll: fc.boolean(),
  ends: fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 4 }),
  lastEnd: fc.boolean(),
  between: fc.array(fc.constantFrom('', '#', '#"', '# a "b" c'), { maxLength: 3 }),
});

function written(table: Table, { delimiter, quote, quoteAll, ends, lastEnd, between }: Manner) {
  let text = '';
  let line = 1;
  const lines: number[] = [];
  const end = () => ends[line % ends.length]!;
  for (const [index, row] of table.entries()) {
    const passed = between[index];
    if (passed !== undefined) {
      text += passed + end();
      line += 1;
    }
    lines.push(line);
    const cells = row.map((cell) => {
      if (cell === undefined) return '';
      const special =
        cell === '' || /[\r\n#\s]/.test(cell) || cell.includes(quote) || cell.includes(delimiter[0]!);
      return special || quoteAll ? quote + cell.replaceAll(quote, quote + quote) + quote : cell;
    });
    const own = cells.join(delimiter);
    line += own.split(/\r\n|\r|\n/).length - 1;
    text += own;
    // A CR and the LF of a blank line behind it would be one end.
    if (index < table.length - 1 || lastEnd) {
      text += end();
      line += 1;
    }
  }
  return { text, lines };
}

const cell = fc.option(
  fc
    .array(
      fc.constantFrom(
        'a',
        'b',
        '"',
        "'",
        ',',
        ';',
        '\t',
        '|',
        '\n',
        '\r\n',
        '\r',
        ' ',
        ':',
        'é',
        '漢',
        '😀',
        '1',
        '#',
      ),
      {
        maxLength: 5,
      },
    )
    .map((parts) => parts.join('')),
  { nil: undefined },
);
const table = (columns: number) =>
  fc.array(
    fc
      .array(cell, { minLength: columns, maxLength: columns })
      .filter((row) => columns > 1 || row[0] !== undefined),
    { maxLength: 6 },
  );

describe('any table comes back', () => {
  test('in any dialect, with any line ends, however the bytes arrive', () => {
    const drawn = fc
      .integer({ min: 1, max: 4 })
      .chain((columns) => fc.tuple(fc.constant(columns), table(columns)));
    fc.assert(
      fc.property(drawn, manner, lengths, ([columns, rows], how, cuts) => {
        const names = Array.from({ length: columns }, (_, column) => `n${column}`);
        const { text, lines } = written([names, ...rows], how);
        const options = { delimiter: how.delimiter, quote: how.quote, header: true, comment: '#' };
        const found = read(text, options, cuts);
        expect(found.columns).toEqual(names);
        expect(found.cells).toEqual(rows);
        // Where a CR and an LF of two lines meet, they are one end.
        if (!how.ends.includes('\r')) expect(found.lines).toEqual(lines.slice(1));
        expect(found.position.bytes).toBe(Buffer.byteLength(text));
      }),
      { numRuns: 500 },
    );
  });

  test('as papaparse writes it, cut at every byte', () => {
    const rows = [
      ['a', 'say "hi"', '', ' x'],
      ['two\r\nlines', ',', 'é漢😀', '"'],
    ];
    for (const newline of ['\n', '\r\n', '\r']) {
      const text = Papa.unparse([['p', 'q', 'r', 's'], ...rows], { newline, quotes: true });
      for (let cut = 0; cut <= Buffer.byteLength(text); cut += 1) {
        expect(read(text, {}, [cut]).cells).toEqual(rows);
      }
      expect(read(text, {}, new Array(text.length).fill(1)).cells).toEqual(rows);
    }
  });

  test('as papaparse writes it with all that is detected', () => {
    const plain = fc.array(fc.constantFrom('a', 'b', ' ', '"', '\n', 'é', '1', '2', '-'), {
      minLength: 1,
      maxLength: 6,
    });
    const words = plain.map((parts) => parts.join(''));
    const drawn = fc.array(fc.tuple(words, words, words), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        drawn,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        lengths,
        (rows, delimiter, newline, cuts) => {
          const text = Papa.unparse([['p', 'q', 'r'], ...rows], { newline, delimiter, quotes: true });
          const found = read(text, {}, cuts);
          expect(found.format.delimiter).toBe(delimiter);
          expect([found.columns, ...found.cells]).toEqual([['p', 'q', 'r'], ...rows]);
        },
      ),
    );
  });

  test('longer than what is read at once', () => {
    const rows = Array.from({ length: 30_000 }, (_, row) => [
      `${row}`,
      row % 3 === 0 ? `say "é"\r\n${row}` : 'x,y',
      '',
    ]);
    const text = Papa.unparse([['p', 'q', 'r'], ...rows], { newline: '\n', quotes: true });
    const cuts = new Array(40).fill(2 ** 15);
    expect(read(text, {}, cuts).cells).toEqual(rows);
  });
});

describe('cells', () => {
  test.each<[string, string, FormatOptions, Table]>([
    [
      'quotes inside are data',
      'a,b\n1,x"y"\n2,"\n',
      { noQuotes: true },
      [
        ['1', 'x"y"'],
        ['2', '"'],
      ],
    ],
    ['a quote that is not in front', 'a,b\nx"y,z""\n', {}, [['x"y', 'z""']]],
    ['nothing is missing, quotes around nothing are text', 'a,b\n,""\n', {}, [[undefined, '']]],
    [
      'markers of missing values',
      'a,b\nNA,x\n"NA",\\N\n NA ,-\n',
      { null: ['NA', '\\N'] },
      [
        [undefined, 'x'],
        [undefined, undefined],
        [undefined, '-'],
      ],
    ],
    [
      'spaces stay where not all cells have them',
      'a,b\n1, x\n2,y \n',
      {},
      [
        ['1', ' x'],
        ['2', 'y '],
      ],
    ],
    [
      'spaces behind all delimiters go',
      'a, b, c\n1, "x, y", z\n2, , u\n',
      {},
      [
        ['1', 'x, y', 'z'],
        ['2', undefined, 'u'],
      ],
    ],
    ['spaces behind quotes go', 'a,b\n"x" ,"y"\n', {}, [['x', 'y']]],
    [
      'rows that end in a delimiter',
      'a,b,\n1,2,\n3,4,\n',
      {},
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'rows that end in one which the header lacks',
      'a,b\n1,2,\n3,,\n',
      {},
      [
        ['1', '2'],
        ['3', undefined],
      ],
    ],
    [
      'a header that ends in one which rows lack',
      'a,b,\n1,2\n3,4\n',
      {},
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'blank lines are passed over',
      '\n\na,b\n\n1,2\r\n\r\n   \n3,4\n\n',
      {},
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'a line of delimiters is a row',
      'a,b\n,\n1,2\n',
      {},
      [
        [undefined, undefined],
        ['1', '2'],
      ],
    ],
    ['no end of the last line', 'a,b\n1,', {}, [['1', undefined]]],
    ['a byte order mark', '\ufeffa,b\n1,\ufeff2\n', {}, [['1', '\ufeff2']]],
    ['a byte order mark before quotes', '\ufeff"a","b"\n1,2\n', {}, [['1', '2']]],
    ['comments', '#x,"y\na,b\n# 1,2,3\n1,#2\n#', { comment: '#' }, [['1', '#2']]],
    ['lines to skip', 'a report, "of\nthe year\n\na,b\n1,2\n', { skip: 3 }, [['1', '2']]],
    ['more lines to skip than there are', 'a,b\n1,2\n', { skip: 9 }, []],
    ['nothing', '', {}, []],
    ['line ends', '\n\r\n', {}, []],
    ['a header only', 'a,b', {}, []],
    [
      'short rows and long ones',
      'a,b\n1\n1,2,3\n1,2\n',
      { lenient: true },
      [
        ['1', undefined],
        ['1', '2'],
        ['1', '2'],
      ],
    ],
  ])('%s', (_, content, options, cells) => {
    expect(read(content, options).cells).toEqual(cells);
    expect(read(content, options, new Array(content.length).fill(1)).cells).toEqual(cells);
  });

  test('rows that were padded and cut are counted', () => {
    const { position } = read('a,b\n1\n1,2,3\n1,2\n7,8,9\n', { lenient: true });
    expect(position.ragged).toEqual({ padded: 1, cut: 2, cutLines: [3, 5] });
  });
});

test.each<[string, string, readonly string[], FormatOptions?]>([
  ['unnamed ones by their place', ',id,,name\n0,1,2,x\n', ['column1', 'id', 'column3', 'name']],
  ['never like another one', ',column1,\n1,2,3\n', ['column1_2', 'column1', 'column3']],
  ['without the spaces around', ' a ,\tb,"c "\n1,2,3\n', ['a', 'b', 'c ']],
  ['without a header', 'a,b\nc,d\n', ['column1', 'column2'], { header: false }],
  [
    'of a first row with values in it',
    '1,Ann,2020-01-01\n2,Bob,2020-01-02\n',
    ['column1', 'column2', 'column3'],
  ],
  ['of years behind text', 'country,1990,1991\nFR,1,2\n', ['country', '1990', '1991']],
  ['of numbers that count behind nothing', ',0,1\nx,5,6\n', ['column1', '0', '1']],
  ['of years among text', 'id,2020,2021,total\n1,5,6,11\n', ['id', '2020', '2021', 'total']],
  ['of a year above numbers', 'id,2020\n1,5\n', ['id', '2020']],
  ['of dates above numbers', 'country,2020-01-01\nFR,1\n', ['country', '2020-01-01']],
  ['of years in every row', 'x,2000,2001\ny,2003,2004\n', ['column1', 'column2', 'column3']],
  ['of a first row with a missing value', '1,Ann,NA\n2,Bob,5\n', ['column1', 'column2', 'column3']],
  ['of text only', 'a,b\nc,d\n', ['a', 'b']],
  ['of numbers, if that is said', '1,2\n3,4\n', ['1', '2'], { header: true }],
  ['quoted over some lines', '"a\nb",c\n1,2\n', ['a\nb', 'c']],
  ['called as members of objects are', '__proto__,toString\n1,2\n', ['__proto__', 'toString']],
])('names of columns: %s', (_, content, names, options = {}) => {
  expect(read(content, options).columns).toEqual(names);
});

test('a first row longer than what is looked at first', () => {
  const names = Array.from({ length: 20_000 }, (_, column) => `number${column}`);
  expect(read(`${names.join(';')}\n${names.join(';')}\n`).columns).toEqual(names);
});

describe('errors name the line', () => {
  test.each<[string, string, RegExp, FormatOptions?]>([
    ['a short row', 'a,b\n1,2\n3\n', /^x:3: the row has 1 field, the header 2: .*--lenient/],
    ['a long row', 'a,b\n"\n",2\n3,4,5\n', /^x:4: the row has 3 fields, the header 2/],
    ['a long row that ends in nothing', 'a,b\n1,2\n3,4,\n', /^x:3: the row has 3 fields, the header 2/],
    ['a row unlike the first', '1,2\n3\n', /^x:2: the row has 1 field, the first row 2/, { header: false }],
    [
      'a quote that never closes',
      'a,b\n1,2\n3,"x\n4,5\n',
      /^x:3: the quote that opens column 2 in this line never closes: --no-quotes/,
    ],
    ['a quote that never closes in the header', 'a,b\n,"x\n', /^x:2: the quote that opens column 2/],
    ['text behind quotes', 'a,b\n1,"x"y\n3,4\n', /^x:2: not CSV: text after the quote that closes column 2/],
    ['text behind quotes of some lines', 'a,b\n1,"x\n"y\n3,4\n', /^x:3: not CSV: text after the quote/],
    [
      'two columns of one name',
      'x,a,b,a\n1,2,3,4\n',
      /^x:1: columns 2 and 4 are both called "a": rename one, or say --no-header --skip 1/,
    ],
  ])('%s', (_, content, expected, options = {}) => {
    expect(message(content, options)).toMatch(expected);
  });

  test('bytes that are no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1,2\n3,'), Buffer.from([0xe9, 10])]);
    const input = inputOf(bytes);
    const format = formatOf(input, askedFormat({ format: 'csv' })) as CsvFormat;
    expect(() => [...csvRows(input, format, { line: 0, bytes: 0 })]).toThrow(/^x:3: the text is not UTF-8/);
  });
});
