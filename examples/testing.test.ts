import assert from 'node:assert';
import { struct, t } from 'sharedbuffers';
import { contentEquality, plain } from 'sharedbuffers/testing';
import { expect, test } from 'vitest';

expect.addEqualityTesters([contentEquality]); // once, in a setup file; the same in Jest

const City = struct({
  name: t.string,
  founded: t.date,
  languages: t.setView(t.string),
  tags: t.listView(t.string),
});
const rosario = {
  name: 'Rosario',
  founded: new Date('1793-10-07'),
  languages: new Set(['es']),
  tags: ['port', 'river'],
};
const city = City.unpackFrom(City.pack(rosario));

test('a record equals what it holds', () => {
  expect(city).toEqual({ ...rosario, founded: '1793-10-07' });
  expect(city).toEqual(City.unpackFrom(City.pack(rosario)));
  expect(city).toMatchObject({ name: expect.any(String), tags: ['port', 'river'] });
  expect(city.languages).toEqual(new Set(['es']));
});

test('and so it does for assert, as a plain copy', () => {
  assert.deepStrictEqual(plain(city), { ...rosario, founded: '1793-10-07' });
});
