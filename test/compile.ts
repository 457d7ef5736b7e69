/** The library's modules as plain JavaScript in a folder, for tests that run it in processes and threads of their own. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const source = fileURLToPath(new URL('../src', import.meta.url));

/**
 * Compiles files of `src`, and all that they import, into `folder`, which must be new: each under its own name, and what they share in
 * few files, since a thread takes longer to load many.
 */
export async function compileInto(folder: string, ...files: string[]): Promise<void> {
  // Named as the package is, for what looks for its own.
  const manifest = { name: 'sharedbuffers', type: 'module', exports: { './package.json': './package.json' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  symlinkSync(join(source, '../node_modules'), join(folder, 'node_modules'));
  const bundle = await rolldown({
    input: Object.fromEntries(files.map((file) => [file.replace(/\.ts$/, ''), join(source, file)])),
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    platform: 'node',
    treeshake: false,
  });
  await bundle.write({
    dir: folder,
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'shared/[name]-[hash].js',
  });
  await bundle.close();
}
