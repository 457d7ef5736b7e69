import { describe, expect, test } from 'vitest';
import { readSchema, schemaJson } from './schema-file.js';

const full = {
  fields: {
    id: 'string',
    tags: 'set<string>',
    nick: 'string? | null',
    place: { struct: { lat: 'float64', deep: { struct: { x: 'any?' }, alignment: 2 } }, optional: true },
    visits: 'list<Visit>',
    last: 'Visit | null',
  },
  alignment: 4,
  structs: { Visit: { code: 130, fields: { at: 'datetime' }, alignment: 1 } },
  key: { type: 'uint64', width: 32, multi: true },
};

test('a schema is read and printed as it was', () => {
  expect(schemaJson(readSchema(full, 'x'))).toEqual(full);
});

test('the long form, shorthand for keys, codes that are left out', () => {
  const json = {
    fields: { a: { type: 'string', optional: true, nullable: true }, b: { type: { type: 'list<A>' } } },
    structs: { A: { fields: {} }, B: { code: 128, fields: {} }, C: { fields: {} } },
    key: 'uint32',
  };
  expect(schemaJson(readSchema(json, 'x'))).toEqual({
    fields: { a: 'string? | null', b: 'list<A>' },
    structs: { A: { code: 129, fields: {} }, B: { code: 128, fields: {} }, C: { code: 130, fields: {} } },
    key: { type: 'uint64', width: 64, multi: false },
  });
});

test('the schema within the output of stat', () => {
  expect(schemaJson(readSchema({ file: 'x', bytes: 5, schema: { fields: { a: 'bool' } } }, 'x'))).toEqual({
    fields: { a: 'bool' },
  });
});

describe('what is wrong is said with its place', () => {
  test.each<[unknown, string]>([
    [[], 's.json: is not a JSON object'],
    [{}, 's.json: there are no fields'],
    [{ fields: 5 }, 's.json: fields: is not a JSON object'],
    [{ fields: { a: 'strin' } }, 's.json: fields.a: there is no type strin, nor a struct of that name'],
    [{ fields: { a: 'list<' } }, 's.json: fields.a: "list<" is no type'],
    [{ fields: { a: {} } }, 's.json: fields.a: is no type'],
    [{ fields: { a: { type: 'string', option: true } } }, 's.json: fields.a: does not know option'],
    [
      { fields: { a: { type: 'string', optional: 1 } } },
      's.json: fields.a: optional is neither true nor false',
    ],
    [
      { fields: { a: { struct: { b: { struct: 1 } } } } },
      's.json: fields.a.fields.b.fields: is not a JSON object',
    ],
    [
      { fields: { a: { stored: 'x' } } },
      's.json: fields.a: is stored as x, which this library does not write',
    ],
    [{ fields: {}, extra: 1 }, 's.json: does not know extra'],
    [{ fields: {}, alignment: '8' }, 's.json: alignment is not a number'],
    [{ fields: {}, structs: { A: { fields: {}, code: 'x' } } }, 's.json: structs.A: code is not a number'],
    [{ fields: {}, key: 'float32' }, 's.json: key: "float32" is no type of keys'],
    [{ fields: {}, key: { type: 'string', width: 16 } }, 's.json: key: width is neither 32 nor 64'],
  ])('%j', (json, message) => {
    expect(() => readSchema(json, 's.json')).toThrow(message);
  });
});
