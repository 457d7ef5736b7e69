import { mapping, struct, t } from 'sharedbuffers';
import { buildDataset, buildMapping, liveMapping, openMapping } from 'sharedbuffers/node';

const City = struct({ name: t.string, population: t.uint32 });
const Cities = mapping({ key: t.string, value: City });
await buildMapping('cities.sb', Cities, [['a', { name: 'Rosario', population: 1 }]]);
using cities = openMapping('cities.sb', Cities);
using live = await liveMapping('cities.sb', Cities);
const packed = City.pack({ name: 'Rosario', population: 1 });
const digest: ArrayBuffer = await crypto.subtle.digest('SHA-256', packed);
const blob = new Blob([packed]);
export const all = [cities.get('a')?.name, live.get('a')?.population, digest, blob, buildDataset];
