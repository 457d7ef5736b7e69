/** Finding an entry of a zip bundle by its name, or saying why it cannot be read. */
import { ArgumentError, FileError } from '../../errors.js';
import { shownName, type ZipPlace } from './zip-directory.js';

/** Names listed in a message. */
const SHOWN_NAMES = 20;

/**
 * The place of the entry `name` among those of `bundle`, which is a name for messages. Throws `ArgumentError` where there is none, and
 * `FileError` for one that is not stored as it is.
 */
export function entryPlace(places: ReadonlyMap<string, ZipPlace>, name: string, bundle: string): ZipPlace {
  const place = places.get(name);
  if (place === undefined) throw new ArgumentError(`${bundle} has no entry ${shown(name)}; ${list(places)}`);
  if (place.refused === undefined) return place;
  throw new FileError(
    `${bundle}: the entry ${shown(name)} is ${place.refused}, so it cannot be read in place; store it as it is (zip -0)`,
  );
}

function list(places: ReadonlyMap<string, ZipPlace>): string {
  const names = [...places.keys()];
  const more = names.length > SHOWN_NAMES ? `, and ${names.length - SHOWN_NAMES} more` : '';
  return `it has ${names.slice(0, SHOWN_NAMES).map(shown).join(', ')}${more}`;
}

/** A name as it stands in messages: any bytes can be in it. */
export function shown(name: string): string {
  return JSON.stringify(shownName(name)).slice(1, -1);
}
