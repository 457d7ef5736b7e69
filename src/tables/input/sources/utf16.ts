/** Text in UTF-16 as UTF-8. */
import { InputError } from '../../../errors.js';

/** Throws `InputError` for what is no UTF-16. */
export async function* fromUtf16(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let taken = 0;
  const decoded = (chunk: Uint8Array, more: boolean): Uint8Array => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: more }));
    } catch {
      throw new InputError(
        `${name}: the text is not UTF-16, as its byte order mark says, near byte ${taken}`,
        {
          input: name,
        },
      );
    }
  };
  for await (const chunk of stream) {
    yield decoded(chunk, true);
    taken += chunk.length;
  }
  yield decoded(new Uint8Array(0), false);
}
