/**
 * A record as bytes, by hand, for the stores that take any bytes: float64 `id` and `score`, how many tags, the tags, the
 * length of `name`, `name`, `bio`, both in UTF-8. A number is then one read, and nothing else is decoded.
 */
import type { User } from '../data.js';

const SCORE_AT = 8;
const TAGS_AT = 16;
const BUFFER_SIZE = 1024;

/** Bytes of their own, since stores write them later. */
export function packUser({ id, name, score, tags, bio }: User): Buffer {
  const bytes = Buffer.allocUnsafe(BUFFER_SIZE);
  bytes.writeDoubleLE(id, 0);
  bytes.writeDoubleLE(score, SCORE_AT);
  let at = bytes.writeUInt8(tags.size, TAGS_AT);
  for (const tag of tags) at = bytes.writeUInt8(tag, at);
  const nameLength = bytes.write(name, at + 1);
  bytes.writeUInt8(nameLength, at);
  at += 1 + nameLength;
  return bytes.subarray(0, at + bytes.write(bio, at));
}

export const idOf = (bytes: Buffer): number => bytes.readDoubleLE(0);
export const scoreOf = (bytes: Buffer): number => bytes.readDoubleLE(SCORE_AT);

export function nameOf(bytes: Buffer): string {
  const at = TAGS_AT + 1 + bytes[TAGS_AT]!;
  return bytes.toString('utf8', at + 1, at + 1 + bytes[at]!);
}

export function userOf(bytes: Buffer): User {
  const tags = TAGS_AT + 1 + bytes[TAGS_AT]!;
  const name = tags + 1 + bytes[tags]!;
  return {
    id: idOf(bytes),
    name: bytes.toString('utf8', tags + 1, name),
    score: scoreOf(bytes),
    tags: new Set(bytes.subarray(TAGS_AT + 1, tags)),
    bio: bytes.toString('utf8', name, bytes.length),
  };
}
