/** A warning where nobody asked to be told: of the process in Node, Bun and Deno, on the console of a page. */
interface Surroundings {
  readonly process?: { emitWarning?: (message: string, options: { readonly code: string }) => void };
  readonly console: { warn(message: string): void };
}

export function warn(message: string, code: string): void {
  const { process, console } = globalThis as unknown as Surroundings;
  if (process?.emitWarning === undefined) console.warn(message);
  else process.emitWarning(message, { code });
}
