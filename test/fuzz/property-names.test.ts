import { expect, test } from '@jest/globals';
import { diagnose } from '../../bot/engine/index.ts';
import { evidenceOf } from '../bench/worlds/evidence.ts';
import { ARCHITECTURES } from '../support/worlds/architectures/index.ts';
import { KINDS } from '../support/worlds/kinds/index.ts';
import { planWorlds } from '../support/worlds/plan.ts';
import { makeWorld, type World } from '../support/worlds/world.ts';

/** Properties that every object has: a table that is asked for a name from outside must not answer with one of them. */
const PROPERTIES = ['constructor', '__proto__', 'toString'];
/** What is named in files of these systems, by where it stands. */
const NAMED = [
  /"reason":"(\w+)"/g,
  /"type":"(\w+)"/g,
  /"kind":"(\w+)"/g,
  /"level":"(\w+)"/g,
  /"app":"([\w-]+)"/g,
  /^([a-z_]+)\{/gm,
  /[{,]([a-z_]+)="/g,
  /^# UNIT \S+ (\w+)$/gm,
];
const EACH = 2;

const worlds = planWorlds(40, 11, KINDS, ARCHITECTURES)
  .filter((_, index) => index % 20 === 0)
  .map(makeWorld);

function namesIn({ files, names }: World): string[] {
  const text = [...files.values()].join('\n');
  const found = NAMED.flatMap((pattern) => {
    const distinct = [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].toSorted();
    return distinct.filter((_, index) => index % Math.ceil(distinct.length / EACH) === 0);
  });
  return [...new Set([...found, ...[...names.values()].slice(0, EACH)])];
}

test.each(worlds.map((world) => [world.id, world] as const))(
  'nothing in %s breaks the reading where it is called like a property of every object',
  async (_id, world) => {
    const plain = await evidenceOf(world.files);
    for (const [index, name] of namesIn(world).entries()) {
      const property = PROPERTIES[index % PROPERTIES.length] ?? '';
      const whole = new RegExp(`(?<![A-Za-z0-9_])${name.replaceAll(/[^\w]/g, '\\$&')}(?![A-Za-z0-9_])`, 'g');
      const files = new Map([...world.files].map(([path, text]) => [path, text.replace(whole, property)]));
      const evidence = await evidenceOf(files);
      // What was observed before is observed still: nothing failed for the name.
      expect([name, property, statusesOf(evidence)]).toEqual([name, property, statusesOf(plain)]);
      diagnose(evidence);
    }
  },
);

function statusesOf(evidence: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(evidence)
      .filter(([, one]) => typeof one === 'object' && one !== null && 'status' in one)
      .map(([source, one]) => [source, (one as { status: unknown }).status]),
  );
}
