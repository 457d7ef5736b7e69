/** What options of several commands take. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { pathOf } from '../../files/path-of.js';
import { KEY_CHOICES } from '../../tables/files/open-undeclared.js';

export function bits(text: string): 32 | 64 {
  if (text === '32' || text === '64') return Number(text) as 32 | 64;
  throw new InvalidArgumentError('It is 32 or 64.');
}

export function count(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number.');
}

/** How many entries equal records are looked for among. */
export function among(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number of entries, or none: inputs stand before it.');
}

export function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 2 ** 16) return Number(text);
  throw new InvalidArgumentError('It is a number up to 65535.');
}

export function keyOptions(command: Command): Command {
  return command
    .addOption(new Option('--key-type <type>', 'what the keys are').choices(KEY_CHOICES))
    .option('--width <bits>', 'bits of the integers in the index: 32 or 64', bits);
}

/** A path, or a `file:` URL of one. */
export function file(text: string): string {
  return /^file:\/\//i.test(text) && URL.canParse(text) ? pathOf(new URL(text)) : text;
}

/** Several of them. */
export function files(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, file(text)];
}

/** Names with commas between them, of an option that may be given several times. */
export function names(value: string, before: readonly string[] = []): readonly string[] {
  return [
    ...before,
    ...value
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ];
}

/** Values of an option that is given several times. */
export function each(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
