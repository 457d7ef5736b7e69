import { expect, test } from 'vitest';
import { chartSvg, scaleOf } from './chart.js';
import { chartsOf, topChart } from './charts.js';
import { fixture } from './fixture.js';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

const TAG = /<(\/?)([a-z]+)((?:\s+[a-zA-Z:][\w:-]*="[^"<]*")*)\s*(\/?)>/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function plain(text: string): string {
  return text.replace(/&([a-z]*;?)/g, (_, name: string) => {
    const found = name.endsWith(';') ? ENTITIES[name.slice(0, -1)] : undefined;
    if (found === undefined) throw new Error(`a bare & in ${text}`);
    return found;
  });
}

/** A strict parser of as much of XML as the charts need: throws for what is not well-formed. */
function parse(text: string): Element {
  const document: Element = { name: '', attributes: {}, children: [] };
  const open = [document];
  let at = 0;
  while (at < text.length) {
    const parent = open.at(-1)!;
    if (text[at] !== '<') {
      const end = text.indexOf('<', at);
      parent.children.push(plain(text.slice(at, end < 0 ? undefined : end)));
      at = end < 0 ? text.length : end;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(text);
    if (tag === null) throw new Error(`no tag: ${text.slice(at, at + 60)}`);
    at = TAG.lastIndex;
    const [, closing, name, attributes, empty] = tag;
    if (closing === '/') {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes another`);
      continue;
    }
    const pairs = [...attributes!.matchAll(/([a-zA-Z:][\w:-]*)="([^"]*)"/g)].map(([, key, value]) => [
      key!,
      plain(value!),
    ]);
    if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error('an attribute twice');
    const element = { name: name!, attributes: Object.fromEntries(pairs), children: [] };
    parent.children.push(element);
    if (empty !== '/') open.push(element);
  }
  const elements = document.children.filter((child) => typeof child !== 'string');
  if (open.length !== 1 || elements.length !== 1) throw new Error('not one root that is closed');
  return elements[0]!;
}

function all(element: Element, name: string): Element[] {
  const children = element.children.filter((child) => typeof child !== 'string');
  return children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

function bars(svg: Element): number[] {
  return all(svg, 'rect')
    .filter(({ attributes }) => attributes.class!.split(' ').includes('bar'))
    .map(({ attributes }) => Number(attributes.width));
}

const texts = (svg: Element) => all(svg, 'text').map(({ children }) => children.join(''));

test('the parser refuses what is not well-formed', () => {
  for (const bad of [
    '<a>',
    '<a></b>',
    '<a b=c/>',
    '<a>&</a>',
    '<a/><a/>',
    '<a b="1" b="2"/>',
    '<a b="<"/>',
  ]) {
    expect(() => parse(bad), bad).toThrow();
  }
});

test('every chart of a result is well-formed, with a bar and a label for each row', () => {
  const charts = [topChart(fixture)!, ...chartsOf(fixture)];
  expect(charts.map(({ name }) => name)).toEqual(['top', 'hit', 'open', 'memory']);
  for (const chart of charts) {
    const svg = parse(chartSvg(chart));
    const rows = chart.groups.flatMap((group) => group.rows);
    expect(bars(svg)).toHaveLength(rows.length);
    for (const { contender } of rows) expect(texts(svg)).toContain(contender);
    const [, , width, height] = svg.attributes.viewBox!.split(' ').map(Number);
    for (const { attributes } of all(svg, 'text')) {
      expect(Number(attributes.x)).toBeLessThan(width!);
      expect(Number(attributes.y)).toBeLessThan(height!);
    }
  }
});

test('labels have the figure and its ratio; names may have any character', () => {
  const row = { question: 'q', records: 1, unit: 'ns', min: 1, max: 1 };
  const svg = parse(
    chartSvg({
      title: 'a < b & "c"',
      groups: [
        {
          title: '<group>',
          reference: 'a&b',
          rows: [
            { ...row, contender: 'a&b', value: 500 },
            { ...row, contender: 'sharedbuffers', value: 1250 },
          ],
        },
      ],
    }),
  );
  expect(texts(svg)).toEqual(
    expect.arrayContaining(['a < b & "c"', '<group>', 'a&b', '500 ns · 1.0 ×', '1,250 ns · 2.5 ×']),
  );
  const ours = all(svg, 'rect').filter(({ attributes }) => attributes.class === 'bar ours');
  expect(ours).toHaveLength(1);
  expect(bars(svg)[1]! / bars(svg)[0]!).toBeCloseTo(2.5, 2);
});

test('colours are given for light and for dark pages', () => {
  expect(chartSvg(topChart(fixture)!)).toMatch(/@media \(prefers-color-scheme: dark\)/);
});

test('a scale is linear up to a factor of 20, logarithmic beyond', () => {
  const linear = scaleOf([1, 5, 20]);
  expect(linear.logarithmic).toBe(false);
  expect(linear.length(20) / linear.length(5)).toBeCloseTo(4);
  const logarithmic = scaleOf([1, 100, 10_000]);
  expect(logarithmic.logarithmic).toBe(true);
  const [a, b, c] = [1, 100, 10_000].map((value) => logarithmic.length(value));
  expect(a).toBeGreaterThan(0);
  expect(c! - b!).toBeCloseTo(b! - a!);
  expect(logarithmic.lines).toEqual([0.1, 1, 10, 100, 1000, 10_000].map((value) => expect.closeTo(value, 6)));
});

test('bars of nothing at all have no length', () => {
  expect(scaleOf([0, 0]).length(0)).toBe(0);
  expect(scaleOf([0, 1, 100]).length(0)).toBe(0);
});
