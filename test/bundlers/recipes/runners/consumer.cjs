const { mapping, struct, t } = require('sharedbuffers');
const { buildMapping, openMapping } = require('sharedbuffers/node');

const Launches = mapping({ key: t.string, value: struct({ name: t.string, day: t.date }) });

/** Builds a file in a folder, and reads a record of it. */
exports.launch = async (folder) => {
  const path = `${folder}/launches.sb`;
  await buildMapping(path, Launches, [['luna-9', { name: 'Luna 9', day: new Date('1966-01-31') }]]);
  const launches = openMapping(path, Launches);
  const { name, day } = launches.get('luna-9');
  return { mapped: launches.mapped, name, day: String(day) };
};

if (require.main === module)
  exports.launch(process.argv[2]).then((read) => console.log(JSON.stringify(read)));
