/**
 * Charts as SVG, written by hand: a line a contender, in groups, with its figure beside it. Values are bars where the axis
 * is linear from zero, and dots where it is logarithmic, since the length of a bar says nothing there.
 */
import { digits } from './numbers.js';
import { type Scale, scaleOf } from './scale.js';

export interface Line {
  readonly label: string;
  /** One value; or one a series of the chart, undefined where a series has none. */
  readonly values: readonly (number | undefined)[];
  /** What is written at the right. */
  readonly text: string;
  readonly ours: boolean;
}

export interface Group {
  readonly title: string;
  readonly lines: readonly Line[];
}

export interface Chart {
  readonly title: string;
  readonly groups: readonly Group[];
  /** Names of what the values of a line belong to, where a line has several. */
  readonly series?: readonly string[];
  /** What the axis is, where the figures do not say it. */
  readonly axis?: string;
}

const WIDTH = 800;
const MARGIN = 24;
const LEFT = 290;
const AXIS_WIDTH = 330;
const BAR_HEIGHT = 16;
const LINE = 24;
const HEADING = 40;
const TOP = 64;
const DOT = 6;
/** Series beyond these would look like an earlier one. */
const SHADES = 5;

/**
 * The background is the picture's own, so that text and ground always change together, whatever page it is on. Colours
 * contrast with it by 4.5 to 1 (text) and 3 to 1 (marks) at least.
 */
const STYLE = `
  .ground { fill: #ffffff; stroke: #d0d7de }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328 }
  .title { font-size: 16px; font-weight: 600 }
  .group { font-weight: 600 }
  .small { font-size: 12px; fill: #59636e }
  .mark { fill: #818b98 }
  .ours { fill: #0969da }
  .line { stroke: #d0d7de }
  .s0 { fill: #0969da } .s1 { fill: #bc4c00 } .s2 { fill: #1a7f37 } .s3 { fill: #8250df } .s4 { fill: #59636e }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; stroke: #3d444d }
    text { fill: #f0f6fc }
    .small { fill: #9198a1 }
    .mark { fill: #7d8590 }
    .ours { fill: #4493f8 }
    .line { stroke: #3d444d }
    .s0 { fill: #4493f8 } .s1 { fill: #f0883e } .s2 { fill: #3fb950 } .s3 { fill: #ab7df8 } .s4 { fill: #9198a1 }
  }
`;

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function dot(x: number, y: number, kind: string): string {
  return `<circle class="${kind}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${DOT}"/>`;
}

function lineParts({ label, values, text, ours }: Line, y: number, scale: Scale, several: boolean): string[] {
  const base = y + BAR_HEIGHT - 4;
  const name = `<text x="${LEFT - 8}" y="${base}" text-anchor="end">${escapeXml(label)}</text>`;
  const known = values.flatMap((value, series) => (value === undefined ? [] : [{ value, series }]));
  const end = Math.max(0, ...known.map(({ value }) => scale.place(value)));
  const kind = (series: number) => (several ? `mark s${series % SHADES}` : `mark${ours ? ' ours' : ''}`);
  const marks = known.map(({ value, series }) =>
    scale.logarithmic
      ? dot(LEFT + scale.place(value), y + BAR_HEIGHT / 2, kind(series))
      : `<rect class="${kind(series)}" x="${LEFT}" y="${y}" width="${Math.max(1, scale.place(value)).toFixed(1)}" height="${BAR_HEIGHT}" rx="2"/>`,
  );
  const beside = LEFT + end + (scale.logarithmic ? DOT : 0) + 8;
  return [name, ...marks, `<text x="${beside.toFixed(1)}" y="${base}">${escapeXml(text)}</text>`];
}

function groupParts({ title, lines }: Group, top: number, scale: Scale, several: boolean): string[] {
  const heading = `<text class="group" x="${MARGIN}" y="${top + 18}">${escapeXml(title)}</text>`;
  const end = top + HEADING + (lines.length - 1) * LINE + BAR_HEIGHT;
  const across = scale.lines.flatMap((value) => {
    const x = (LEFT + scale.place(value)).toFixed(1);
    return [
      `<text class="small" x="${x}" y="${top + HEADING - 6}" text-anchor="middle">${digits(value)}</text>`,
      `<line class="line" x1="${x}" y1="${top + HEADING - 2}" x2="${x}" y2="${end + 4}"/>`,
    ];
  });
  return [
    heading,
    ...across,
    ...lines.flatMap((line, place) => lineParts(line, top + HEADING + place * LINE, scale, several)),
  ];
}

function legend(series: readonly string[], y: number): string[] {
  return series.flatMap((name, place) => {
    const x = LEFT + place * 90;
    return [
      dot(x, y - 4, `s${place % SHADES}`),
      `<text class="small" x="${x + DOT + 5}" y="${y}">${escapeXml(name)}</text>`,
    ];
  });
}

/** The text of an SVG file. All groups share one scale. */
export function chartSvg({ title, groups, series = [], axis }: Chart): string {
  const several = series.length > 0;
  const values = groups.flatMap(({ lines }) => lines.flatMap((line) => line.values));
  const scale = scaleOf(
    values.filter((value) => value !== undefined),
    AXIS_WIDTH,
    several,
  );
  const parts: string[] = [];
  let y = TOP;
  if (several) {
    parts.push(...legend(series, y + 10));
    y += LINE;
  }
  for (const group of groups) {
    parts.push(...groupParts(group, y, scale, several));
    y += HEADING + group.lines.length * LINE + 8;
  }
  const height = y + 12;
  const less = scale.logarithmic ? 'Further left is better; logarithmic axis.' : 'Shorter is better.';
  const note = axis === undefined ? less : `${axis}. ${less}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeXml(title)}">
<style>${STYLE}</style>
<rect class="ground" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>
<text class="title" x="${MARGIN}" y="32">${escapeXml(title)}</text>
<text class="small" x="${MARGIN}" y="52">${escapeXml(note)}</text>
${parts.join('\n')}
</svg>
`;
}
