/** What is said of names that are not there. */
import { nearestNames } from '../bytes/nearest-name.js';

/** What is said of a name that is not there: `there is no field popluation: is it population?` */
export function noSuchField(name: string, names: readonly string[]): string {
  return nothingCalled('field', name, names);
}

/** The same of things of another kind. */
export function nothingCalled(what: string, name: string, names: readonly string[]): string {
  const near = nearestNames(name, names);
  const shown = near.length > 0 ? near : names.slice(0, 10);
  const more = near.length === 0 && names.length > shown.length ? ', …' : '';
  const cure = near.length > 0 ? `is it ${near.join(' or ')}?` : `there are ${shown.join(', ')}${more}`;
  return `there is no ${what} ${name}${names.length === 0 ? '' : `: ${cure}`}`;
}
