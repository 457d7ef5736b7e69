/** Which schemas Python takes for compatible, and classes packed as a registered one. */
import { compatible, Registry, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';
import { pack } from '../../src/schema/pack.js';
import { list } from '../../src/values/any/any.js';
import { typeNamed } from '../golden/schemas.js';
import { describeWithPython, type SchemaSpec } from './peer.js';

const spec = (declared: SchemaSpec['declared'], alignment = 8): SchemaSpec => ({ declared, alignment });
const SPECS: readonly SchemaSpec[] = [
  spec([
    ['a', 'uint32'],
    ['b', 'mapped_unicode'],
  ]),
  spec([
    ['b', 'mapped_unicode'],
    ['a', 'uint32'],
  ]),
  spec([
    ['a', 'int32'],
    ['b', 'mapped_unicode'],
  ]),
  spec([
    ['a', 'uint32'],
    ['b', 'mapped_bytes'],
  ]),
  spec([
    ['a', 'uint32'],
    ['c', 'mapped_unicode'],
  ]),
  spec([['a', 'uint32']]),
  spec(
    [
      ['a', 'uint32'],
      ['b', 'mapped_unicode'],
    ],
    4,
  ),
  spec([
    ['a', 'uint32'],
    ['b', 'mapped_list'],
  ]),
];

const structOf = ({ declared, alignment }: SchemaSpec) =>
  struct(Object.fromEntries(declared.map(([name, type]) => [name, typeNamed(type as string)!])), {
    alignment: alignment as 8,
  });

describeWithPython('schemas', (python) => {
  test('are compatible where Python says so', async () => {
    for (const [index, schema] of SPECS.entries()) {
      for (const other of SPECS.slice(index)) {
        const theirs = await python.ask('compatible', { schema, other });
        expect(compatible(structOf(schema), structOf(other)), JSON.stringify([schema, other])).toBe(theirs);
      }
    }
  });

  test('of subclasses are those of the class that they are registered for', async () => {
    const theirs = await python.ask('pack_subclass', { name: 'Point', attrs: { x: 5, label: 'here' } });
    const registry = new Registry();
    const Point = struct({ x: t.int32, y: t.int32.optional(), label: t.string }, { registry });
    registry.register(Point, 0x7d);
    class Spot {
      readonly x = 5;
      readonly label = 'here';
    }
    registry.registerSubclass(Spot, Point);
    expect(Buffer.from(pack(registry, list, [new Spot()])).toString('hex')).toBe(theirs);
  });
});
