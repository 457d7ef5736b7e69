/** Where in a file the page is, in its address after #. */

export interface Place {
  readonly view: string;
  /** Everything else, by name. */
  readonly [name: string]: string;
}

export function placeIn(hash: string): Place {
  const found = Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')));
  return { ...found, view: found.view ?? 'overview' };
}

function hashOf(place: Readonly<Record<string, string>>): string {
  return `#${new URLSearchParams(place)}`;
}

/** The address of another place in the same file. */
export function hashWithin({ file, entry }: Place, to: Readonly<Record<string, string>>): string {
  return hashOf({ ...(file !== undefined && { file }), ...(entry !== undefined && { entry }), ...to });
}
