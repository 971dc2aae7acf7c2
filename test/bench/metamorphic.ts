/**
 * Rules that hold whatever the right answer is: `npm run bench metamorphic -- [--worlds N] [--seed S] [--ceilings]`. Each of N worlds
 * (60) is investigated whole, under other names, without its fault, and without each of its sources. Prints a Markdown
 * table and the first violations. With --ceilings the exit status is 1 where a rule is broken more often than
 * worlds/ceilings.json allows for this number and seed.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ARCHITECTURES } from '../support/worlds/architectures/index.ts';
import { KINDS } from '../support/worlds/kinds/index.ts';
import { planWorlds } from '../support/worlds/plan.ts';
import { markdown } from './accuracy/table.ts';
import { checkMetamorphic } from './worlds/metamorphic.ts';

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '2' },
    ceilings: { type: 'boolean', default: false },
  },
});
const orders = planWorlds(Number(values.worlds), Number(values.seed), KINDS, ARCHITECTURES);

/** How often each rule may still be broken; a ratchet that only falls, to nothing. */
const file = new URL('./worlds/ceilings.json', import.meta.url);
const ceilings: Readonly<Record<string, Readonly<Record<string, number>>>> = JSON.parse(readFileSync(file, 'utf8'));
const { tried, violations } = await checkMetamorphic(orders.filter(({ variant }) => variant !== 'healthy'));
const rows = (['source lost', 'renamed', 'healthy twin'] as const).map((rule) => [
  rule,
  String(tried[rule]),
  String(violations.filter((one) => one.rule === rule).length),
]);
console.log(markdown(['rule', 'tried', 'broken'], rows));
console.log(
  violations
    .slice(0, 40)
    .map(({ id, rule, text }) => `${id} ${rule}: ${text}`)
    .join('\n'),
);

if (values.ceilings) {
  const allowed = ceilings[`${values.worlds} worlds of seed ${values.seed}`] ?? {};
  const over = rows.filter(([rule, , broken]) => Number(broken) > (allowed[rule!] ?? Number.POSITIVE_INFINITY));
  for (const [rule, , broken] of over) console.error(`bench metamorphic: ${rule} is broken ${broken} times`);
  process.exitCode = over.length === 0 ? 0 : 1;
}
