/**
 * What `flatc --ts` makes of this schema, written by hand as user.ts is, without what nothing here calls:
 *
 *     struct Point { lat:double; lon:double; }
 *     table Place { location:Point; }
 *     table Places { places:[Place]; }
 */
import type { Builder, ByteBuffer, Offset } from 'flatbuffers';

export class Point {
  bb: ByteBuffer | null = null;
  bb_pos = 0;

  __init(i: number, bb: ByteBuffer): Point {
    this.bb_pos = i;
    this.bb = bb;
    return this;
  }

  lat(): number {
    return this.bb!.readFloat64(this.bb_pos);
  }

  lon(): number {
    return this.bb!.readFloat64(this.bb_pos + 8);
  }

  static createPoint(builder: Builder, lat: number, lon: number): Offset {
    builder.prep(8, 16);
    builder.writeFloat64(lon);
    builder.writeFloat64(lat);
    return builder.offset();
  }
}

export class Place {
  bb: ByteBuffer | null = null;
  bb_pos = 0;

  __init(i: number, bb: ByteBuffer): Place {
    this.bb_pos = i;
    this.bb = bb;
    return this;
  }

  location(obj?: Point): Point | null {
    const offset = this.bb!.__offset(this.bb_pos, 4);
    return offset ? (obj || new Point()).__init(this.bb_pos + offset, this.bb!) : null;
  }

  static startPlace(builder: Builder): void {
    builder.startObject(1);
  }

  static addLocation(builder: Builder, locationOffset: Offset): void {
    builder.addFieldStruct(0, locationOffset, 0);
  }

  static endPlace(builder: Builder): Offset {
    const offset = builder.endObject();
    return offset;
  }
}

export class Places {
  bb: ByteBuffer | null = null;
  bb_pos = 0;

  __init(i: number, bb: ByteBuffer): Places {
    this.bb_pos = i;
    this.bb = bb;
    return this;
  }

  static getRootAsPlaces(bb: ByteBuffer, obj?: Places): Places {
    return (obj || new Places()).__init(bb.readInt32(bb.position()) + bb.position(), bb);
  }

  places(index: number, obj?: Place): Place | null {
    const offset = this.bb!.__offset(this.bb_pos, 4);
    return offset
      ? (obj || new Place()).__init(
          this.bb!.__indirect(this.bb!.__vector(this.bb_pos + offset) + index * 4),
          this.bb!,
        )
      : null;
  }

  placesLength(): number {
    const offset = this.bb!.__offset(this.bb_pos, 4);
    return offset ? this.bb!.__vector_len(this.bb_pos + offset) : 0;
  }

  static createPlacesVector(builder: Builder, data: Offset[]): Offset {
    builder.startVector(4, data.length, 4);
    for (let i = data.length - 1; i >= 0; i--) {
      builder.addOffset(data[i]!);
    }
    return builder.endVector();
  }

  static startPlaces(builder: Builder): void {
    builder.startObject(1);
  }

  static addPlaces(builder: Builder, placesOffset: Offset): void {
    builder.addFieldOffset(0, placesOffset, 0);
  }

  static endPlaces(builder: Builder): Offset {
    const offset = builder.endObject();
    return offset;
  }
}
