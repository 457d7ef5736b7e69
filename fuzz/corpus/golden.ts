/** The golden cases, which Python wrote: values wrapped in a record, records, arrays, id mappers and mappings. */
import { array, type Fields, idMapper, type Key, mapping, struct, t } from 'sharedbuffers';
import { type GoldenCase, type GoldenSchema, goldenBytes, manifest } from '../../test/golden/manifest.js';
import { mapperOptions } from '../../test/golden/mapper-options.js';
import { registry, structFor, typeNamed } from '../../test/golden/schemas.js';
import { readArray, readMapper, readMapping } from '../read/containers.js';
import { Follower } from '../read/values.js';
import type { Sample } from './sample.js';

interface ContainerCase extends GoldenCase {
  readonly class?: string;
  readonly id_mapper?: string;
}

/** Bytes of the record that a value is put behind: bitmaps, a pointer. */
const RECORD = 16;

export function goldenSamples(): Sample[] {
  return manifest.cases.map((each) => sampleOf(each)).filter((sample) => sample !== undefined);
}

function sampleOf(each: ContainerCase): Sample | undefined {
  const name = `golden ${each.id}`;
  const bytes = goldenBytes(each);
  switch (each.kind) {
    case 'prim':
      return valueSample(name, each, bytes, typeNamed(each.packer!)!);
    case 'rtti':
      return valueSample(name, each, bytes, t.any);
    case 'schema':
      return recordSample(name, bytes, each.offsets?.at(-1) ?? 0, structFor(each.schema!, each.id));
    case 'array':
      return arraySample(name, bytes, each.schema!, each.id);
    case 'idmapper':
      return { name, bytes: bytes.slice(each.offset ?? 0), read: mapperReader(each.class!) };
    case 'mapping':
      return each.id_mapper === undefined ? undefined : mappingSample(name, each, bytes);
  }
}

/** A record with the value in its one field, whose pointer leads past `offset` bytes that lie in front of it. */
function valueSample(
  name: string,
  { offset = 0 }: GoldenCase,
  value: Uint8Array,
  type: Fields[string],
): Sample {
  const bytes = new Uint8Array(RECORD + value.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(8, RECORD + offset, true);
  bytes.set(value, RECORD);
  return recordSample(name, bytes, 0, struct({ value: type.optional().nullable() }, { registry }));
}

function recordSample(
  name: string,
  bytes: Uint8Array,
  offset: number,
  type: ReturnType<typeof struct>,
): Sample {
  return {
    name,
    bytes,
    read(damaged, all) {
      all.attempt(() => new Follower(all).follow(type.unpackFrom(damaged, offset)));
    },
  };
}

function arraySample(name: string, bytes: Uint8Array, schema: GoldenSchema, id: string): Sample {
  const declared = array(structFor(schema, id));
  return {
    name,
    bytes,
    read(damaged, all) {
      all.attempt(() => readArray(declared.fromBuffer(damaged), all));
    },
  };
}

function mapperReader(pythonName: string): Sample['read'] {
  const declared = idMapper<Key>(mapperOptions(pythonName) as never);
  return (damaged, all) => {
    all.attempt(() => readMapper(declared.fromBuffer(damaged), all));
  };
}

function mappingSample(name: string, each: ContainerCase, bytes: Uint8Array): Sample {
  const options = mapperOptions(each.id_mapper!);
  const declared = mapping({ ...options, value: structFor(each.schema!, each.id) } as never);
  const undeclared = mapping(options as never);
  return {
    name,
    bytes,
    read(damaged, all) {
      all.attempt(() => readMapping(declared.fromBuffer(damaged), all));
      all.attempt(() => readMapping(undeclared.fromBuffer(damaged), all));
    },
  };
}
