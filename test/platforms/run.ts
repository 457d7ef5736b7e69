/** One platform's run. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPage } from './chromium.js';
import { application, missingPrograms } from './packages.js';
import { LINUX, type Platform, type Runtime } from './platforms.js';
import type { Given } from './suite/place.js';
import type { Results } from './suite/results.js';

export interface Run {
  readonly name: string;
  readonly passed: number;
  /** What failed, a check each; where nothing could be run, why. */
  readonly failures: readonly string[];
  readonly seconds: number;
  readonly results: Results | undefined;
}

/** After so long a run is ended; none takes a quarter of it. */
const LIMIT_MS = 600_000;
/** Records of the look-ups that are timed. */
const TIMED = 200_000;

export async function runPlatform(platform: Platform): Promise<Run> {
  const { name } = platform;
  const started = performance.now();
  const ended = (passed: number, failures: readonly string[], results?: Results): Run => {
    const seconds = Math.round((performance.now() - started) / 1000);
    return { name, passed, failures, seconds, results };
  };
  const { programs = [], packages = [] } = platform.browser ? {} : platform;
  const missing = missingPrograms(programs);
  if (missing.length > 0) {
    return ended(0, [`there is no ${missing.join(', ')}: apt-get install ${packages.join(' ')}`]);
  }
  const folder = mkdtempSync(join(tmpdir(), `sharedbuffers-${name}-`));
  try {
    const results = platform.browser
      ? await runPage(application(LINUX), folder, TIMED)
      : await runChecks(platform, folder);
    const failures = results.outcomes.filter(({ error }) => error !== undefined);
    return ended(
      results.outcomes.length - failures.length,
      failures.map(({ name: check, error }) => `${check}: ${error}`),
      results,
    );
  } catch (error) {
    return ended(0, [(error as Error).message]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runChecks(platform: Runtime, folder: string): Promise<Results> {
  const { system, environment = {}, notMapped, confined = false, wrapped = false } = platform;
  const installation = application(system);
  const command = platform.command();
  const results = join(folder, 'results.json');
  const given = join(folder, 'given.json');
  const work = mkdtempSync(join(folder, 'work-'));
  const mapped = notMapped ?? true;
  const own = wrapped ? undefined : command;
  const forSuite: Given = { folder: work, command: own, mapped, confined, results, timed: TIMED };
  writeFileSync(given, JSON.stringify(forSuite));
  const log = join(folder, 'log');
  // Its streams are files, since Node under Wine cannot use pipes.
  const output = openSync(log, 'w');
  const [program, ...first] = command;
  const child = spawn(program!, [...first, join(installation, 'suite/main.js'), given], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', output, output],
    cwd: work,
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  const ending = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`code ${code ?? signal}`));
  });
  closeSync(output);
  if (existsSync(results)) return JSON.parse(readFileSync(results, 'utf8'));
  throw new Error(`ended with ${ending}:\n${readFileSync(log, 'utf8').slice(-4000)}`);
}
