/**
 * What programs pay that bundle the library for a browser: minified and gzipped bytes of the portable entry, whole
 * and as typical imports leave it. Fails above the budgets below. Needs `npm run build` first.
 */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const entry = (file) => fileURLToPath(new URL(`../dist/${file}`, import.meta.url));
const ENTRIES = { sharedbuffers: entry('index.js'), 'sharedbuffers/remote': entry('remote.js') };
const ROW = 'struct({ name: t.string, count: t.uint32, share: t.float64 })';

/** Programs and the gzipped bytes that each may take: what it took when this was written, and some room. */
const PROGRAMS = [
  { name: 'everything', budget: 105_500, code: "export * from 'sharedbuffers';" },
  {
    name: 'read a mapping',
    budget: 90_000,
    code: `import { mapping, struct, t } from 'sharedbuffers';
      export const open = (bytes) => mapping({ key: t.string, value: ${ROW} }).fromBuffer(bytes);`,
  },
  {
    name: 'read and pack structs',
    budget: 42_000,
    code: `import { struct, t } from 'sharedbuffers';
      const Row = ${ROW};
      export const read = (bytes) => Row.unpackFrom(bytes);
      export const write = (row) => Row.pack(row);`,
  },
  {
    name: 'read a mapping far away',
    budget: 82_900,
    code: "export { openRemote } from 'sharedbuffers/remote';",
  },
  // Nothing but what it names: more means that a module does something when it is loaded.
  { name: 'one error class', budget: 600, code: "export { PackError } from 'sharedbuffers';" },
];

async function minified(program) {
  const bundled = await rolldown({
    input: 'program',
    external: 'temporal-polyfill',
    platform: 'browser',
    logLevel: 'silent',
    plugins: [
      {
        name: 'program',
        resolveId: (id) => ({ program: '\0program', ...ENTRIES })[id],
        load: (id) => (id === '\0program' ? program : undefined),
      },
    ],
  });
  // Marks of what is free of effects are for bundlers, and this is what they leave.
  const comments = { legal: true, annotation: false };
  const { output } = await bundled.generate({ format: 'esm', minify: true, comments });
  await bundled.close();
  return output.map(({ code }) => code).join('');
}

for (const { name, budget, code } of PROGRAMS) {
  const text = await minified(code);
  const bytes = gzipSync(text, { level: 9 }).length;
  const over = bytes > budget;
  if (over) process.exitCode = 1;
  const sizes = `${text.length} minified, ${bytes} gzipped, budget ${budget}`;
  console.log(`${name.padEnd(24)} ${sizes}${over ? ': TOO LARGE' : ''}`);
}
