/** Where the files of the demo are. Apart from what makes them, so that readers do not load that. */
import { join } from 'node:path';

export interface Paths {
  readonly byId: string;
  readonly byName: string;
  readonly json: string;
}

export function pathsIn(folder: string): Paths {
  return {
    byId: join(folder, 'cities-by-id.sb'),
    byName: join(folder, 'cities-by-name.sb'),
    json: join(folder, 'cities.json'),
  };
}
