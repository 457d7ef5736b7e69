/** From values to places on an axis: linear from zero where all can be told apart so, else logarithmic. */

export interface Scale {
  readonly logarithmic: boolean;
  /** Values with a line across the chart; none on a linear axis, where the lengths of bars say it. */
  readonly lines: readonly number[];
  /** Distance from the left end, of `width` at most. */
  place(value: number): number;
}

/** Beyond this, short bars could not be told apart. */
const LINEAR_UP_TO = 20;
/** Fewer powers of ten than these are not enough to read a value by. */
const FEW_DECADES = 2;
/** Room to the left of the smallest value and to the right of the largest: so that no mark lies on the edge. */
const ROOM = 1.15;

function steps(from: number, to: number): number[] {
  const [low, high] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  const factors = Math.log10(to / from) < FEW_DECADES ? [1, 2, 5] : [1];
  const all = Array.from({ length: high - low + 1 }, (_, power) =>
    factors.map((factor) => Number(`${factor}e${low + power}`)),
  );
  return all.flat().filter((value) => value >= from && value <= to);
}

/** `dots`: a logarithmic axis in any case, as for ratios, which differ by factors. */
export function scaleOf(values: readonly number[], width: number, dots = false): Scale {
  const positive = values.filter((value) => value > 0);
  const largest = Math.max(...positive);
  const smallest = Math.min(...positive);
  if (positive.length === 0) return { logarithmic: false, lines: [], place: () => 0 };
  if (!dots && largest / smallest <= LINEAR_UP_TO) {
    return { logarithmic: false, lines: [], place: (value) => (width * Math.max(0, value)) / largest };
  }
  const [from, to] = [smallest / ROOM, largest * ROOM];
  const place = (value: number) =>
    value > 0 ? (width * Math.log(Math.max(from, value) / from)) / Math.log(to / from) : 0;
  return { logarithmic: true, lines: steps(from, to), place };
}
