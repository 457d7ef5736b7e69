import assert from 'node:assert/strict';
import { test } from 'node:test';
import { struct, t } from 'sharedbuffers';
import { buildArray, openArray } from 'sharedbuffers/node';
import { contentEquality } from 'sharedbuffers/testing';

const Launch = struct({ name: t.string, day: t.date });

test('records are mapped, and compared by content', async () => {
  await buildArray('launches.sb', Launch, [{ name: 'Luna 9', day: new Date('1966-01-31') }]);
  const launches = openArray('launches.sb', Launch);
  const launch = launches.at(0);
  assert.equal(launches.mapped, true);
  assert.equal(String(launch.day), '1966-01-31');
  assert.equal(contentEquality(launch, { name: 'Luna 9', day: launch.day }), true);
});
