/** How one element of a numpy array becomes a JavaScript value. */

/** A complex number. */
export interface Complex {
  /** The real part. */
  readonly re: number;
  /** The imaginary part. */
  readonly im: number;
}

/** Reads the element at an offset that the caller has checked. */
export type ElementReader = (view: DataView, offset: number) => unknown;

export const readBool: ElementReader = (view, offset) => view.getUint8(offset) !== 0;

/** Integers of 8 bytes come as bigint, as they do in typed arrays. */
export function readNumber(kind: string, size: number, little: boolean): ElementReader {
  switch (`${kind}${size}`) {
    case 'u1':
      return (view, offset) => view.getUint8(offset);
    case 'i1':
      return (view, offset) => view.getInt8(offset);
    case 'u2':
      return (view, offset) => view.getUint16(offset, little);
    case 'i2':
      return (view, offset) => view.getInt16(offset, little);
    case 'u4':
      return (view, offset) => view.getUint32(offset, little);
    case 'i4':
      return (view, offset) => view.getInt32(offset, little);
    case 'u8':
      return (view, offset) => view.getBigUint64(offset, little);
    case 'i8':
      return (view, offset) => view.getBigInt64(offset, little);
    case 'f4':
      return (view, offset) => view.getFloat32(offset, little);
    default:
      return (view, offset) => view.getFloat64(offset, little);
  }
}

/** IEEE 754 half precision: 1 sign, 5 exponent and 10 fraction bits. */
export function readFloat16(little: boolean): ElementReader {
  return (view, offset) => {
    const bits = view.getUint16(offset, little);
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    // Without a leading 1 bit at the smallest exponent (subnormals).
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (0x400 + fraction) * 2 ** (exponent - 25);
  };
}

/** `size`: bytes of both parts together. */
export function readComplex(size: number, little: boolean): ElementReader {
  const part = size / 2;
  const read = readNumber('f', part, little) as (view: DataView, offset: number) => number;
  return (view, offset): Complex => ({ re: read(view, offset), im: read(view, offset + part) });
}

function bytesAt(view: DataView, offset: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length).slice();
}

export function readBytes(size: number): ElementReader {
  return (view, offset) => bytesAt(view, offset, size);
}

/** Byte strings end at the zeros that fill them up. */
export function readFixedString(size: number): ElementReader {
  return (view, offset) => {
    let length = size;
    while (length > 0 && view.getUint8(offset + length - 1) === 0) length -= 1;
    return bytesAt(view, offset, length);
  };
}

/** Text in code points of 4 bytes, up to the zeros that fill it up. What is no code point reads as U+FFFD. */
export function readUcs4(size: number, little: boolean): ElementReader {
  return (view, offset) => {
    let end = size;
    while (end > 0 && view.getUint32(offset + end - 4, little) === 0) end -= 4;
    let text = '';
    for (let at = 0; at < end; at += 4) {
      const point = view.getUint32(offset + at, little);
      text += String.fromCodePoint(point <= 0x10ffff ? point : 0xfffd);
    }
    return text;
  };
}
