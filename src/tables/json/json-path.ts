/** Paths to an array in JSON: `$.data.items`, or `$["data"]["items"]`. */
import { ArgumentError } from '../../errors.js';

/** One step: `.name`, `["name"]` or `['name']`. The dot in front of the first may be left out, as `$` may. */
const STEP = /\.?([^.[\]]+)|\["((?:[^"\\]|\\.)*)"\]|\['((?:[^'\\]|\\.)*)'\]/y;

/** The names of the members that lead to the array. Throws `ArgumentError` for what is no such path. */
export function pathNames(path: string): string[] {
  // `[*]` stands for the elements of the array, which are the rows anyway.
  const steps = path.replace(/^\$(?=$|[.[])/, '').replace(/\[\*\]$/, '');
  const names: string[] = [];
  if (steps === '' || steps === '.') return names;
  let at = 0;
  for (; at < steps.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const found = STEP.exec(steps);
    if (found === null) break;
    const [, plain, double, single] = found;
    names.push(plain ?? (double ?? single)!.replace(/\\(.)/g, '$1'));
  }
  if (at === steps.length) return names;
  throw new ArgumentError(
    `the path ${JSON.stringify(path)} is none: give the names of members that lead to an array, as $.data.items or $["data"]["items"]`,
  );
}

/** A path as people write it. */
export function pathText(names: readonly string[]): string {
  return `$${names.map((name) => (/^[^.[\]"'\s]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`)).join('')}`;
}
