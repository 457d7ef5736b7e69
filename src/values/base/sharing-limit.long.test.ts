import { Sharing } from 'sharedbuffers';
import { expect, test } from 'vitest';

test('forgets all when it is full', () => {
  const sharing = new Sharing();
  for (let key = 0; key <= 2 ** 22; key += 1) sharing.add('kind', key, key);
  expect(sharing.size).toBe(1);
  expect(sharing.find('kind', 2 ** 22)).toBe(2 ** 22);
});
