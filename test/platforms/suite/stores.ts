/** Bundles and pools. */
import { readFileSync } from 'node:fs';
import { ClosedError, struct, t } from 'sharedbuffers';
import { buildBundle, buildMapping, ObjectPool, openBundle } from 'sharedbuffers/node';
import { equal, fails, type Suite } from './expect.js';
import type { Place } from './place.js';
import { Cities, keyOf, rowOf, rows } from './rows.js';

const Node = struct({ name: t.string, weight: t.float64 });
const Pair = struct({ left: Node, right: Node });

export async function storeChecks(suite: Suite, place: Place): Promise<void> {
  await suite.check('bundles: several files in one, read in place', async () => {
    const [first, second, target] = ['first.sb', 'second.sb', 'all.zip'].map((name) => place.path(name)) as [
      string,
      string,
      string,
    ];
    await buildMapping(first, Cities, rows(100));
    await buildMapping(second, Cities, rows(100, 1));
    await buildBundle(target, [
      ['a/first.sb', first],
      ['ü.sb', second],
    ]);
    using bundle = await openBundle(target);
    equal([bundle.names, bundle.mapped], [['a/first.sb', 'ü.sb'], place.mapped]);
    equal(bundle.mapping('a/first.sb', Cities).get(keyOf(9))?.toObject(), rowOf(9));
    equal(bundle.mapping('ü.sb', Cities).get(keyOf(9))?.population, 64);
  });
  await suite.check('pools: objects over several sections, and a dump', async () => {
    const pool = new ObjectPool({ folder: place.given.folder, sectionSize: 65_536 });
    const positions: number[] = [];
    for (let index = 0; index < 3000; index += 1) {
      const left = pool.unpack(
        Node,
        pool.pack(Node, { name: `node ${index} ${'x'.repeat(40)}`, weight: index }),
      );
      positions.push(pool.pack(Pair, { left, right: left }));
    }
    equal(pool.sectionCount > 1, true);
    equal(pool.mapped, place.mapped);
    const pair = pool.unpack(Pair, positions[2000]!);
    equal([pair.left.weight, pair.right.name.slice(0, 9)], [2000, 'node 2000']);
    const dump = place.path('pool.bin');
    await pool.dump(dump);
    equal(Pair.unpackFrom(readFileSync(dump), positions[5]!).left.weight, 5);
    pool.close();
    await fails(() => pair.left, ClosedError, /./);
  });
}
