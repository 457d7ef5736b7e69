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

export function hashOf(place: Readonly<Record<string, string>>): string {
  return `#${new URLSearchParams(place)}`;
}
