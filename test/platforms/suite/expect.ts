/** Checks by name, in runtimes that have no test framework: each is run, and what failed is kept as text. */

/** One check that was run. */
export interface Outcome {
  readonly name: string;
  /** What was wrong; undefined where it passed. */
  readonly error?: string;
  readonly milliseconds: number;
}

/** Runs checks one after the other. */
export class Suite {
  readonly outcomes: Outcome[] = [];

  async check(name: string, run: () => unknown): Promise<void> {
    const started = performance.now();
    let wrong: { error?: string } = {};
    try {
      await run();
    } catch (error) {
      wrong = { error: error instanceof Error ? (error.stack ?? error.message) : show(error) };
    }
    this.outcomes.push({ name, ...wrong, milliseconds: Math.round(performance.now() - started) });
  }
}

/** A value as text that is the same for equal values only. */
export function show(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' && Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  }
  if (value instanceof Set || value instanceof Map) {
    return `${value.constructor.name}{${[...value].map(show).sort().join(', ')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name}(${Array.from(value as unknown as ArrayLike<number>, show)})`;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return `${value.constructor?.name} ${String(value)}`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${key}: ${show(each)}`).join(', ')}}`;
}

/** Throws where two values are not equal by content. */
export function equal(actual: unknown, expected: unknown): void {
  const [is, wanted] = [show(actual), show(expected)];
  if (is !== wanted) throw new Error(`expected ${shorten(wanted)}, not ${shorten(is)}`);
}

/** Throws where a condition does not hold; `what` says which. */
export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(`it does not hold that ${what}`);
}

/** Throws unless the call fails, at once or later, with an error of a class and a message. */
export async function fails(
  call: () => unknown,
  kind: abstract new (...args: never[]) => unknown,
  message: RegExp,
): Promise<void> {
  let error: unknown;
  try {
    await call();
  } catch (thrown) {
    error = thrown;
  }
  if (error === undefined) throw new Error(`expected ${kind.name} with ${message}, but nothing was thrown`);
  if (error instanceof kind && message.test((error as unknown as Error).message)) return;
  throw new Error(`expected ${kind.name} with ${message}, not ${String(error)}`);
}

function shorten(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
