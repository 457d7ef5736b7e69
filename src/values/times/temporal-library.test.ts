import { SchemaError } from 'sharedbuffers';
import { Temporal as Polyfill } from 'temporal-polyfill';
import { afterEach, describe, expect, test, vi } from 'vitest';

/** A copy of the module that has not looked for Temporal yet. */
async function fresh(): Promise<typeof import('./temporal-library.js')> {
  vi.resetModules();
  return import('./temporal-library.js');
}

afterEach(() => vi.unstubAllGlobals());

describe('Temporal comes from', () => {
  test('the runtime, where it has one', async () => {
    const own = { Instant: class {} };
    vi.stubGlobal('Temporal', own);
    const { temporal } = await fresh();
    expect(temporal()).toBe(own);
  });

  test('the polyfill, where it has none, without becoming a global', async () => {
    vi.stubGlobal('Temporal', undefined);
    const { temporal } = await fresh();
    expect(temporal()).toBe(temporal());
    expect(temporal().Instant.fromEpochMilliseconds(5).toString()).toBe('1970-01-01T00:00:00.005Z');
    expect(Reflect.get(globalThis, 'Temporal')).toBeUndefined();
  });
});

describe('without either', () => {
  test('the error says what to import', async () => {
    vi.stubGlobal('Temporal', undefined);
    for (const process of [undefined, {}, { getBuiltinModule: () => undefined }]) {
      vi.stubGlobal('process', process);
      const { temporal } = await fresh();
      const error = attempt(temporal);
      expect(error?.name).toBe(SchemaError.name);
      expect(error?.message).toContain("import 'temporal-polyfill/global' first");
    }
  });

  test('the error says why the polyfill did not load', async () => {
    vi.stubGlobal('Temporal', undefined);
    const createRequire = () => () => {
      throw new Error('Cannot find module');
    };
    vi.stubGlobal('process', { getBuiltinModule: () => ({ createRequire }) });
    const { temporal } = await fresh();
    expect(attempt(temporal)?.message).toContain('(Cannot find module)');
  });

  test('a polyfill that is imported later is found', async () => {
    vi.stubGlobal('Temporal', undefined);
    vi.stubGlobal('process', undefined);
    const { temporal } = await fresh();
    expect(attempt(temporal)).toBeDefined();
    vi.stubGlobal('Temporal', Polyfill);
    expect(temporal()).toBe(Polyfill);
  });
});

function attempt(call: () => unknown): Error | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
