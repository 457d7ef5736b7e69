/** Clients that ask for articles without a pause, and hold every answer against what is right. */
import { Agent, get } from 'node:http';
import { ARTICLES, articleKey, priceOf } from './stock.js';

export interface Answers {
  readonly count: number;
  /** Answers that no published version gives, errors, and steps back to an older version. */
  readonly wrong: readonly string[];
  /** Milliseconds that half, and 99 of 100, of the answers took at most. */
  readonly p50: number;
  readonly p99: number;
  /** Versions that were seen. */
  readonly versions: ReadonlySet<number>;
}

interface Answer {
  readonly status: number;
  readonly worker: string;
  readonly body: string;
}

function ask(agent: Agent, port: number, key: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get({ agent, port, host: '127.0.0.1', path: `/${key}` }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text) => {
        body += text;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, worker: String(response.headers['x-process']), body }),
      );
    });
    request.on('error', reject);
  });
}

/** `ended` tells when to stop; `published` whether a version may be seen. */
export async function runClients(
  port: number,
  clients: number,
  ended: () => boolean,
  published: (version: number) => boolean,
): Promise<Answers> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  const wrong: string[] = [];
  const versions = new Set<number>();
  /** The newest version that each process has answered with. */
  const newest = new Map<string, number>();
  const client = async (first: number) => {
    for (let index = first; !ended(); index = (index + 7919) % ARTICLES) {
      const started = performance.now();
      const before = new Map(newest);
      try {
        const { status, worker, body } = await ask(agent, port, articleKey(index));
        times.push(performance.now() - started);
        const { version, price } = JSON.parse(body) as { version: number; price: number };
        const known = before.get(worker) ?? 0;
        if (status !== 200 || !published(version) || price !== priceOf(index, version) || version < known) {
          wrong.push(`${articleKey(index)}: ${status} ${body}, after version ${known}`);
        }
        newest.set(worker, Math.max(version, newest.get(worker) ?? 0));
        versions.add(version);
      } catch (error) {
        wrong.push(`${articleKey(index)}: ${error}`);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, each) => client(each)));
  agent.destroy();
  times.sort((a, b) => a - b);
  const share = (part: number) => times[Math.floor(times.length * part)] ?? 0;
  return { count: times.length, wrong, p50: share(0.5), p99: share(0.99), versions };
}
