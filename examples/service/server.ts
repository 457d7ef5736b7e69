/**
 * An HTTP service of several processes that never restarts: all map the same file, and follow it when it is replaced.
 *
 * `node server.js FILE PROCESSES` prints the port that it listens on, on loopback.
 */
import cluster from 'node:cluster';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { liveMapping } from 'sharedbuffers/node';
import { Stock } from './stock.js';

const [, , path = 'stock.sb', processes = '4'] = process.argv;

if (cluster.isPrimary) startProcesses(Number(processes));
else await serve();

function startProcesses(count: number): void {
  for (let started = 0; started < count; started += 1) cluster.fork();
  let listening = 0;
  cluster.on('listening', (_, { port }) => {
    listening += 1;
    if (listening === count) console.log(port);
  });
  // A process that ends is one too few: let whoever supervises the service know.
  cluster.on('exit', () => process.exit(1));
  process.on('disconnect', () => process.exit(0));
}

async function serve(): Promise<void> {
  const stock = await liveMapping(path, Stock, {
    interval: 500,
    debounce: 20,
    // Half of the articles gone is a mistake of whoever built the file.
    validate: (next, current) => current === undefined || next.size > current.size / 2,
    onError: ({ message }) => console.error(`${process.pid}: ${message}`),
  });
  const server = createServer((request, response) => {
    const key = decodeURIComponent(request.url?.slice(1) ?? '');
    const article = stock.get(key);
    response.statusCode = article === undefined ? 404 : 200;
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-generation', stock.generation);
    response.setHeader('x-process', process.pid);
    response.end(JSON.stringify(article ?? { error: `no article ${key}` }));
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => void (server.address() as AddressInfo).port);
}
