import { mapping, struct, t } from 'sharedbuffers';
import { openBundle, openMapping } from 'sharedbuffers/node';

const Launches = mapping({ key: t.string, value: struct({ name: t.string, day: t.date }) });

/** Maps a file, reads a date, opens a bundle: what a program loses where a bundler went wrong. */
export async function main(folder) {
  const launches = openMapping(`${folder}/launches.sb`, Launches);
  const bundle = await openBundle(`${folder}/launches.zip`);
  const { name, day } = launches.get('apollo-11');
  const bundled = bundle.mapping('launches.sb', Launches).get('luna-9').day;
  return { mapped: launches.mapped && bundle.mapped, name, day: String(day), bundled: String(bundled) };
}
