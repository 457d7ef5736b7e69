/** Entries of an index by their places in it. */
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import type { RemoteFile } from '../remote-file.js';

/** Keys and their numbers, `from` to before `to`; what they need is fetched together. */
export async function entriesBetween(
  file: RemoteFile,
  mapper: IdMapper<Key>,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<[Key, number | bigint][]> {
  const first = Math.max(0, Math.trunc(from));
  const end = Math.min(mapper.size, Math.trunc(to));
  if (first >= end) return [];
  const { index, columns, width } = mapper.parts;
  const stretch = { offset: index.positionOf(first), length: (end - first) * columns * width };
  const { key, value } = mapper.steps();
  return await file.holding([stretch], signal, () =>
    file.attemptAll(
      Array.from({ length: end - first }, (_, at) => (): [Key, number | bigint] => {
        const entry = first + at;
        return [key(entry), value(entry)];
      }),
      signal,
    ),
  );
}
