import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import fixtures from '../../../test/fixtures/schema-pickles.json' with { type: 'json' };
import { CorruptBufferError, SchemaError, VersionError } from '../../errors.js';
import { Opcode } from './opcodes.js';
import { readPickle } from './pickle-reader.js';
import { readSchemaPickle } from './schema-pickle.js';

const schemas = fixtures.schemas.map(({ hex }) => Buffer.from(hex, 'hex'));
const pickles = fixtures.python.flatMap(({ pickles }) => pickles.map((hex) => Buffer.from(hex, 'hex')));

/** Runs `read`, which may give a value or refuse the bytes in one of the ways that say so. */
function survives(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (error instanceof CorruptBufferError) expect(error.offset).toBeTypeOf('number');
    else if (!(error instanceof SchemaError || error instanceof VersionError)) throw error;
  }
}

describe('damaged pickles give a value or a clear error', () => {
  test('cut anywhere, always an error', () => {
    for (const pickle of schemas) {
      for (let end = 0; end < pickle.length; end++) {
        expect(() => readSchemaPickle(pickle.subarray(0, end))).toThrow(CorruptBufferError);
      }
    }
  });

  /** Calls `read` with pickles of which one to three bytes were changed. */
  function changed(pickles: readonly Buffer[], read: (bytes: Uint8Array) => unknown): void {
    const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    const changes = fc.array(change, { minLength: 1, maxLength: 3 });
    const property = fc.property(fc.constantFrom(...pickles), changes, (pickle, places) => {
      const bytes = Uint8Array.from(pickle);
      for (const { at, byte } of places) bytes[at % bytes.length] = byte;
      survives(() => read(bytes));
    });
    fc.assert(property, { numRuns: 5000 });
  }

  test('any bytes of a schema changed', () => {
    changed(schemas, (bytes) => readSchemaPickle(bytes));
  });

  test('any bytes of another pickle changed', () => {
    changed(pickles, (bytes) => readPickle(bytes));
  });

  test('random opcodes', () => {
    const piece = fc.oneof(
      fc.constantFrom(...Object.values(Opcode)).map((opcode) => Uint8Array.of(opcode)),
      fc
        .constantFrom('1\n', 'os\n', 'system\n', "'x'\n", '\0', '\x01', '\x01\0\0\0')
        .map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        survives(() => readPickle(Buffer.concat([...pieces, Buffer.from('.')])));
      }),
      { numRuns: 5000 },
    );
  });
});
