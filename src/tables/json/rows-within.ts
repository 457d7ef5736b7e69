/** Where in a JSON object its rows seem to be. */
import { stringEnd } from './json-size.js';

/** The names that lead to the first array of objects that lies in objects only; undefined for none. The text may be cut. */
export function rowsWithin(text: string): string[] | undefined {
  /** Of the objects around, the names of the members that are open. */
  const names: string[] = [];
  let arrays = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = stringEnd(text, at);
      if (arrays === 0 && depth > 0 && /^\s*:/.test(text.slice(end, end + 64)))
        names[depth - 1] = nameOf(text.slice(at, end));
      at = end - 1;
    } else if (character === '{' && arrays === 0) depth += 1;
    else if (character === '}' && arrays === 0) {
      depth -= 1;
      names.length = Math.max(0, depth);
    } else if (character === '[') {
      if (arrays === 0 && depth > 0 && /^\s*\{/.test(text.slice(at + 1, at + 65)))
        return names.slice(0, depth);
      arrays += 1;
    } else if (character === ']') arrays -= 1;
  }
  return undefined;
}

function nameOf(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return literal.slice(1, -1);
  }
}
