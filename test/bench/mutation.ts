/**
 * Which of the engine's parameters are held by worlds: `npm run bench mutation -- [--worlds N] [--seed S] [--from N]
 * [--only PATH]… [--share K/N] [--known FILE]… [--held FILE] [--write FILE]`. A number is held when moving it alone changes
 * the verdict, the first cause or its place in one of N worlds (120). The worlds are taken as they are, without one of
 * their sources, and next to where their answer turns as they grow milder, younger or busier. A number is doubled and
 * halved, and moved tenfold either way.
 *
 * Groups of numbers are moved at once, and only those that change an answer are split, so that a world which holds nothing
 * new costs little. --share 2/3 takes the second of three shares of the worlds, for processes side by side; --known reads
 * what was held before, --held also keeps it. Prints Markdown.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngineTables } from './worlds/engine-tables.ts';
import { soleMovers } from './worlds/group-search.ts';
import { heldReport, hold, isOpen, readHeld, writeHeld } from './worlds/held.ts';
import { lean } from './worlds/lean.ts';
import { leftOut } from './worlds/left-out.ts';
import { MOVES } from './worlds/mutants.ts';
import type { View } from './worlds/views.ts';

const tables = openEngineTables(join(import.meta.dirname, '../..'));
// The engine comes after its tables are open, with all that takes it in.
const { diagnose } = await import('../../bot/engine/index.ts');
const { ARCHITECTURES } = await import('../support/worlds/architectures/index.ts');
const { FURTHER_KINDS, KINDS } = await import('../support/worlds/kinds/index.ts');
const { planWorlds } = await import('../support/worlds/plan.ts');
const { createRandomSource, shuffled } = await import('../support/random-source.ts');
const { replayOf, sureAnswerOf } = await import('./worlds/replay.ts');
const { viewsOf } = await import('./worlds/views.ts');

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '120' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string', default: '3' },
    kind: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', multiple: true, default: [] },
    share: { type: 'string', default: '1/1' },
    known: { type: 'string', multiple: true, default: [] },
    held: { type: 'string' },
    write: { type: 'string' },
  },
});

const started = performance.now();
const held = readHeld([...values.known, ...(values.held === undefined ? [] : [values.held])]);
const wanted = (path: string) => values.only.length === 0 || values.only.some((one) => path.includes(one));
const numbers = [...tables.numbers().keys()].filter(wanted);
const parameters = numbers.filter((path) => leftOut(path) === undefined);
const kinds = [...FURTHER_KINDS, ...KINDS].filter(({ id }) => values.kind.length === 0 || values.kind.includes(id));
const random = createRandomSource(Number(values.seed));

/** Numbers moved at once, by move: about as many as leave an answer alone every other time. */
const groupSizes = new Map(MOVES.map((move) => [move, 24]));
const LARGEST_GROUP = 64;
const SMALLEST_GROUP = 3;

/** Tries every number that the view reads and that is not yet held; returns how many diagnoses that took. */
function learn({ name, evidence }: View): number {
  const replay = replayOf(evidence, tables, diagnose);
  for (const path of replay.read) held.read.add(path);
  let asked = 0;
  for (const move of MOVES) {
    const open = parameters.filter((path) => replay.read.has(path) && isOpen(held, path, move));
    const size = groupSizes.get(move)!;
    let [whole, changed] = [0, 0];
    const changes = (group: readonly string[]) => {
      const isAnother = replay.changes(group, move);
      asked++;
      if (group.length === size) whole++;
      if (group.length === size && isAnother) changed++;
      return isAnother;
    };
    for (const path of soleMovers(shuffled(open, random), changes, size)) hold(held, path, move, name);
    const share = whole === 0 ? 0.4 : changed / whole;
    const next = Math.round(size * (share > 0.5 ? 0.8 : share < 0.3 ? 1.25 : 1));
    groupSizes.set(move, Math.min(LARGEST_GROUP, Math.max(SMALLEST_GROUP, next)));
  }
  return asked;
}

const [part = 1, of = 1] = values.share.split('/').map(Number);
// The largest system takes three times as long as any other and shows nothing that they do not; one in four is not lean.
const usual = ARCHITECTURES.filter(({ id }) => id !== 'many-namespaces');
const homes = [...usual, ...usual.map(lean), ...usual.map(lean), ...usual.map(lean)];
/** Kinds that are there for the bench alone act in each of their worlds. */
const acting = new Set(FURTHER_KINDS);
const orders = planWorlds(Number(values.worlds), Number(values.seed), kinds, homes).map((order) =>
  order.variant === 'healthy' && order.kinds.some((kind) => acting.has(kind))
    ? { ...order, twin: false, variant: 'fault' as const }
    : order,
);
for (const [turn, order] of orders.entries()) {
  if (turn < Number(values.from) || turn % of !== part - 1) continue;
  const tries: number[] = [];
  for await (const view of viewsOf(order, turn, (evidence) => sureAnswerOf(diagnose(evidence))))
    tries.push(learn(view));
  if (values.held !== undefined) writeHeld(values.held, held);
  const seconds = Math.round((performance.now() - started) / 1000);
  const [twice, all] = [held.small.size, new Set([...held.small.keys(), ...held.large.keys()]).size];
  const told = `${order.id} ${order.kinds.map(({ id }) => id).join(' and ')}, ${tries.join(' + ')} tries`;
  console.error(`${turn + 1}/${orders.length} ${seconds} s ${told}: ${twice} held, ${all} when moved tenfold`);
}

const report = heldReport(numbers, held);
console.log(report);
if (values.write !== undefined) writeFileSync(values.write, `${report}\n`);
