import { mapping, struct, t } from 'sharedbuffers';
import { openRemote } from 'sharedbuffers/remote';

const City = struct({ name: t.string });
const packed = City.pack({ name: 'Rosario' });
export const blob: Blob = new Blob([packed]);
export const digest: Promise<ArrayBuffer> = crypto.subtle.digest('SHA-256', packed);
export const sent: Promise<Response> = fetch('/cities', { method: 'PUT', body: packed });
const { signal } = new AbortController();
export const far = openRemote(
  new URL('https://example.org/cities.sb'),
  mapping({ key: t.string, value: City }),
  { signal },
);
