import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prettyJson } from './pretty-json.js';

const plain = { color: false, short: false };
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
const COLOR = /\u001b\[\d+m/g;

test('is what JSON.stringify gives', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const parsed: unknown = JSON.parse(json);
      // Numbers keep their digits here.
      fc.pre(JSON.stringify(parsed) === json.replaceAll(/\s+/g, ''));
      expect(prettyJson(json, plain)).toBe(JSON.stringify(parsed, null, 2));
      expect(prettyJson(json, { color: true, short: false }).replaceAll(COLOR, '')).toBe(
        JSON.stringify(parsed, null, 2),
      );
    }),
  );
});

test('keeps digits, and members in their order', () => {
  expect(prettyJson('{ "b":1152921504606847000.0,"1":"x"}', plain)).toBe(
    '{\n  "b": 1152921504606847000.0,\n  "1": "x"\n}',
  );
});

test('cuts long lists and texts short where it is asked to', () => {
  const json = JSON.stringify({
    list: Array.from({ length: 1030 }, (_, n) => [n, '],"']),
    end: 1,
    text: 'é'.repeat(2000),
  });
  const short = prettyJson(json, { color: false, short: true });
  expect(short).toContain('… 1,010 more\n  ],\n  "end": 1,\n');
  expect(short).toContain('(2,002 characters)');
  expect(short.length).toBeLessThan(2500);
  expect(prettyJson(json, plain)).toBe(JSON.stringify(JSON.parse(json), null, 2));
});
