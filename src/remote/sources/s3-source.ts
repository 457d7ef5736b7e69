/** Objects in storage that speaks S3: requests signed by `aws4fetch`, which is the program's to install. */
import type * as aws4fetch from 'aws4fetch';
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { type Fetch, FetchSource } from './fetch-source.js';
import type { RemoteSource } from './remote-source.js';

export interface S3Options {
  readonly bucket: string;
  readonly key: string;
  /** `us-east-1` if left out. */
  readonly region?: string | undefined;
  /** URL of the storage, as `https://storage.example.org`; AWS's own if left out. */
  readonly endpoint?: string | URL | undefined;
  /** Left out with the next one: requests are not signed, as for objects that anybody may read. */
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  /** What goes with credentials that are for a while. */
  readonly sessionToken?: string | undefined;
  /** What asks; `fetch` if left out. */
  readonly fetch?: Fetch | undefined;
}

const OPTIONS = 'bucket key region endpoint accessKeyId secretAccessKey sessionToken fetch';
const TEXTS = ['bucket', 'key', 'region', 'accessKeyId', 'secretAccessKey', 'sessionToken'] as const;

/**
 * An object in S3, or in storage with the same interface, for `openRemote`:
 *
 * ```ts
 * await openRemote(s3Source({ bucket: 'data', key: 'cities.sb', region: 'eu-west-1', accessKeyId, secretAccessKey }), Cities);
 * ```
 *
 * Throws `ArgumentError` for what is none of the options. Reading throws it where `aws4fetch` is not installed.
 */
export function s3Source(options: S3Options): RemoteSource {
  checkOptions(options ?? null, OPTIONS);
  for (const name of TEXTS) {
    const value: unknown = options[name];
    const needed = name === 'bucket' || name === 'key';
    if (typeof value === 'string' ? value !== '' : value === undefined && !needed) continue;
    throw new ArgumentError(`${name} of s3Source is text that is not empty, not ${describe(value)}`);
  }
  const { bucket, key, accessKeyId, secretAccessKey, fetch = globalThis.fetch } = options;
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new ArgumentError('accessKeyId and secretAccessKey of s3Source go together: give both, or neither');
  }
  const signed: Fetch = async (url, { headers, ...init }) => {
    const signedHeaders = await signature(url, headers as Record<string, string>, options);
    return await fetch(url, { ...init, headers: signedHeaders });
  };
  const source = new FetchSource(
    urlOf(options),
    { fetch: accessKeyId === undefined ? fetch : signed },
    `s3://${bucket}/${key}`,
  );
  // Such storage gives the whole object where it is asked for several ranges.
  return { name: source.name, read: (offset, length, given) => source.read(offset, length, given) };
}

function urlOf({ bucket, key, region = 'us-east-1', endpoint }: S3Options): string {
  if (key.split('/').some((part) => part === '.' || part === '..')) {
    throw new ArgumentError(`the key ${JSON.stringify(key)} has a part that no URL can have: . or ..`);
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
  headers: Record<string, string>,
  { region = 'us-east-1', accessKeyId, secretAccessKey, sessionToken }: S3Options,
): Promise<Record<string, string>> {
  const { AwsV4Signer } = await loaded();
  const credentials = { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! };
  const session = sessionToken === undefined ? {} : { sessionToken };
  const signer = new AwsV4Signer({ url, headers, ...credentials, ...session, service: 's3', region });
  const { headers: result } = await signer.sign();
  return Object.fromEntries(result);
}

async function loaded(): Promise<typeof aws4fetch> {
  try {
    return await import('aws4fetch');
  } catch (cause) {
    const what = 's3Source signs requests by aws4fetch, which is not there: npm install aws4fetch';
    throw new ArgumentError(what, { cause });
  }
}
