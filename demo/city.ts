/** The whole data model: the types follow from it, and the files say it too. */
import { type Infer, mapping, struct, t } from 'sharedbuffers';

const CAPITAL = 'PPLC';

export class City extends struct({
  id: t.uint32,
  name: t.string,
  country: t.string,
  region: t.string.optional(),
  kind: t.string,
  population: t.uint32,
  location: struct({ lat: t.float64, lon: t.float64 }),
}) {
  get isCapital(): boolean {
    return this.kind === CAPITAL;
  }

  get label(): string {
    return this.region === undefined ? this.country : `${this.country}-${this.region}`;
  }
}

/** A city as a plain object, as it is packed and as JSON has it. */
export type PlainCity = Infer<typeof City>;

/** One place for each id, and an index of them by name, which many places share. */
export const Cities = mapping({ key: t.uint32, value: City, indexes: ['name'] });
