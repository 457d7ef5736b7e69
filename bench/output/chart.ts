/** Bar charts as SVG, written by hand: a bar a contender, in groups, each with its figure beside it. */
import type { Row } from '../questions/question.js';
import { digits, times } from './numbers.js';

export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Contender whose ratio is 1; ratios are left out without it. */
  readonly reference?: string;
}

export interface Chart {
  readonly title: string;
  readonly groups: readonly Group[];
}

const WIDTH = 800;
const MARGIN = 24;
const BAR_LEFT = 260;
const BAR_WIDTH = 340;
const BAR_HEIGHT = 16;
const LINE = 24;
const HEADING = 34;
const TOP = 64;
/** Beyond this, the short bars could not be told apart. */
const LINEAR_UP_TO = 20;
const OURS = 'sharedbuffers';

/**
 * The background is the picture's own, so that text and ground always change together, whatever page it is on. Colours
 * contrast with it by 4.5 to 1 (text) and 3 to 1 (bars) at least.
 */
const STYLE = `
  .ground { fill: #ffffff; stroke: #d0d7de }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328 }
  .title { font-size: 16px; font-weight: 600 }
  .group { font-weight: 600 }
  .small { font-size: 12px; fill: #59636e }
  .bar { fill: #818b98 }
  .ours { fill: #0969da }
  .line { stroke: #d0d7de }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; stroke: #3d444d }
    text { fill: #f0f6fc }
    .small { fill: #9198a1 }
    .bar { fill: #7d8590 }
    .ours { fill: #4493f8 }
    .line { stroke: #3d444d }
  }
`;

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** From a value to the length of its bar: linear from zero, or logarithmic from a power of ten. */
interface Scale {
  readonly logarithmic: boolean;
  /** Where lines across the bars help the eye; none on a linear scale, whose lengths say it. */
  readonly lines: readonly number[];
  length(value: number): number;
}

export function scaleOf(values: readonly number[]): Scale {
  const positive = values.filter((value) => value > 0);
  const largest = Math.max(...positive);
  const smallest = Math.min(...positive);
  if (positive.length === 0 || largest / smallest <= LINEAR_UP_TO) {
    const length = (value: number) => (positive.length === 0 ? 0 : (BAR_WIDTH * value) / largest);
    return { logarithmic: false, lines: [], length };
  }
  // A bar of the smallest value still shows.
  const from = Math.floor(Math.log10(smallest * 0.8));
  const to = Math.log10(largest);
  const length = (value: number) =>
    value > 0 ? (BAR_WIDTH * Math.max(0, Math.log10(value) - from)) / (to - from) : 0;
  const lines = Array.from({ length: Math.floor(to) - from + 1 }, (_, power) => 10 ** (from + power));
  return { logarithmic: true, lines, length };
}

function bar(row: Row, y: number, scale: Scale, ratio: number | undefined): string {
  const { contender, value, unit } = row;
  const kind = contender.startsWith(OURS) ? 'bar ours' : 'bar';
  const length = Math.max(1, scale.length(value));
  const label = `${digits(value)} ${unit}${ratio === undefined ? '' : ` · ${times(ratio)} ×`}`;
  const base = y + BAR_HEIGHT - 4;
  return [
    `<text x="${BAR_LEFT - 8}" y="${base}" text-anchor="end">${escapeXml(contender)}</text>`,
    `<rect class="${kind}" x="${BAR_LEFT}" y="${y}" width="${length.toFixed(1)}" height="${BAR_HEIGHT}" rx="2"/>`,
    `<text x="${(BAR_LEFT + length + 8).toFixed(1)}" y="${base}">${escapeXml(label)}</text>`,
  ].join('\n');
}

function groupParts({ title, rows, reference }: Group, top: number, scale: Scale): string[] {
  const first = rows.find(({ contender }) => contender === reference)?.value;
  const bars = rows.map((row, place) => {
    const ratio = first === undefined || first === 0 ? undefined : row.value / first;
    return bar(row, top + HEADING + place * LINE, scale, ratio);
  });
  const heading = `<text class="group" x="${MARGIN}" y="${top + 20}">${escapeXml(title)}</text>`;
  const lines = scale.lines.map((value) => {
    const x = (BAR_LEFT + scale.length(value)).toFixed(1);
    const end = top + HEADING + rows.length * LINE - LINE + BAR_HEIGHT;
    return `<line class="line" x1="${x}" y1="${top + HEADING - 4}" x2="${x}" y2="${end + 4}"/>`;
  });
  return [heading, ...lines, ...bars];
}

/** The text of an SVG file. All groups share one scale. */
export function chartSvg({ title, groups }: Chart): string {
  const scale = scaleOf(groups.flatMap(({ rows }) => rows.map(({ value }) => value)));
  const parts: string[] = [];
  let y = TOP;
  for (const group of groups) {
    parts.push(...groupParts(group, y, scale));
    y += HEADING + group.rows.length * LINE + 8;
  }
  const height = y + 12;
  const less = 'Shorter is better.';
  const note = scale.logarithmic ? `${less} Logarithmic scale: a line at each power of ten.` : less;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeXml(title)}">
<style>${STYLE}</style>
<rect class="ground" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>
<text class="title" x="${MARGIN}" y="32">${escapeXml(title)}</text>
<text class="small" x="${MARGIN}" y="52">${escapeXml(note)}</text>
${parts.join('\n')}
</svg>
`;
}
