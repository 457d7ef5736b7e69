import { struct, t } from 'sharedbuffers';
import { buildArray, openArray } from 'sharedbuffers/node';
import { contentEquality } from 'sharedbuffers/testing';
import { expect, test } from 'vitest';

const Launch = struct({ name: t.string, day: t.date });

test('records are mapped, and compared by content', async () => {
  await buildArray('launches.sb', Launch, [{ name: 'Luna 9', day: new Date('1966-01-31') }]);
  const launches = openArray('launches.sb', Launch);
  const launch = launches.at(0);
  expect(launches.mapped).toBe(true);
  expect(String(launch.day)).toBe('1966-01-31');
  expect(contentEquality(launch, { name: 'Luna 9', day: launch.day })).toBe(true);
});
