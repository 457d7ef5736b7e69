/**
 * What `flatc --ts` makes of this schema, written by hand, method by method as it does, without the methods that
 * nothing here calls:
 *
 *     table User { key:string; number:double; id:double; name:string; score:double; tags:[ubyte]; bio:string; }
 *     table Users { in_order:[User]; by_key:[User]; }
 *
 * `id` is a double, since `readUint64` makes a BigInt. `flatc` makes no look-up by key for TypeScript: look-up.ts.
 */
import type { Builder, ByteBuffer, Encoding, Offset } from 'flatbuffers';

export class User {
  bb: ByteBuffer | null = null;
  bb_pos = 0;

  __init(i: number, bb: ByteBuffer): User {
    this.bb_pos = i;
    this.bb = bb;
    return this;
  }

  static getRootAsUser(bb: ByteBuffer, obj?: User): User {
    return (obj || new User()).__init(bb.readInt32(bb.position()) + bb.position(), bb);
  }

  key(): string | null;
  key(optionalEncoding: Encoding): string | Uint8Array | null;
  key(optionalEncoding?: Encoding): string | Uint8Array | null {
    const offset = this.bb!.__offset(this.bb_pos, 4);
    return offset ? this.bb!.__string(this.bb_pos + offset, optionalEncoding) : null;
  }

  number(): number {
    const offset = this.bb!.__offset(this.bb_pos, 6);
    return offset ? this.bb!.readFloat64(this.bb_pos + offset) : 0.0;
  }

  id(): number {
    const offset = this.bb!.__offset(this.bb_pos, 8);
    return offset ? this.bb!.readFloat64(this.bb_pos + offset) : 0.0;
  }

  name(): string | null;
  name(optionalEncoding: Encoding): string | Uint8Array | null;
  name(optionalEncoding?: Encoding): string | Uint8Array | null {
    const offset = this.bb!.__offset(this.bb_pos, 10);
    return offset ? this.bb!.__string(this.bb_pos + offset, optionalEncoding) : null;
  }

  score(): number {
    const offset = this.bb!.__offset(this.bb_pos, 12);
    return offset ? this.bb!.readFloat64(this.bb_pos + offset) : 0.0;
  }

  tags(index: number): number | null {
    const offset = this.bb!.__offset(this.bb_pos, 14);
    return offset ? this.bb!.readUint8(this.bb!.__vector(this.bb_pos + offset) + index) : 0;
  }

  tagsLength(): number {
    const offset = this.bb!.__offset(this.bb_pos, 14);
    return offset ? this.bb!.__vector_len(this.bb_pos + offset) : 0;
  }

  tagsArray(): Uint8Array | null {
    const offset = this.bb!.__offset(this.bb_pos, 14);
    return offset
      ? new Uint8Array(
          this.bb!.bytes().buffer,
          this.bb!.bytes().byteOffset + this.bb!.__vector(this.bb_pos + offset),
          this.bb!.__vector_len(this.bb_pos + offset),
        )
      : null;
  }

  bio(): string | null;
  bio(optionalEncoding: Encoding): string | Uint8Array | null;
  bio(optionalEncoding?: Encoding): string | Uint8Array | null {
    const offset = this.bb!.__offset(this.bb_pos, 16);
    return offset ? this.bb!.__string(this.bb_pos + offset, optionalEncoding) : null;
  }

  static startUser(builder: Builder): void {
    builder.startObject(7);
  }

  static addKey(builder: Builder, keyOffset: Offset): void {
    builder.addFieldOffset(0, keyOffset, 0);
  }

  static addNumber(builder: Builder, number: number): void {
    builder.addFieldFloat64(1, number, 0.0);
  }

  static addId(builder: Builder, id: number): void {
    builder.addFieldFloat64(2, id, 0.0);
  }

  static addName(builder: Builder, nameOffset: Offset): void {
    builder.addFieldOffset(3, nameOffset, 0);
  }

  static addScore(builder: Builder, score: number): void {
    builder.addFieldFloat64(4, score, 0.0);
  }

  static addTags(builder: Builder, tagsOffset: Offset): void {
    builder.addFieldOffset(5, tagsOffset, 0);
  }

  static createTagsVector(builder: Builder, data: number[] | Uint8Array): Offset {
    builder.startVector(1, data.length, 1);
    for (let i = data.length - 1; i >= 0; i--) {
      builder.addInt8(data[i]!);
    }
    return builder.endVector();
  }

  static addBio(builder: Builder, bioOffset: Offset): void {
    builder.addFieldOffset(6, bioOffset, 0);
  }

  static endUser(builder: Builder): Offset {
    const offset = builder.endObject();
    return offset;
  }
}

export class Users {
  bb: ByteBuffer | null = null;
  bb_pos = 0;

  __init(i: number, bb: ByteBuffer): Users {
    this.bb_pos = i;
    this.bb = bb;
    return this;
  }

  static getRootAsUsers(bb: ByteBuffer, obj?: Users): Users {
    return (obj || new Users()).__init(bb.readInt32(bb.position()) + bb.position(), bb);
  }

  inOrder(index: number, obj?: User): User | null {
    const offset = this.bb!.__offset(this.bb_pos, 4);
    return offset
      ? (obj || new User()).__init(
          this.bb!.__indirect(this.bb!.__vector(this.bb_pos + offset) + index * 4),
          this.bb!,
        )
      : null;
  }

  inOrderLength(): number {
    const offset = this.bb!.__offset(this.bb_pos, 4);
    return offset ? this.bb!.__vector_len(this.bb_pos + offset) : 0;
  }

  static startUsers(builder: Builder): void {
    builder.startObject(2);
  }

  static addInOrder(builder: Builder, inOrderOffset: Offset): void {
    builder.addFieldOffset(0, inOrderOffset, 0);
  }

  static addByKey(builder: Builder, byKeyOffset: Offset): void {
    builder.addFieldOffset(1, byKeyOffset, 0);
  }

  static endUsers(builder: Builder): Offset {
    const offset = builder.endObject();
    return offset;
  }
}
