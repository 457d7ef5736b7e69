/** Documents name files that there are. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = [...markdown('.'), ...markdown('docs'), ...markdown('docs/decisions')];

function markdown(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('documents', () => {
  test.each(pages)('%s links to files that there are', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link as string);
    const local = links.filter((link) => !/^[a-z]+:/.test(link));
    expect(local.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  test('what the README links to is in the package', () => {
    const links = [...read('README.md').matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(
      ([, link]) => link as string,
    );
    const { files } = JSON.parse(read('package.json')) as { files: string[] };
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !files.includes(link.split('/')[0]!))).toEqual([]);
  });

  test('ARCHITECTURE.md names files that there are', () => {
    const names = [...read('ARCHITECTURE.md').matchAll(/`([a-z-]+(?:\/[a-z-]+)*\.ts)`/g)].map(
      ([, name]) => name,
    );
    expect(names.length).toBeGreaterThan(20);
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
    const known = (name: string): boolean =>
      existsSync(join(root, name)) || sources.some((path) => path.endsWith(name));
    expect(names.filter((name) => !known(name as string))).toEqual([]);
  });

  test('the guide has the example of tests that is run', () => {
    expect(read('docs/guide.md')).toContain(
      `\`\`\`ts\n${read('examples/testing.test.ts').trimEnd()}\n\`\`\``,
    );
  });

  test('code cites sections of docs/format.md that there are', () => {
    const sections = new Set(
      [...read('docs/format.md').matchAll(/^## (\d+)\./gm)].map(([, number]) => number),
    );
    const text = execFileSync(
      'git',
      ['grep', '-hoE', 'docs/format\\.md [0-9]+', '--', 'src', 'test', 'bench'],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    const cited = new Set([...text.matchAll(/format\.md (\d+)/g)].map(([, number]) => number));
    expect(cited.size).toBeGreaterThan(5);
    expect([...cited].filter((number) => !sections.has(number))).toEqual([]);
  });

  test.each([
    ['record', 0, record()],
    ['mapping', 1, smallMapping()],
  ])('docs/format.md has the bytes of the %s as they are written', (_, example, bytes) => {
    const page = read('docs/format.md');
    const blocks = [...page.slice(page.indexOf('## 17.')).matchAll(/```\n([\s\S]*?)```/g)];
    const lines = blocks[example]![1]!.trimEnd().split('\n');
    const stated = lines.map((line) => /^ *(\d+) {2}((?:[0-9a-f]{2} )*[0-9a-f]{2})/.exec(line)!);
    for (const [, at, hex] of stated) {
      const length = (hex!.length + 1) / 3;
      expect(Buffer.from(bytes.subarray(Number(at), Number(at) + length)).toString('hex')).toBe(
        hex!.replaceAll(' ', ''),
      );
    }
    expect(stated.reduce((sum, [, , hex]) => sum + (hex!.length + 1) / 3, 0)).toBeGreaterThan(100);
  });
});

function record(): Uint8Array {
  const type = struct({ id: t.uint32, name: t.string, tags: t.set, note: t.any });
  return type.pack({ id: 7, name: 'Rosario', tags: new Set([1, 3]), note: [1, 'x'] });
}

function smallMapping(): Uint8Array {
  const type = mapping({ key: t.string, value: struct({ id: t.uint8 }) });
  return type.pack([['ab', { id: 5 }]], { checksums: false });
}
