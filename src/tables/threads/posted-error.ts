/** Errors on their way between threads, which keep neither classes nor what they add. */
import { InputError, type InputPlace } from '../../errors.js';

export type PostedError =
  | { readonly message: string; readonly place: InputPlace }
  | { readonly error: unknown; readonly more?: { readonly name: string; readonly code: unknown } };

export function posted(error: unknown): PostedError {
  if (error instanceof InputError) {
    const { message, input, line, field } = error;
    return { message, place: { input, line, field } };
  }
  if (!(error instanceof Error)) return { error };
  const { name, code } = error as NodeJS.ErrnoException;
  return { error, more: { name, code } };
}

export function restored(found: PostedError): unknown {
  if ('message' in found) return new InputError(found.message, found.place);
  const { error, more } = found;
  return more === undefined ? error : Object.assign(error as Error, more);
}
