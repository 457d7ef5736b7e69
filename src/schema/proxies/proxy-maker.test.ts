import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../bench/paths.js';
import { ArgumentError } from '../../errors.js';
import { struct } from '../struct.js';
import { t } from '../t.js';

const fields = { name: t.string, size: t.uint32 };
const value = { name: 'Ada', size: 7 };

test('proxies are instances of their class, and of those it extends', () => {
  class Named extends struct(fields) {
    get label(): string {
      return `${this.name}/${this.size}`;
    }
  }
  class Louder extends Named {
    override get label(): string {
      return super.label.toUpperCase();
    }
  }
  const proxy = Louder.unpackFrom(Louder.pack(value));
  expect(proxy).toBeInstanceOf(Louder);
  expect(proxy).toBeInstanceOf(Named);
  expect(proxy.constructor).toBe(Louder);
  expect(proxy.label).toBe('ADA/7');
  expect(Named.unpackFrom(Named.pack(value)).label).toBe('Ada/7');
});

test('of many classes, each makes its own', () => {
  const classes = Array.from({ length: 100 }, (_, place) => struct({ ...fields, [`of ${place}`]: t.int32 }));
  const read = classes.map((made, place) =>
    made.unpackFrom(made.pack({ ...value, [`of ${place}`]: place } as never)),
  );
  for (const [place, proxy] of read.entries()) {
    expect(proxy).toBeInstanceOf(classes[place]);
    expect(proxy.toObject()).toEqual({ ...value, [`of ${place}`]: place });
  }
});

test('a class may add fields to its proxies', () => {
  class Cached extends struct(fields) {
    readonly notes: string[] = [];
  }
  const proxy = Cached.unpackFrom(Cached.pack(value));
  proxy.notes.push('seen');
  expect(proxy.notes).toEqual(['seen']);
  expect(Cached.unpackFrom(Cached.pack(value)).notes).toEqual([]);
});

test('a field may be computed from the record', () => {
  class Doubled extends struct(fields) {
    readonly twice = this.size * 2;
  }
  expect(Doubled.unpackFrom(Doubled.pack(value)).twice).toBe(14);
});

test('a class may have private members', () => {
  class Secretive extends struct(fields) {
    #reads = 0;

    #count(): number {
      this.#reads += 1;
      return this.#reads;
    }

    get reads(): number {
      return this.#count();
    }
  }
  const proxy = Secretive.unpackFrom(Secretive.pack(value));
  expect([proxy.reads, proxy.reads]).toEqual([1, 2]);
  class Heir extends Secretive {}
  expect(Heir.unpackFrom(Heir.pack(value)).reads).toBe(1);
});

test('a class may have a constructor', () => {
  let made = 0;
  class Counted extends struct(fields) {
    constructor(...args: never) {
      super(...args);
      made += 1;
    }
  }
  Counted.unpackFrom(Counted.pack(value));
  const before = made;
  expect(Counted.unpackFrom(Counted.pack(value)).size).toBe(7);
  expect(made).toBe(before + 1);
});

test('a proxy is not made by hand', () => {
  class Plain extends struct(fields) {}
  Plain.unpackFrom(Plain.pack(value));
  expect(() => Reflect.construct(Plain, [])).toThrow(ArgumentError);
});

test('a copy that would take all of the memory along is refused', () => {
  class Plain extends struct(fields) {}
  const proxy = Plain.unpackFrom(Plain.pack(value));
  expect(() => structuredClone(proxy)).toThrow('could not be cloned');
  expect(() => JSON.stringify({ ...proxy })).toThrow(ArgumentError);
});

test('the copies of the maker are those that the script writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'makers-'));
  try {
    const written = join(folder, 'makers.ts');
    execFileSync(process.execPath, [join(ROOT, 'scripts/write-makers.js'), written]);
    const kept = join(ROOT, 'src/schema/proxies/maker-family.generated.ts');
    expect(readFileSync(kept, 'utf8')).toBe(readFileSync(written, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
