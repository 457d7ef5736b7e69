/**
 * Serves over HTTP what `build.py` built, from the newest file: `GET /ID` gives a station, or 404.
 *
 * `node serve.js stations.sb [PORT]` prints the address that it listens on.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mapping, struct, t } from 'sharedbuffers';
import { liveMapping } from 'sharedbuffers/node';

/** The fields of `Station` in `build.py`; opening the file fails if they differ. */
class Station extends struct({
  name: t.string,
  country: t.string,
  altitude: t.float64,
  opened: t.date,
  tags: t.set(t.string),
}) {}
const Stations = mapping({ key: t.string, value: Station });

const [, , path = 'stations.sb', port = '0'] = process.argv;

const stations = await liveMapping(path, Stations, {
  interval: 500,
  onError: ({ message }) => console.error(message),
});
const server = createServer((request, response) => {
  const id = decodeURIComponent(new URL(request.url ?? '', 'http://localhost').pathname.slice(1));
  const station = stations.get(id);
  response.writeHead(station === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(station ?? { error: `no station ${id}` }));
});
server.listen(Number(port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
// Whoever started the service ends it.
process.on('disconnect', () => process.exit(0));
