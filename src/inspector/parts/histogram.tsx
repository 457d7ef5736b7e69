/** Counts as bars, with a table of the same for who cannot see them. */
import type { JSX } from 'preact';
import { countText } from '../data/printable.js';
import { AsTable } from './table.js';

interface Props {
  readonly from: number;
  readonly step: number;
  readonly counts: readonly number[];
  /** Whether numbers are milliseconds since 1970. */
  readonly times: boolean;
  readonly label: string;
}

const [WIDTH, HEIGHT] = [1000, 240];
/** Marks beside the bars, and below them. */
const LINES = 4;
const MARKS = 5;

export function Histogram({ from, step, counts, times, label }: Props): JSX.Element {
  const short = times ? (at: number) => timeText(at, step) : numberText;
  const tallest = niceAbove(Math.max(1, ...counts));
  const width = WIDTH / counts.length;
  const lines = Array.from({ length: LINES + 1 }, (_, at) => at / LINES);
  const marks = Array.from({ length: MARKS + 1 }, (_, at) => from + (step * counts.length * at) / MARKS);
  return (
    <>
      <div class="plot">
        <div class="scale" aria-hidden="true">
          {lines.toReversed().map((share) => (
            <span key={share}>{countText(tallest * share)}</span>
          ))}
        </div>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
          {lines.map((share) => (
            <line key={share} x1="0" x2={WIDTH} y1={HEIGHT * share} y2={HEIGHT * share} />
          ))}
          {counts.map((count, at) => {
            const height = (HEIGHT * count) / tallest;
            return (
              <rect key={at} x={at * width} y={HEIGHT - height} width={width * 0.92} height={height}>
                <title>{`${short(from + at * step)} to ${short(from + (at + 1) * step)}: ${countText(count)}`}</title>
              </rect>
            );
          })}
        </svg>
        <div class="marks" aria-hidden="true">
          {marks.map((mark, at) => (
            <span key={at}>{short(mark)}</span>
          ))}
        </div>
      </div>
      <AsTable heads={['From', '#Count']}>
        {counts.map((count, at) => (
          <tr key={at}>
            <th scope="row">{short(from + at * step)}</th>
            <td class="number">{countText(count)}</td>
          </tr>
        ))}
      </AsTable>
    </>
  );
}

/** The least of 1, 2, 4 and 8 times a power of ten that is not below a count, so that a fourth of it is short, too. */
function niceAbove(count: number): number {
  const power = 10 ** Math.floor(Math.log10(count));
  const nice = [1, 2, 4, 8, 10].find((each) => each * power >= count)! * power;
  return Math.max(LINES, nice);
}

function numberText(value: number): string {
  const size = Math.abs(value);
  return size >= 1e15 || (size > 0 && size < 1e-6)
    ? value.toExponential(3)
    : value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}

const DAY = 86_400_000;

/** A day, and the time in it where bars are less than one wide. */
function timeText(at: number, step: number): string {
  return new Date(at)
    .toISOString()
    .slice(0, step < DAY ? 19 : 10)
    .replace('T', ' ');
}
