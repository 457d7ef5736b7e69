import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CorruptBufferError } from '../../errors.js';
import { Memory } from '../memory.js';
import type { Window } from '../window.js';
import { readShortText, SHORT_BYTES } from './short-text.js';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** More reads that find nothing than the table bears before it is left alone. */
const MANY = 20_000;

/** A window of just these bytes: whatever is read beyond them is an error. */
function windowOf(bytes: Uint8Array): Window {
  return Memory.over(bytes.length > 0 ? Uint8Array.from(bytes) : new Uint8Array(1)).windowAt(0);
}

function read(bytes: Uint8Array): string {
  return readShortText(windowOf(bytes), 0, bytes.length);
}

/** What a strict decoder gives, and where ours says that bytes are wrong. */
function expectAsStrict(bytes: Uint8Array): void {
  let expected: string | undefined;
  try {
    expected = strict.decode(bytes);
  } catch {
    expect(() => read(bytes)).toThrow(CorruptBufferError);
    return;
  }
  expect(read(bytes)).toBe(expected);
}

/** So many texts that never came before, after which the table is left alone. */
let unique = 0;
function readUnique(count: number): void {
  const bytes = encode(`${'0'.repeat(12)} one`);
  const window = windowOf(bytes);
  for (let i = 0; i < count; i++) {
    const digits = String(unique++).padStart(12, '0');
    for (let k = 0; k < 12; k++) window.view.setUint8(k, digits.charCodeAt(k));
    if (readShortText(window, 0, 16) !== `${digits} one`)
      throw new Error(`${digits} is read as another text`);
  }
}

/** Texts that repeat, until the table is used again. */
function readRepeated(): void {
  const window = windowOf(encode('again and again'));
  for (let i = 0; i < MANY; i++) readShortText(window, 0, window.size);
}

const states: [string, () => void][] = [
  ['while values repeat', readRepeated],
  ['while they do not', () => readUnique(MANY)],
];

describe.each(states)('short text, %s', (_, prepare) => {
  test('bytes are read as a strict TextDecoder reads them, the first time and later', () => {
    prepare();
    const edges = [
      0x00, 0x41, 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xdf, 0xe0, 0xed, 0xf0, 0xf4,
    ];
    const byte = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 0, max: 255 }), fc.constant(0x61));
    const anything = fc.array(byte, { maxLength: SHORT_BYTES }).map((list) => Uint8Array.from(list));
    const valid = fc
      .string({ unit: 'binary', maxLength: 12 })
      .map(encode)
      .filter((bytes) => bytes.length <= SHORT_BYTES);
    const latin = fc
      .array(fc.constantFrom('a', 'é', '\x80', 'ÿ', 'Ā', '日'), { maxLength: 8 })
      .map((list) => encode(list.join('')));
    fc.assert(
      fc.property(fc.oneof(anything, valid, latin), (bytes) => {
        for (let i = 0; i < 3; i++) expectAsStrict(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  test('texts that differ in a byte, or in their length alone, are told apart', () => {
    prepare();
    for (const letter of ['a', '\0']) {
      const all = Array.from({ length: SHORT_BYTES + 1 }, (_, length) => letter.repeat(length));
      for (let length = 1; length <= SHORT_BYTES; length++) {
        for (let i = 0; i < length; i++) all.push(`${letter.repeat(i)}b${letter.repeat(length - i - 1)}`);
      }
      for (let round = 0; round < 3; round++) for (const text of all) expect(read(encode(text))).toBe(text);
    }
  });

  test('one that is not UTF-8 is refused each time, beside one that differs in a bit', () => {
    prepare();
    for (let length = 1; length <= SHORT_BYTES; length++) {
      const good = encode('x'.repeat(length));
      for (let i = 0; i < length; i++) {
        const wrong = Uint8Array.from(good);
        wrong[i]! |= 0x80;
        for (let round = 0; round < 2; round++) {
          expect(read(good)).toBe('x'.repeat(length));
          expect(() => read(wrong)).toThrow(new RegExp(`not valid UTF-8.*\\(at byte ${i}\\)`));
        }
      }
    }
  });
});

test('more texts than are kept: each place is taken over many times, and each text read as what it is', () => {
  readRepeated();
  const all = Array.from(
    { length: 30_000 },
    (_, i) => `${i % 3 === 0 ? 'é' : ''}${i * 7919}:${'-'.repeat(i % 9)}`,
  );
  const stored = all.map((text) => windowOf(encode(text)));
  for (let round = 0; round < 3; round++) {
    // Each text twice in a row, so that the table stays in use.
    const wrong = all.filter((text, i) => {
      const window = stored[i]!;
      const first = readShortText(window, 0, window.size);
      return first !== text || readShortText(window, 0, window.size) !== text;
    });
    expect(wrong).toEqual([]);
  }
});

test('bytes that another thread changes while they are read are not kept for those that were there', () => {
  readRepeated();
  const bytes = encode('guest account');
  const window = windowOf(bytes);
  const { view } = window;
  let reads = 0;
  Object.defineProperty(view, 'getInt32', {
    value(offset: number, little?: boolean): number {
      const word = DataView.prototype.getInt32.call(view, offset, little);
      if (++reads === 4) window.bytes.set(encode('admin account'));
      return word;
    },
  });
  expect(readShortText(window, 0, bytes.length)).toBe('guest account');
  expect(read(encode('guest account'))).toBe('guest account');
  expect(read(encode('admin account'))).toBe('admin account');
});

test('memory is bounded: of half a million texts, at most some thousand are kept', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  readRepeated();
  readUnique(MANY);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 10; i++) {
    readUnique(50_000);
    readRepeated();
  }
  collect();
  // All of them would take 16 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(2_000_000);
});
