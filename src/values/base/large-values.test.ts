/** What is too large to be packed is refused before memory is spent on it. */
import { expect, test } from 'vitest';
import { PackError } from '../../errors.js';
import { struct } from '../../schema/struct.js';
import { t } from '../../schema/t.js';

/** Says to hold 2 GiB; nothing that looks at them gets past this. */
class Large extends Uint8Array {
  override get length(): number {
    return 2 ** 31;
  }
}

test.each([
  ['bytes', t.bytes, new Large(8)],
  ['bytes in an any', t.any, new Large(8)],
  ['a sparse array', t.list, new Array(2 ** 30)],
  ['a sparse array in an any', t.any, new Array(2 ** 31)],
  ['numbers as a list', t.list(t.int), new Large(8)],
])('%s of a gigabyte and more', (_, type, value) => {
  const Row = struct({ v: type });
  expect(() => Row.pack({ v: value } as never)).toThrow(PackError);
  expect(() => Row.pack({ v: value } as never)).toThrow(/^v.*takes more than 1073741824 bytes: split it/);
});
