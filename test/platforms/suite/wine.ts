/** What Wine 8 lacks that has nothing to do with files: settings of keep-alive, without which `fetch` does not connect. */
import { Socket } from 'node:net';

/** To be called before the first connection. */
export function withoutKeepAlive(): void {
  if (process.env.WINEPREFIX === undefined) return;
  Socket.prototype.setKeepAlive = function () {
    return this;
  };
}
