import { expect, test } from 'vitest';
import { available, describeWithPython, required } from './peer.js';

if (!available && !required) {
  console.log('The tests against Python are skipped: `npm run interop:setup` enables them.');
}

describeWithPython('the Python process', (python) => {
  test('answers', async () => {
    expect(await python.ask('hello')).toEqual({ python: expect.stringMatching(/^3\./), schema_version: 2 });
  });

  test('says what went wrong, and goes on', async () => {
    await expect(
      python.ask('pack', { type: 'mapped_list', value: [2 ** 53, -1, { $int: `${2n ** 64n}` }] }),
    ).rejects.toThrow('Python: OverflowError');
    await expect(python.ask('no_such_request')).rejects.toThrow('no request is called no_such_request');
    expect(await python.ask('unpack', { type: 'mapped_unicode', data: '010061' })).toBe('a');
  });
});
