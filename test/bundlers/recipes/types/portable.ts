import { array, type Infer, mapping, type PackedBytes, struct, t } from 'sharedbuffers';
import { openRemote } from 'sharedbuffers/remote';
import { plain } from 'sharedbuffers/testing';

const City = struct({ name: t.string, population: t.uint32, raw: t.bytes });
const row: Infer<typeof City> = { name: 'Rosario', population: 1, raw: new Uint8Array(1) };
const Cities = mapping({ key: t.string, value: City });
const packed: PackedBytes = Cities.pack([['a', row]]);
const cities = Cities.fromBuffer(packed);
const population: number | undefined = cities.get('a')?.population;
const records = array(City).fromBuffer(array(City).pack([row]));

export async function far(): Promise<number> {
  const mapped = await openRemote('https://example.org/cities.sb', Cities);
  return (await mapped.get('a'))?.population ?? 0;
}
export const all = [population, records.length, plain(records.at(0))];
