/** Programs that name the library's types, compiled by the versions of TypeScript that are in use, its declarations included. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Program, Workplace } from './apps.js';

const work = new Workplace();
let program: Program;

beforeAll(async () => {
  await work.prepare();
  program = work.program('program', 'types');
}, 300_000);
afterAll(() => work.remove());

/** Programs, and the least that each is compiled with. */
const PROGRAMS = {
  portable: { lib: ['es2022'], types: [] },
  browser: { lib: ['es2022', 'dom'], types: [] },
  node: { lib: ['es2022'], types: ['node'] },
};

describe.each(['typescript-5.4', 'typescript', 'typescript-6', 'typescript-7'])('%s', (version) => {
  test.each(Object.keys(PROGRAMS) as (keyof typeof PROGRAMS)[])('compiles a program: %s', (name) => {
    const compilerOptions = {
      ...PROGRAMS[name],
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      target: 'es2022',
      module: 'nodenext',
    };
    writeFileSync(
      join(program.folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: [`${name}.ts`] }),
    );
    const compiler = join(program.folder, 'node_modules', version, 'bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [compiler], {
      cwd: program.folder,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
