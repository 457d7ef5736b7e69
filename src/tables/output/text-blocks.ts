/** Text that is written in large blocks: joining is cheap, and each write is not. */
import type { ByteTarget } from './sink.js';

const BLOCK_CHARACTERS = 2 ** 17;

export class TextBlocks {
  readonly #target: ByteTarget;
  #text = '';

  constructor(target: ByteTarget) {
    this.#target = target;
  }

  /** Adds text; the promise it gives now and then must be waited for. */
  add(text: string): Promise<void> | undefined {
    this.#text += text;
    return this.#text.length >= BLOCK_CHARACTERS ? this.flush() : undefined;
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '') await this.#target.write(text);
  }
}
