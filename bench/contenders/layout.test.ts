import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idOf, nameOf, packUser, scoreOf, userOf } from './layout.js';

const users = fc.record({
  id: fc.maxSafeNat(),
  name: fc.string({ unit: 'grapheme', maxLength: 12 }),
  score: fc.double({ noNaN: true }),
  tags: fc.uniqueArray(fc.nat(255), { maxLength: 5 }).map((tags) => new Set(tags)),
  bio: fc.string({ unit: 'grapheme', maxLength: 20 }),
});

test('every user comes back, whole and field by field', () => {
  fc.assert(
    fc.property(users, (user) => {
      const bytes = packUser(user);
      expect(userOf(bytes)).toEqual(user);
      expect([idOf(bytes), nameOf(bytes), scoreOf(bytes)]).toEqual([user.id, user.name, user.score]);
    }),
  );
});
