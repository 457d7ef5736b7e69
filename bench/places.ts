/** A second set of records: a text of 12 ASCII characters, a nested struct, three plain numbers. */
import { struct, t } from 'sharedbuffers';
import { buildArray } from 'sharedbuffers/node';
import { mix } from './data.js';

export interface Place {
  readonly code: string;
  readonly location: { readonly lat: number; readonly lon: number };
  readonly population: number;
  readonly elevation: number;
  readonly rating: number;
}

export class PlaceRecord extends struct({
  code: t.string,
  location: struct({ lat: t.float64, lon: t.float64 }),
  population: t.uint32,
  elevation: t.int32,
  rating: t.float64,
}) {}

export const CODE_LENGTH = 12;

export function placeAt(index: number): Place {
  const a = mix(index);
  const b = mix(index ^ 0x3c6ef372);
  return {
    code: `PL${a.toString().padStart(CODE_LENGTH - 2, '0')}`,
    location: { lat: (a / 2 ** 32) * 180 - 90, lon: (b / 2 ** 32) * 360 - 180 },
    population: a >>> 8,
    elevation: (b >>> 19) - 400,
    // In 256ths: sums are exact, in whatever order.
    rating: (b >>> 24) / 256,
  };
}

export function* places(records: number): Generator<Place> {
  for (let index = 0; index < records; index += 1) yield placeAt(index);
}

export function buildPlaces(path: string, records: number): Promise<void> {
  return buildArray(path, PlaceRecord, places(records));
}
