/** Cells of CSV as most programs write them, in the columns of a schema. */
import { type Cells, DOUBLED, PLAIN } from '../input/csv/cells.js';
import { NumberScan, Written } from './scan-number.js';
import { secondsOfDay, secondsOfMoment } from './scan-time.js';
import { Kind, type StraightField, type StraightFields } from './straight-fields.js';
import { State, type StraightRow } from './straight-row.js';
import { LONGEST_TEXT } from './straight-writer.js';

/** Bytes up to which a float holds every integer, and which codes rarely are. */
const LONGEST_INTEGER = 15;
/** A backslash in front may mark null. */
const BACKSLASH = 0x5c;

export class CellScan {
  readonly #row: StraightRow;
  readonly #fields: readonly StraightField[];
  /** The field of each column. */
  readonly #columns: Int32Array;
  readonly #number = new NumberScan();

  /** Each column is a field. */
  constructor(columns: readonly string[], { fields }: StraightFields, row: StraightRow) {
    this.#row = row;
    this.#fields = fields;
    this.#columns = Int32Array.from(columns, (name) => fields.findIndex((field) => field.name === name));
  }

  /** Fills the row from cells, the first of which has a number; false where any is other than what is looked for. */
  cells(cells: Cells, first: number): boolean {
    const { states } = this.#row;
    states.fill(State.absent);
    for (let column = 0; column < this.#columns.length; column += 1) {
      const cell = first + column;
      const [start, end, form] = [cells.starts[cell]!, cells.ends[cell]!, cells.forms[cell]!];
      if (start === end && form === PLAIN) continue;
      const field = this.#columns[column]!;
      if (form === DOUBLED) return false;
      const state = this.#value(this.#fields[field]!, field, start, end);
      if (state === State.absent) return false;
      states[field] = state;
    }
    return true;
  }

  /** `absent` for what is not looked for. */
  #value({ kind, low, high }: StraightField, field: number, start: number, end: number): number {
    const { bytes, numbers } = this.#row;
    this.#row.lies(field, start, end);
    switch (kind) {
      case Kind.text:
        return end - start <= LONGEST_TEXT && bytes[start] !== BACKSLASH ? State.value : State.absent;
      case Kind.date:
      case Kind.moment: {
        const seconds = (kind === Kind.date ? secondsOfDay : secondsOfMoment)(bytes, start, end);
        numbers[field] = seconds;
        return Number.isNaN(seconds) ? State.absent : State.value;
      }
      case Kind.bool: {
        const truth = truthOf(bytes, start, end);
        numbers[field] = truth;
        return truth < 0 ? State.absent : State.value;
      }
      default: {
        const number = this.#number;
        const written = start === end ? Written.otherwise : number.read(bytes, start);
        if (written === Written.otherwise || number.at !== end) return State.absent;
        const { value } = number;
        numbers[field] = value;
        if (written === Written.fraction)
          return kind === Kind.float && Number.isFinite(value) ? State.fraction : State.absent;
        if (end - start > LONGEST_INTEGER) return State.absent;
        return kind === Kind.float || (value >= low && value <= high) ? State.value : State.absent;
      }
    }
  }
}

const WORDS = ['false', 'true'].map((word) => new TextEncoder().encode(word));

/** 1 and 0 for `true` and `false`; −1 for all else. */
function truthOf(bytes: Uint8Array, start: number, end: number): number {
  const truth = end - start === 4 ? 1 : 0;
  const word = WORDS[truth]!;
  if (end - start !== word.length) return -1;
  for (let unit = 0; unit < word.length; unit += 1) if (bytes[start + unit] !== word[unit]) return -1;
  return truth;
}
