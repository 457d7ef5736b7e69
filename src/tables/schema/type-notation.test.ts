import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONTAINERS, DICTS, SCALARS, type Shape, type TypeNode } from './schema.js';
import { parseType, printType } from './type-notation.js';

const { type } = fc.letrec<{ type: TypeNode; element: TypeNode; shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...SCALARS).map((name): Shape => ({ kind: 'scalar', name })),
    fc.constant<Shape>({ kind: 'any' }),
    fc.constantFrom('Point', 'é_1').map((name): Shape => ({ kind: 'named', name })),
    fc.constantFrom(...CONTAINERS).map((kind): Shape => ({ kind })),
    fc
      .tuple(fc.constantFrom(...CONTAINERS), tie('element'))
      .map(([kind, element]): Shape => ({ kind, element })),
    fc
      .tuple(fc.constantFrom(...DICTS), tie('element'), tie('element'))
      .map(([kind, key, value]): Shape => ({ kind, entry: [key, value] })),
  ),
  element: fc.record({ shape: tie('shape'), optional: fc.constant(false), nullable: fc.boolean() }),
  type: fc.record({ shape: tie('shape'), optional: fc.boolean(), nullable: fc.boolean() }),
}));

test('what is printed is read as the same type', () => {
  fc.assert(
    fc.property(type, (each) => {
      expect(parseType(printType(each)!)).toEqual(each);
    }),
  );
});

test.each([
  ['string?', { shape: { kind: 'scalar', name: 'string' }, optional: true, nullable: false }],
  [' string |null ? ', { shape: { kind: 'scalar', name: 'string' }, optional: true, nullable: true }],
  ['City', { shape: { kind: 'named', name: 'City' }, optional: false, nullable: false }],
])('%j', (text, expected) => {
  expect(parseType(text)).toEqual(expected);
});

test.each([
  '',
  '?',
  'null',
  'string??',
  'list<>',
  'list<string?>',
  'list<string, string>',
  'dict<string>',
  'string<int64>',
  'list<string',
  'list string',
  'Map<string>',
  `${'list<'.repeat(50)}any${'>'.repeat(50)}`,
])('%j is no type', (text) => {
  expect(parseType(text)).toBeUndefined();
});
