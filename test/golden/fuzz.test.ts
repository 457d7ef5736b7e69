/** Damaged golden bytes: reading gives a value or one of this library's errors, and comes to an end. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { type Infer, SharedBuffersError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { FIELDS, ProxyBase } from '../../src/schema/proxies/proxy.js';
import type { StructProxy } from '../../src/schema/proxies/struct-proxy.js';
import { isContainerCase } from './elsewhere.js';
import { type GoldenCase, goldenBytes, manifest } from './manifest.js';
import { registry, structFor, typeNamed } from './schemas.js';

interface Damage {
  /** Byte and what it is xored with; both taken modulo what there is. */
  readonly flips: readonly (readonly [number, number])[];
  /** Bytes cut off at the end. */
  readonly cut: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  flips: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 6 }),
  cut: fc.oneof(fc.constant(0), fc.nat(40)),
});

function damaged(bytes: Uint8Array, { flips, cut }: Damage): Uint8Array {
  const copy = bytes.slice(0, Math.max(1, bytes.length - cut));
  for (const [at, mask] of flips) copy[at % copy.length]! ^= mask;
  return copy;
}

/** Runs `read`; fails for an error of any other kind than this library's. */
function survive(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof SharedBuffersError)) throw error;
  }
}

function readEverything(open: () => StructProxy, other: StructProxy): void {
  survive(() => {
    const record = open();
    for (const name of record[FIELDS]) {
      survive(() => {
        const value: unknown = Reflect.get(record, name);
        if (value instanceof ProxyBase) survive(() => (value as StructProxy).toObject());
      });
    }
    survive(() => record.toObject());
    survive(() => record.toJSON());
    survive(() => record.equals(other));
    inspect(record);
  });
}

const Anything = struct({ v: t.any, w: t.any.optional().nullable() }, { registry });

/** A record with the case's value in a field of any type. */
function asRecord({ kind, offset }: GoldenCase, bytes: Uint8Array): Uint8Array {
  const record = new Uint8Array(16 + bytes.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(8, 16 + (kind === 'rtti' ? offset! : 0), true);
  record.set(bytes, 16);
  return record;
}

const cases = manifest.cases.filter((each) => !isContainerCase(each) && each.size < 5000);
const named = (kind: GoldenCase['kind']): [string, GoldenCase][] =>
  cases.filter((each) => each.kind === kind).map((each) => [each.id, each]);

describe('damaged records', () => {
  test.each(named('schema'))('%s', (id, each) => {
    const input = each.input as { attrs?: Infer<typeof t.any> };
    const type = structFor(each.schema!, id, (input.attrs ?? {}) as never) as unknown as typeof Anything;
    const bytes = goldenBytes(each);
    const offset = each.offsets?.at(-1) ?? 0;
    const whole = type.unpackFrom(bytes, offset) as unknown as StructProxy;
    fc.assert(
      fc.property(damage, (how) => {
        const copy = damaged(bytes, how);
        readEverything(() => type.unpackFrom(copy, offset) as unknown as StructProxy, whole);
      }),
      { numRuns: 60 },
    );
  });
});

describe('damaged values', () => {
  test.each(named('rtti'))('%s', (_, each) => {
    const bytes = asRecord(each, goldenBytes(each));
    const whole = Anything.unpackFrom(bytes) as unknown as StructProxy;
    fc.assert(
      fc.property(damage, (how) => {
        const copy = damaged(bytes, how);
        readEverything(() => Anything.unpackFrom(copy) as unknown as StructProxy, whole);
      }),
      { numRuns: 40 },
    );
  });

  test('every byte of a small record, flipped every way', () => {
    const Point = typeNamed('registered:Point')!;
    const type = struct(
      { a: t.list, b: t.set(t.string), p: t.list(Point as never), n: t.uint64, s: t.string },
      { registry },
    );
    const value = {
      a: ['x', [1, 2], null],
      b: new Set(['m', 'n']),
      p: [{ x: 1, y: 2, label: 'l' }],
      n: 7,
      s: 'text',
    };
    const bytes = type.pack(value as never);
    const whole = type.unpackFrom(bytes) as unknown as StructProxy;
    for (let at = 0; at < bytes.length; at += 1) {
      for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
        const copy = damaged(bytes, { flips: [[at, mask]], cut: 0 });
        readEverything(() => type.unpackFrom(copy) as unknown as StructProxy, whole);
      }
    }
    expect(whole.toObject()).toEqual(value);
  });
});
