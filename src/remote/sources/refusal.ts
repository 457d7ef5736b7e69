/** What a server says of its refusal beyond a number: storage that speaks S3 tells the cause in a document of XML. */
import { bytesUpTo } from './body.js';

/** Such a document is some hundred bytes long. */
const LONGEST = 65_536;
const TOLD = 300;

/** A few words to put behind the number of an answer that was refused; empty where there is nothing to tell. Reads the body. */
export async function refusalOf(response: Response): Promise<string> {
  const text = await bodyOf(response);
  const [code, message] = ['Code', 'Message'].map((name) => elementOf(text, name));
  const region = response.headers.get('x-amz-bucket-region') ?? undefined;
  const words = [code, message].filter((each) => each !== undefined).join(': ');
  const told = [
    ...(words === '' ? [] : [words]),
    ...(region === undefined ? [] : [`the bucket is in ${region}`]),
  ];
  return told.length === 0 ? '' : ` (${told.join('; ')})`;
}

async function bodyOf(response: Response): Promise<string> {
  if (!/\bxml\b/.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    return '';
  }
  try {
    return new TextDecoder().decode(await bytesUpTo(response, LONGEST));
  } catch {
    // The number of the answer is told, whatever becomes of its words.
    return '';
  }
}

function elementOf(text: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]{1,${TOLD}})`).exec(text)?.[1]?.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  return found?.replace(/[\0-\x1f\x7f-\x9f]+/g, ' ');
}
