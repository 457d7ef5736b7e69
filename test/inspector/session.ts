/** What the tests of one file share: a browser, and a folder of files. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { Inspecting } from './inspecting.js';
import { SampleFolder } from './samples.js';

export interface Session {
  /** There once the first test has begun. */
  readonly inspecting: Inspecting;
  readonly folder: SampleFolder;
}

/** Begins and ends with the tests around it. What a page complains of fails the test that it is in. */
export function useSession(): Session {
  const session: { inspecting?: Inspecting; readonly folder: SampleFolder } = { folder: new SampleFolder() };
  beforeAll(async () => {
    session.inspecting = await Inspecting.start();
  });
  afterEach(async () => {
    await session.inspecting!.clear();
    expect(session.inspecting!.complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await session.inspecting?.close();
    session.folder.remove();
  });
  return session as Session;
}
