import { expect, test } from 'vitest';
import { chartSvg } from './chart.js';
import { chartsOf, topChart } from './charts.js';
import { fixture } from './fixture.js';
import { scaleOf } from './scale.js';

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

const marked = (element: Element) => element.attributes.class!.split(' ').includes('mark');
const bars = (svg: Element) => all(svg, 'rect').filter(marked);
const dots = (svg: Element) => all(svg, 'circle').filter(marked);

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

test('every chart of a result is well-formed, with a mark for each value and a label for each line', () => {
  const charts = [topChart(fixture)!, ...chartsOf(fixture)];
  expect(charts.map(({ name }) => name)).toEqual(['top', 'hit', 'open', 'memory']);
  for (const chart of charts) {
    const svg = parse(chartSvg(chart));
    const lines = chart.groups.flatMap((group) => group.lines);
    const values = lines.flatMap((line) => line.values).filter((value) => value !== undefined);
    expect(bars(svg).length + dots(svg).length).toBe(values.length);
    for (const { label } of lines) expect(texts(svg)).toContain(label);
    const [, , width, height] = svg.attributes.viewBox!.split(' ').map(Number);
    for (const { attributes } of all(svg, 'text')) {
      expect(Number(attributes.x)).toBeLessThan(width!);
      expect(Number(attributes.y)).toBeLessThan(height!);
    }
  }
});

test('a logarithmic axis has dots and no bars, a linear one bars from zero', () => {
  const chart = (...values: number[]) => ({
    title: '',
    groups: [
      { title: '', lines: values.map((value) => ({ label: '', values: [value], text: '', ours: false })) },
    ],
  });
  const far = parse(chartSvg(chart(1, 100, 10_000)));
  expect(bars(far)).toHaveLength(0);
  const [a, b, c] = dots(far).map(({ attributes }) => Number(attributes.cx));
  expect(c! - b!).toBeCloseTo(b! - a!);
  const near = parse(chartSvg(chart(2, 4, 20)));
  expect(dots(near)).toHaveLength(0);
  const [d, , e] = bars(near).map(({ attributes }) => Number(attributes.width));
  expect(e! / d!).toBeCloseTo(10, 1);
});

test('labels have the figure and its ratio; names may have any character', () => {
  const svg = parse(
    chartSvg({
      title: 'a < b & "c"',
      groups: [
        {
          title: '<group>',
          lines: [
            { label: 'a&b', values: [500], text: '500 ns · 1.0 ×', ours: false },
            { label: 'sharedbuffers', values: [1250], text: '1,250 ns · 2.5 ×', ours: true },
          ],
        },
      ],
    }),
  );
  expect(texts(svg)).toEqual(
    expect.arrayContaining(['a < b & "c"', '<group>', 'a&b', '500 ns · 1.0 ×', '1,250 ns · 2.5 ×']),
  );
  const ours = all(svg, 'rect').filter(({ attributes }) => attributes.class === 'mark ours');
  expect(ours).toHaveLength(1);
});

test('lines of a chart are of the first runtime and the usual keys', () => {
  const hit = chartsOf(fixture).find(({ name }) => name === 'hit')!;
  expect(hit.title).toBe('hit: 1,000,000 records, Node 24');
  expect(hit.groups[0]!.lines.map(({ label, values, text }) => [label, values, text])).toEqual([
    ['Map of objects', [500], '500 ns · 1.0 ×'],
    ['sharedbuffers', [400], '400 ns · 0.80 ×'],
    ['lmdb', [2000], '2,000 ns · 4.0 ×'],
  ]);
});

test('the picture of the README has a dot a runtime for each cell that is wanted', () => {
  const chart = topChart(fixture)!;
  expect(chart.series).toEqual(['Node 24', 'Bun']);
  expect(chart.groups.map(({ title }) => title)).toEqual([
    'get, fresh text key, two numbers',
    'get, held text key, two numbers',
    'get, random integer key',
  ]);
  expect(chart.groups[0]!.lines).toEqual([
    { label: '1,000,000 records', values: [0.8, 2], text: '0.80 to 2.0 ×', ours: true },
  ]);
  expect(chart.groups[1]!.lines[0]!.values).toEqual([1.5, undefined]);
  expect(bars(parse(chartSvg(chart)))).toHaveLength(0);
  expect(topChart({ ...fixture, rows: [] })).toBeUndefined();
});

test('colours are given for light and for dark pages', () => {
  expect(chartSvg(topChart(fixture)!)).toMatch(/@media \(prefers-color-scheme: dark\)/);
});

test('a scale is linear up to a factor of 20, logarithmic beyond', () => {
  const linear = scaleOf([1, 5, 20], 300);
  expect(linear.logarithmic).toBe(false);
  expect([0, 5, 20].map((value) => linear.place(value))).toEqual([0, 75, 300]);
  const logarithmic = scaleOf([1, 100, 10_000], 300);
  expect(logarithmic.logarithmic).toBe(true);
  const [a, b, c] = [1, 100, 10_000].map((value) => logarithmic.place(value));
  expect(a).toBeGreaterThan(0);
  expect(c).toBeLessThan(300);
  expect(c! - b!).toBeCloseTo(b! - a!);
  expect(logarithmic.lines).toEqual([1, 10, 100, 1000, 10_000]);
  expect(scaleOf([0.4, 3], 300, true).lines).toEqual([0.5, 1, 2]);
});

test('what is nothing at all lies at the left end', () => {
  expect(scaleOf([0, 0], 300).place(0)).toBe(0);
  expect(scaleOf([0, 1, 100], 300).place(0)).toBe(0);
});
