/**
 * xxh64, on pairs of 32-bit halves: with BigInt, each intermediate result would be allocated.
 */

// The five 64-bit primes of the algorithm, as halves.
const P1_LOW = 0x85ebca87 | 0;
const P1_HIGH = 0x9e3779b1 | 0;
const P2_LOW = 0x27d4eb4f | 0;
const P2_HIGH = 0xc2b2ae3d | 0;
const P3_LOW = 0x9e3779f9 | 0;
const P3_HIGH = 0x165667b1 | 0;
const P4_LOW = 0xc2b2ae63 | 0;
const P4_HIGH = 0x85ebca77 | 0;
const P5_LOW = 0x165667c5 | 0;
const P5_HIGH = 0x27d4eb2f | 0;

/** Bytes that one turn of the four lanes takes in. */
const STRIPE = 32;

/** High half of the unsigned product a × b. By 16-bit limbs: no partial sum exceeds 32 bits. */
function mulHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = (Math.imul(a1, b0) + (Math.imul(a0, b0) >>> 16)) | 0;
  const other = (Math.imul(a0, b1) + (middle & 0xffff)) | 0;
  return (Math.imul(a1, b1) + (middle >>> 16) + (other >>> 16)) | 0;
}

function read32(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

/** 1 if a 32-bit addition that gave `sum` overflowed, `addend` being either of its terms. */
function carry(sum: number, addend: number): number {
  return sum >>> 0 < addend >>> 0 ? 1 : 0;
}

/** State of the four lanes, low and high in turn. Filled and read within one call of `xxh64`. */
const lanes: Int32Array = /* @__PURE__ */ new Int32Array(8);

/**
 * One lane over all stripes. The lanes do not touch until they are merged, so running them one after the
 * other gives the same as side by side, and leaves one copy of the arithmetic.
 */
function runLane(
  bytes: Uint8Array,
  start: number,
  stop: number,
  lane: number,
  low: number,
  high: number,
): void {
  for (let at = start + lane * 8; at < stop; at += STRIPE) {
    const wordLow = read32(bytes, at);
    const product = Math.imul(wordLow, P2_LOW);
    high =
      (high +
        mulHigh(wordLow, P2_LOW) +
        Math.imul(wordLow, P2_HIGH) +
        Math.imul(read32(bytes, at + 4), P2_LOW)) |
      0;
    low = (low + product) | 0;
    high = (high + carry(low, product)) | 0;
    const turnedLow = (low << 31) | (high >>> 1);
    const turnedHigh = (high << 31) | (low >>> 1);
    high = (mulHigh(turnedLow, P1_LOW) + Math.imul(turnedLow, P1_HIGH) + Math.imul(turnedHigh, P1_LOW)) | 0;
    low = Math.imul(turnedLow, P1_LOW);
  }
  lanes[lane * 2] = low;
  lanes[lane * 2 + 1] = high;
}

/** What each lane adds to the seed: P1 + P2, P2, 0, −P1; low halves, then high ones. */
const LANE_LOW = [0xadc0b5d6 | 0, P2_LOW, 0, 0x7a143579] as const;
const LANE_HIGH = [0x60ea27ee, P2_HIGH, 0, 0x61c8864e] as const;

/** Leaves in `out` what all whole stripes of an input of 32 bytes or more come to. */
function hashStripes(
  bytes: Uint8Array,
  start: number,
  stop: number,
  out: Uint32Array,
  seedLow: number,
  seedHigh: number,
): void {
  for (let lane = 0; lane < 4; lane++) {
    const low = (seedLow + LANE_LOW[lane]!) | 0;
    runLane(bytes, start, stop, lane, low, (seedHigh + LANE_HIGH[lane]! + carry(low, seedLow)) | 0);
  }
  let low = 0;
  let high = 0;
  for (let lane = 0; lane < 4; lane++) {
    const laneLow = lanes[lane * 2]!;
    const laneHigh = lanes[lane * 2 + 1]!;
    const turn = lane === 0 ? 1 : lane === 1 ? 7 : lane === 2 ? 12 : 18;
    const addend = (laneLow << turn) | (laneHigh >>> (32 - turn));
    low = (low + addend) | 0;
    high = (high + ((laneHigh << turn) | (laneLow >>> (32 - turn))) + carry(low, addend)) | 0;
  }
  for (let lane = 0; lane < 4; lane++) {
    const laneLow = lanes[lane * 2]!;
    const mixedLow = Math.imul(laneLow, P2_LOW);
    const mixedHigh =
      (mulHigh(laneLow, P2_LOW) + Math.imul(laneLow, P2_HIGH) + Math.imul(lanes[lane * 2 + 1]!, P2_LOW)) | 0;
    const turnedLow = (mixedLow << 31) | (mixedHigh >>> 1);
    const turnedHigh = (mixedHigh << 31) | (mixedLow >>> 1);
    low ^= Math.imul(turnedLow, P1_LOW);
    high ^= mulHigh(turnedLow, P1_LOW) + Math.imul(turnedLow, P1_HIGH) + Math.imul(turnedHigh, P1_LOW);
    high = (mulHigh(low, P1_LOW) + Math.imul(low, P1_HIGH) + Math.imul(high, P1_LOW) + P4_HIGH) | 0;
    low = (Math.imul(low, P1_LOW) + P4_LOW) | 0;
    high = (high + carry(low, P4_LOW)) | 0;
  }
  out[0] = low;
  out[1] = high;
}

/**
 * The 64-bit xxHash of `bytes[start..end)`: with seed 0 the hash of keys and of text (docs/format.md 8, 11), with others
 * that of tables against chosen keys (13.2).
 *
 * @param out receives the low half in `out[0]` and the high half in `out[1]`, both unsigned
 */
export function xxh64(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint32Array,
  seedLow = 0,
  seedHigh = 0,
): void {
  const length = end - start;
  let at = start;
  let low = (seedLow + P5_LOW) | 0;
  let high = (seedHigh + P5_HIGH + carry(low, P5_LOW)) | 0;
  if (length >= STRIPE) {
    at = end - (length % STRIPE);
    hashStripes(bytes, start, at, out, seedLow, seedHigh);
    low = out[0]! | 0;
    high = out[1]! | 0;
  }
  low = (low + length) | 0;
  high = (high + Math.floor(length / 0x1_0000_0000) + carry(low, length)) | 0;

  for (; at + 8 <= end; at += 8) {
    const wordLow = read32(bytes, at);
    const mixedLow = Math.imul(wordLow, P2_LOW);
    const mixedHigh =
      (mulHigh(wordLow, P2_LOW) + Math.imul(wordLow, P2_HIGH) + Math.imul(read32(bytes, at + 4), P2_LOW)) | 0;
    const turnedLow = (mixedLow << 31) | (mixedHigh >>> 1);
    const turnedHigh = (mixedHigh << 31) | (mixedLow >>> 1);
    low ^= Math.imul(turnedLow, P1_LOW);
    high ^= mulHigh(turnedLow, P1_LOW) + Math.imul(turnedLow, P1_HIGH) + Math.imul(turnedHigh, P1_LOW);
    const spunLow = (low << 27) | (high >>> 5);
    const spunHigh = (high << 27) | (low >>> 5);
    low = (Math.imul(spunLow, P1_LOW) + P4_LOW) | 0;
    high =
      (mulHigh(spunLow, P1_LOW) +
        Math.imul(spunLow, P1_HIGH) +
        Math.imul(spunHigh, P1_LOW) +
        P4_HIGH +
        carry(low, P4_LOW)) |
      0;
  }
  if (at + 4 <= end) {
    const word = read32(bytes, at);
    at += 4;
    low ^= Math.imul(word, P1_LOW);
    high ^= mulHigh(word, P1_LOW) + Math.imul(word, P1_HIGH);
    const spunLow = (low << 23) | (high >>> 9);
    const spunHigh = (high << 23) | (low >>> 9);
    low = (Math.imul(spunLow, P2_LOW) + P3_LOW) | 0;
    high =
      (mulHigh(spunLow, P2_LOW) +
        Math.imul(spunLow, P2_HIGH) +
        Math.imul(spunHigh, P2_LOW) +
        P3_HIGH +
        carry(low, P3_LOW)) |
      0;
  }
  for (; at < end; at++) {
    const byte = bytes[at]!;
    low ^= Math.imul(byte, P5_LOW);
    high ^= mulHigh(byte, P5_LOW) + Math.imul(byte, P5_HIGH);
    const spunLow = (low << 11) | (high >>> 21);
    const spunHigh = (high << 11) | (low >>> 21);
    low = Math.imul(spunLow, P1_LOW);
    high = mulHigh(spunLow, P1_LOW) + Math.imul(spunLow, P1_HIGH) + Math.imul(spunHigh, P1_LOW);
  }

  // Final mixing: xor-shifts by 33, 29 and 32 around products with P2 and P3.
  low ^= high >>> 1;
  high = (mulHigh(low, P2_LOW) + Math.imul(low, P2_HIGH) + Math.imul(high, P2_LOW)) | 0;
  low = Math.imul(low, P2_LOW);
  low ^= (low >>> 29) | (high << 3);
  high ^= high >>> 29;
  high = mulHigh(low, P3_LOW) + Math.imul(low, P3_HIGH) + Math.imul(high, P3_LOW);
  out[0] = Math.imul(low, P3_LOW) ^ high;
  out[1] = high;
}
