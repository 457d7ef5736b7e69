/** What the service serves: prices by article, of which every build has a version of its own. */
import { type Infer, mapping, struct, t } from 'sharedbuffers';
import { buildMapping } from 'sharedbuffers/node';

export const Article = struct({ name: t.string, version: t.uint32, price: t.uint32 });
export type Article = Infer<typeof Article>;
export const Stock = mapping({ key: t.string, value: Article });

export const ARTICLES = 20_000;

export function articleKey(index: number): string {
  return `article-${index}`;
}

/** The price of an article in a version, which tells whether an answer is right. */
export function priceOf(index: number, version: number): number {
  return (Math.imul(index + 1, 2654435761) ^ Math.imul(version, 40503)) >>> 0;
}

function* rows(version: number): Generator<[string, { name: string; version: number; price: number }]> {
  for (let index = 0; index < ARTICLES; index += 1) {
    yield [articleKey(index), { name: `Article ${index}`, version, price: priceOf(index, version) }];
  }
}

/** Builds a version at `path`; what lies there is replaced in one step. */
export async function buildStock(path: string, version: number): Promise<void> {
  await buildMapping(path, Stock, rows(version));
}
