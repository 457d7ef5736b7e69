/** `npm run bench:remote`: what reading far away takes, of a server that answers after 20 ms. */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { serveRanges } from '../../test/range-server.js';
import { CONTENDERS, type RemoteContender } from './contenders.js';

const USAGE = `npm run bench:remote -- [--rows 1000000] [--latency 20]

Requests, bytes and time of opening, and of looking up, in files of as many rows on a server of this machine that
waits before each answer, beside PMTiles, hyparquet and a download.`;

async function measure(contender: RemoteContender, rows: number, latency: number): Promise<string[][]> {
  const bytes = contender.file(rows);
  const server = await serveRanges(bytes);
  server.state.latency = latency;
  server.state.multipart = contender.multipart;
  server.state.handle = (request, response) => {
    if (request.method !== 'HEAD') return false;
    response.writeHead(200, { 'Content-Length': bytes.length, 'Accept-Ranges': 'bytes' }).end();
    return true;
  };
  const lines: string[][] = [];
  try {
    for (const { name, run } of contender.steps(server.url, rows)) {
      const [requests, sent] = [server.state.requests.length, server.state.sent];
      const started = performance.now();
      await run();
      lines.push([
        lines.length === 0 ? `${contender.name} (${inMegabytes(bytes.length)})` : '',
        name,
        `${server.state.requests.length - requests}`,
        (server.state.sent - sent).toLocaleString('en-US'),
        `${(performance.now() - started).toFixed(0)} ms`,
      ]);
    }
  } finally {
    await server.close();
  }
  return lines;
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

const options = { rows: { type: 'string' }, latency: { type: 'string' }, help: { type: 'boolean' } } as const;
const { values } = parseArgs({ options });
const [rows, latency] = [Number(values.rows ?? 1_000_000), Number(values.latency ?? 20)];
if (values.help || !(rows >= 1000) || !(latency >= 0)) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  console.log(
    `${rows.toLocaleString('en-US')} rows, ${latency} ms before each answer, Node ${process.version}`,
  );
  const table = new Table({
    head: ['', 'what', 'requests', 'bytes', 'time'],
    colAligns: ['left', 'left', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const contender of CONTENDERS) table.push(...(await measure(contender, rows, latency)));
  console.log(table.toString());
}
