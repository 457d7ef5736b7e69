/** The places of the world: what lies in the file, for the program that builds it and for the page that reads it. */
import { mapping, struct, t } from 'sharedbuffers';

export class Place extends struct({
  name: t.string,
  country: t.string,
  population: t.uint32,
  lat: t.float64,
  lon: t.float64,
}) {
  get label(): string {
    return `${this.name}, ${this.country}`;
  }
}

/** What a name is found by, however it is spelled in capitals. */
export const searched = (name: string): string => name.toLowerCase();

export const Places = mapping({
  key: t.uint32,
  value: Place,
  indexes: [{ name: 'search', key: t.string, keys: ({ name }) => searched(name), ordered: true }],
});
