/** Objects in storage that speaks S3: requests signed by `aws4fetch`, which the first of them loads. */
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { type Fetch, FetchSource } from './fetch-source.js';
import type { RemoteSource } from './remote-source.js';

/** Where in S3 an object is, and who asks. */
export interface S3Options {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Key of the object. */
  readonly key: string;
  /** `us-east-1` if left out. */
  readonly region?: string | undefined;
  /** URL of the storage, as `https://storage.example.org`; AWS's own if left out. */
  readonly endpoint?: string | URL | undefined;
  /** Left out with the next one: requests are not signed, as for objects that anybody may read. */
  readonly accessKeyId?: string | undefined;
  /** Left out with `accessKeyId`. */
  readonly secretAccessKey?: string | undefined;
  /** What goes with credentials that are for a while. Left out for others. */
  readonly sessionToken?: string | undefined;
  /** What asks; `fetch` if left out. */
  readonly fetch?: Fetch | undefined;
}

const OPTIONS = 'bucket key region endpoint accessKeyId secretAccessKey sessionToken fetch';
const TEXTS = ['bucket', 'region', 'accessKeyId', 'secretAccessKey', 'sessionToken'] as const;

/**
 * An object in S3, or in storage with the same interface, for `openRemote`:
 *
 * ```ts
 * await openRemote(s3Source({ bucket: 'data', key: 'cities.sb', region: 'eu-west-1', accessKeyId, secretAccessKey }), Cities);
 * ```
 *
 * @param options Where in S3 the object is, and who asks.
 * @throws `ArgumentError` for what is none of the options.
 */
export function s3Source(options: S3Options): RemoteSource {
  checkOptions(options ?? null, OPTIONS);
  checkS3('s3Source', options, 'key');
  return objectSource(options);
}

/**
 * @throws `ArgumentError` for options that are none; `place` is what has to be said beside the bucket.
 */
export function checkS3<O extends Omit<S3Options, 'key'>>(
  call: string,
  options: O,
  place: keyof O & string,
): void {
  for (const name of [...TEXTS, place]) {
    const value: unknown = options[name as keyof O];
    const needed = name === 'bucket' || name === 'key';
    if (typeof value === 'string' ? value !== '' || name === 'prefix' : value === undefined && !needed)
      continue;
    throw new ArgumentError(`${name} of ${call} is text that is not empty, not ${describe(value)}`);
  }
  if ((options.accessKeyId === undefined) !== (options.secretAccessKey === undefined)) {
    throw new ArgumentError(`accessKeyId and secretAccessKey of ${call} go together: give both, or neither`);
  }
}

/** An object by options that were checked. */
export function objectSource(options: S3Options): RemoteSource {
  const source = new FetchSource(urlOf(options), { fetch: signing(options) }, nameOf(options));
  // Such storage gives the whole object where it is asked for several ranges.
  return { name: source.name, read: (offset, length, given) => source.read(offset, length, given) };
}

/** For messages. */
export function nameOf({ bucket, key }: Pick<S3Options, 'bucket' | 'key'>): string {
  return `s3://${bucket}/${key}`;
}

/** What asks, with the signatures of requests where there are credentials. */
export function signing(options: Omit<S3Options, 'key'>): Fetch {
  const { accessKeyId, fetch = globalThis.fetch } = options;
  if (accessKeyId === undefined) return fetch;
  return async (url, { headers = {}, ...init }) => {
    const signed = await signature(url, init.method, headers as Record<string, string>, options);
    return await fetch(url, { ...init, headers: signed });
  };
}

/**
 * @throws `ArgumentError` for a key that no URL can have.
 */
export function urlOf({ bucket, key, region = 'us-east-1', endpoint }: S3Options): string {
  if (key.split('/').some((part) => part === '.' || part === '..')) {
    throw new ArgumentError(`the key ${JSON.stringify(key)} has a part that no URL can have: . or ..`);
  }
  if (/\p{Surrogate}/u.test(key)) {
    throw new ArgumentError(`the key ${JSON.stringify(key)} is no text of Unicode, which names in S3 are`);
  }
  const path = key.split('/').map(encoded).join('/');
  // A dot would not be covered by the certificate of the bucket's own host name.
  const own = bucket.includes('.') ? `https://s3.${region}.amazonaws.com` : undefined;
  const base = endpoint === undefined ? own : String(endpoint);
  if (base === undefined) return `https://${bucket}.s3.${region}.amazonaws.com/${path}`;
  if (!URL.canParse(base)) {
    throw new ArgumentError(`the endpoint ${JSON.stringify(base)} is no URL: give one as https://…`);
  }
  return `${base.replace(/\/+$/, '')}/${encoded(bucket)}/${path}`;
}

/** As signatures have it, which storage that does not decode paths compares: RFC 3986 reserves more than URLs do. */
function encoded(part: string): string {
  return encodeURIComponent(part).replace(
    /[!'()*]/g,
    (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The headers of a request, with its signature. */
async function signature(
  url: string,
  method: string | undefined,
  headers: Record<string, string>,
  { region = 'us-east-1', accessKeyId, secretAccessKey, sessionToken }: Omit<S3Options, 'key'>,
): Promise<Record<string, string>> {
  const { AwsV4Signer } = await import('aws4fetch');
  const credentials = { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! };
  const session = sessionToken === undefined ? {} : { sessionToken };
  const signer = new AwsV4Signer({
    url,
    headers,
    ...(method !== undefined && { method }),
    ...credentials,
    ...session,
    service: 's3',
    region,
  });
  const { headers: result } = await signer.sign();
  return Object.fromEntries(result);
}
