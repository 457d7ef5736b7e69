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

/** Programs and the gzipped bytes that each may take: what it took when this was written, and one part in a hundred. */
const PROGRAMS = [
  { name: 'everything', budget: 107_500, code: "export * from 'sharedbuffers';" },
  {
    name: 'read a mapping',
    budget: 91_700,
    code: `import { mapping, struct, t } from 'sharedbuffers';
      export const open = (bytes) => mapping({ key: t.string, value: ${ROW} }).fromBuffer(bytes);`,
  },
  {
    name: 'read and pack structs',
    budget: 43_000,
    code: `import { struct, t } from 'sharedbuffers';
      const Row = ${ROW};
      export const read = (bytes) => Row.unpackFrom(bytes);
      export const write = (row) => Row.pack(row);`,
  },
  {
    name: 'read a mapping far away',
    budget: 93_600,
    code: "export { openRemote } from 'sharedbuffers/remote';",
    // Where a bundler splits: what is loaded at once, which reads plain mappings, and what other files load, too.
    parts: [
      { name: 'of that: plain mappings', budget: 34_700, later: [] },
      { name: 'and fields of any kind', budget: 60_800, later: ['kinds'] },
      { name: 'and all else', budget: 95_200, later: ['kinds', 'whole'] },
    ],
  },
  // Nothing but what it names: more means that a module does something when it is loaded.
  { name: 'one error class', budget: 600, code: "export { PackError } from 'sharedbuffers';" },
];

async function minified(program, codeSplitting) {
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
  const { output } = await bundled.generate({ format: 'esm', minify: true, comments, codeSplitting });
  await bundled.close();
  return output;
}

/** The chunks that are there before anything runs, and those that `later` loads: their code. */
function loaded(output, later) {
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const wanted = new Set();
  const want = (chunk) => {
    if (chunk === undefined || wanted.has(chunk)) return;
    wanted.add(chunk);
    for (const name of chunk.imports) want(chunks.get(name));
  };
  for (const chunk of output) if (chunk.isEntry || later.includes(chunk.name)) want(chunk);
  return [...wanted].map(({ code }) => code);
}

/** Chunks are sent apart, each compressed by itself. */
function report(name, codes, budget) {
  const minified = codes.reduce((sum, code) => sum + code.length, 0);
  const bytes = codes.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0);
  const over = bytes > budget;
  if (over) process.exitCode = 1;
  console.log(
    `${name.padEnd(34)} ${minified} minified, ${bytes} gzipped, budget ${budget}${over ? ': TOO LARGE' : ''}`,
  );
}

for (const { name, budget, code, parts = [] } of PROGRAMS) {
  const [{ code: text }] = await minified(code, false);
  report(name, [text], budget);
  if (parts.length === 0) continue;
  const output = await minified(code, true);
  for (const part of parts) report(`  ${part.name}`, loaded(output, part.later), part.budget);
}
