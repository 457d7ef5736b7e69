/** Two numbers of a struct within each record, in order. */
import { Builder, ByteBuffer } from 'flatbuffers';
import { array } from 'sharedbuffers';
import { Place, Places, Point } from '../contenders/flatbuffers/place.js';
import { PlaceRecord, places } from '../places.js';
import type { Way } from './way.js';

/** Few enough to stay in the cache, so that the access is what costs. */
const RECORDS = 2000;
const REPEATS = 50;
const COUNT = RECORDS * REPEATS;

function packed(): Uint8Array {
  const builder = new Builder();
  const offsets = Array.from(places(RECORDS), ({ location: { lat, lon } }) => {
    Place.startPlace(builder);
    Place.addLocation(builder, Point.createPoint(builder, lat, lon));
    return Place.endPlace(builder);
  });
  const vector = Places.createPlacesVector(builder, offsets);
  Places.startPlaces(builder);
  Places.addPlaces(builder, vector);
  builder.finish(Places.endPlaces(builder));
  return builder.asUint8Array();
}

export const ways: readonly Way[] = [
  {
    name: 'array of objects',
    setUp() {
      const array = Array.from(places(RECORDS));
      return {
        count: COUNT,
        run() {
          let sum = 0;
          for (let repeat = 0; repeat < REPEATS; repeat += 1) {
            for (const { location } of array) sum += location.lat + location.lon;
          }
          return sum;
        },
      };
    },
  },
  {
    name: 'sharedbuffers cursor()',
    setUp() {
      const declared = array(PlaceRecord);
      const records = declared.fromBuffer(declared.pack(places(RECORDS)));
      return {
        count: COUNT,
        run() {
          let sum = 0;
          for (let repeat = 0; repeat < REPEATS; repeat += 1) {
            for (const { location } of records.cursor()) sum += location.lat + location.lon;
          }
          return sum;
        },
      };
    },
  },
  {
    name: 'flatbuffers',
    setUp() {
      const records = Places.getRootAsPlaces(new ByteBuffer(packed()));
      const place = new Place();
      const point = new Point();
      return {
        count: COUNT,
        run() {
          const length = records.placesLength();
          let sum = 0;
          for (let repeat = 0; repeat < REPEATS; repeat += 1) {
            for (let item = 0; item < length; item += 1) {
              const location = records.places(item, place)!.location(point)!;
              sum += location.lat() + location.lon();
            }
          }
          return sum;
        },
      };
    },
  },
];
