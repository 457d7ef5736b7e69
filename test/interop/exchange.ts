/** Single values, written by each library and read by the other. */
import { expect } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { normal, packed, readForm, sharesAlike, unpacked } from './encoding.js';
import type { Peer } from './peer.js';

interface Written {
  /** In hexadecimal. */
  readonly ours: string;
  readonly theirs: string;
}

/** Writes by both, reads by the other, and gives the bytes of both. `rtti`: with the value's type in front. */
export async function exchange(python: Peer, type: string, json: Json, rtti = false): Promise<Written> {
  const reader = rtti ? 'mapped_object' : type;
  const ours = packed(type, json, rtti);
  const theirs = await python.ask<string>('pack', { type, value: json, rtti });
  expect(unpacked(reader, theirs)).toEqual(readForm(json));
  expect(normal(await python.ask('unpack', { type: reader, data: ours }))).toEqual(normal(json));
  return { ours, theirs };
}

/** The same, and says whether the bytes were compared: where both share alike, they are the same. */
export async function exchangeSame(python: Peer, type: string, json: Json, rtti = false): Promise<boolean> {
  const { ours, theirs } = await exchange(python, type, json, rtti);
  if (!sharesAlike(json)) return false;
  expect(ours).toBe(theirs);
  return true;
}
