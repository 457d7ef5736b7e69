/** Names of CSV's columns. */
import { inputError } from '../rows.js';

/** A cell of the first row. */
export interface HeaderCell {
  /** Undefined or empty for none. */
  readonly text: string | undefined;
  readonly quoted: boolean;
}

/**
 * The names in a header: unnamed columns are called by their place, `column1` for the first. Spaces around names are none of
 * theirs, unless they are quoted. Throws `InputError` for a name that is there twice.
 */
export function columnNames(cells: readonly HeaderCell[], name: string, line: number): string[] {
  const given = cells.map(({ text, quoted }) => (quoted ? text : text?.trim()) ?? '');
  const known = new Set<string>();
  for (const [column, each] of given.entries()) {
    if (each !== '' && known.size === known.add(each).size) {
      const first = given.indexOf(each);
      throw inputError(
        name,
        line,
        `columns ${first + 1} and ${column + 1} are both called ${JSON.stringify(each)}: ` +
          'rename one, or say --no-header --skip 1 to call them column1, column2 and so on',
      );
    }
  }
  return given.map((each, column) => (each === '' ? unusedName(column, known) : each));
}

/** Names of columns without a header. */
export function numberedNames(count: number): string[] {
  return Array.from({ length: count }, (_, column) => `column${column + 1}`);
}

function unusedName(column: number, known: Set<string>): string {
  const name = `column${column + 1}`;
  let free = name;
  for (let more = 2; known.has(free); more += 1) free = `${name}_${more}`;
  known.add(free);
  return free;
}
