/** The records that all checks are about, and what plain JavaScript says they are. */
import { type Infer, idMapper, mapping, struct, t } from 'sharedbuffers';

export class City extends struct({
  name: t.string,
  population: t.uint32,
  location: struct({ lat: t.float64, lon: t.float64 }),
  languages: t.set(t.string),
  nickname: t.string.optional(),
  visits: t.bigint64,
}) {
  get label(): string {
    return `${this.nickname ?? this.name} (${this.population})`;
  }
}

export type CityRow = Infer<typeof City>;
export const Cities = mapping({ key: t.string, value: City, indexes: ['name'] });
export const Numbered = mapping({ key: t.uint32, value: City });
export const Ids = idMapper({ key: t.string });

export const COUNT = 3000;
export const keyOf = (index: number): string => `città/${index}`;

export function rowOf(index: number, version = 0): CityRow {
  const row = {
    name: `Città ${index} 東京`,
    population: index * 7 + version,
    location: { lat: index / 8, lon: -index / 16 },
    languages: new Set([`l${index % 5}`, 'es']),
    visits: 2n ** 60n + BigInt(index),
  };
  return index % 3 === 0 ? { ...row, nickname: `n${index}` } : row;
}

/** Rows of a version of the data, which shows in the populations. */
export function* rows(count: number = COUNT, version = 0): Generator<[string, CityRow]> {
  for (let index = 0; index < count; index += 1) yield [keyOf(index), rowOf(index, version)];
}
