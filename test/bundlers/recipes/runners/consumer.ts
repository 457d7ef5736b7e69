import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';

const Launches = mapping({ key: t.string, value: struct({ name: t.string, day: t.date }) });

async function launch(folder: string): Promise<object> {
  const path = `${folder}/launches.sb`;
  await buildMapping(path, Launches, [['luna-9', { name: 'Luna 9', day: new Date('1966-01-31') }]]);
  const launches = openMapping(path, Launches);
  const { name, day } = launches.get('luna-9')!;
  return { mapped: launches.mapped, name, day: String(day) };
}

launch(process.argv[2]!).then((read) => console.log(JSON.stringify(read)));
