/** Files of every kind to look into. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, idMapper, mapping, struct, t } from 'sharedbuffers';

export const City = struct({
  name: t.string,
  population: t.uint32,
  location: struct({ lat: t.float64, lon: t.float64 }),
  languages: t.set(t.string),
  notes: t.any.optional(),
});
export const Cities = mapping({ key: t.string, value: City });

export const COUNT = 3000;
export const keyOf = (index: number): string => `city/${String(index).padStart(5, '0')}`;
export const NASTY = '<img src=x onerror=alert(1)>\u202egnp.\u0007';

export function cityOf(index: number) {
  return {
    name: index === 7 ? NASTY : `City ${index}`,
    population: (index * 7919) % 100_000,
    location: { lat: index / 100, lon: -index / 50 },
    languages: new Set(index % 2 === 0 ? ['es', 'en'] : ['fr']),
    ...(index % 3 === 0 && { notes: ['a', index, new Map([['k', 1.5]])] }),
  };
}

export const cityRows = (count = COUNT) =>
  Array.from({ length: count }, (_, at) => [keyOf(at), cityOf(at)] as const);

export class SampleFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), 'sharedbuffers-inspector-'));

  write(name: string, bytes: Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, bytes);
    return path;
  }

  read(path: string): Uint8Array {
    return new Uint8Array(readFileSync(path));
  }

  cities(name = 'cities.sb'): string {
    return this.write(
      name,
      Cities.pack(cityRows(), { columns: ['population'], indexes: ['name'], ordered: true }),
    );
  }

  records(): string {
    return this.write('records.sb', array(City).pack(cityRows(500).map(([, city]) => city)));
  }

  ids(): string {
    const entries = Array.from({ length: 1000 }, (_, at) => [`id ${at}`, at * 2] as const);
    return this.write('ids.sb', idMapper({ key: t.string }).pack(entries));
  }

  /** One record of a mapping leads nowhere, another one's text is cut short. */
  damaged(): string {
    const bytes = Cities.pack(cityRows(), { checksums: false });
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const start = Number(view.getBigUint64(bytes.length - 8, true));
    const index = start + Number(view.getBigUint64(start + 8, true));
    view.setBigUint64(index + 8 * 3, 2n ** 60n, true);
    const fifth = start + Number(view.getBigUint64(index + 8 * 5, true));
    view.setBigInt64(fifth + 8, 2n ** 50n, true);
    return this.write('damaged.sb', bytes);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
