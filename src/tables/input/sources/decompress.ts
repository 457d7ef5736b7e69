/** Compressed bytes as what they stand for, a piece at a time. */
import { pipeline, Readable, type Transform } from 'node:stream';
import zlib from 'node:zlib';
import { InputError } from '../../../errors.js';

/** What window a frame of zstd may want, as the zstd program and Node allow. */
const MAX_WINDOW = 2 ** 27;

type Bytes = AsyncIterable<Uint8Array>;

/** gzip, of one member or several. Throws `InputError` for what is damaged or cut short. */
export function gunzipped(name: string, stream: Bytes): Bytes {
  return through(name, 'gzip', stream, zlib.createGunzip());
}

/** zstd, of one frame or several. Throws `InputError` for what is damaged or cut short. */
export function unzstd(name: string, stream: Bytes): Bytes {
  // Node has it from 22.15 on.
  const create = (zlib as { createZstdDecompress?: () => Transform & { bytesWritten: number } })
    .createZstdDecompress;
  return create === undefined ? unzstdHere(name, stream) : through(name, 'zstd', stream, create());
}

/** What is wrong with compressed bytes, about how many bytes from their start. */
export function damaged(name: string, format: string, at: number, what: string): InputError {
  return new InputError(
    `${name}: the ${format} data is damaged or cut short near byte ${at} (${what}): get the file again`,
    { input: name },
  );
}

async function* through(
  name: string,
  format: string,
  stream: Bytes,
  decoder: Transform & { readonly bytesWritten: number },
): AsyncGenerator<Uint8Array> {
  let fed = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      fed += chunk.length;
      yield chunk;
    }
  }
  let last = 0;
  pipeline(Readable.from(counted(), { objectMode: false }), decoder, () => {});
  try {
    for await (const chunk of decoder) {
      yield chunk as Uint8Array;
      last = decoder.bytesWritten;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw /^Z(STD)?_/.test(String(code))
      ? damaged(name, format, decoder.bytesWritten || last, message)
      : error;
  }
  // What follows the last frame of zstd is passed over in silence; that of gzip is not, but for zeros.
  if (format === 'zstd' && decoder.bytesWritten < fed) {
    throw damaged(name, format, decoder.bytesWritten, 'what follows is no frame');
  }
}

async function* unzstdHere(name: string, stream: Bytes): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  let made: Uint8Array[] = [];
  const decoder = new Decompress((piece) => made.push(piece.slice()));
  let fed = 0;
  const push = (chunk: Uint8Array, last: boolean): void => {
    try {
      if (fed === 0) checkWindow(chunk);
      decoder.push(chunk, last);
    } catch (error) {
      throw error instanceof InputError ? error : damaged(name, 'zstd', fed, (error as Error).message);
    }
    fed += chunk.length;
  };
  const checkWindow = (chunk: Uint8Array): void => {
    if (windowOf(chunk) <= MAX_WINDOW) return;
    throw new InputError(
      `${name}: the zstd data takes more than ${MAX_WINDOW / 2 ** 20} MiB of memory: zstd --long=31 -dc ${name} | sharedbuffers build -`,
      { input: name },
    );
  };
  for await (const chunk of stream) {
    push(chunk, false);
    yield* made;
    made = [];
  }
  push(new Uint8Array(0), true);
  yield* made;
}

/** Bytes of memory that the frame at the beginning of some bytes wants (RFC 8878, 3.1.1.1). */
function windowOf(bytes: Uint8Array): number {
  const flags = bytes[4] ?? 0;
  if ((flags & 0x20) === 0) {
    const window = bytes[5] ?? 0;
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  const idBytes = [0, 1, 2, 4][flags & 3]!;
  const sizeBytes = [1, 2, 4, 8][flags >> 6]!;
  let size = 0;
  for (let at = sizeBytes - 1; at >= 0; at -= 1) size = size * 256 + (bytes[5 + idBytes + at] ?? 0);
  return size;
}
