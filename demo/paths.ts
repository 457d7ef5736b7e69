/** Where the files of the demo are. Apart from what makes them, so that readers do not load that. */
import { join } from 'node:path';

export interface Paths {
  readonly cities: string;
  readonly json: string;
}

export function pathsIn(folder: string): Paths {
  return {
    cities: join(folder, 'cities.sb'),
    json: join(folder, 'cities.json'),
  };
}
