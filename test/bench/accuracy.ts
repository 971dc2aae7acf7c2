/** `npm run bench accuracy`: how often the answer is right, per set; exit status 1 where one lies below its floor (floors.json). */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ARCHITECTURES } from '../support/worlds/architectures/index.ts';
import type { FaultKind } from '../support/worlds/fault-kind.ts';
import { KINDS } from '../support/worlds/kinds/index.ts';
import { type PlannedWorld, planWorlds } from '../support/worlds/plan.ts';
import { WITHHELD } from '../support/worlds/withheld/index.ts';
import { belowFloor, raiseFloors, readFloors } from './accuracy/floors.ts';
import { groupingAccuracies } from './accuracy/loghub.ts';
import { measure } from './accuracy/measures.ts';
import { judgeSet, recordedSets } from './accuracy/sets.ts';
import { accuracyTable, groupingTable, type Row, reliabilityTable } from './accuracy/table.ts';
import { failuresOf, judgeWorlds } from './worlds/judge.ts';
import { breakdown } from './worlds/table.ts';

const USAGE = `npm run bench accuracy -- [--data DIR] [--set NAME]… [--raise-floors] [--write FILE] [--verbose]
  [--worlds N] [--seed S] [--kind ID]… [--architecture ID]… [--failures FILE] [--keep DIR]
--data DIR (or BENCH_DATA) holds recorded systems with their answers, in the layout that accuracy/sets.ts describes.
--worlds N made-up systems (400; 0 for none) of --seed S are judged as well: --failures FILE gets those that were answered
wrongly, --keep DIR the systems. Markdown tables are printed, and written to --write FILE.`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    data: { type: 'string', default: process.env.BENCH_DATA || undefined },
    set: { type: 'string', multiple: true, default: [] },
    verbose: { type: 'boolean', short: 'v', default: false },
    'raise-floors': { type: 'boolean', default: false },
    write: { type: 'string' },
    worlds: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string', multiple: true, default: [] },
    architecture: { type: 'string', multiple: true, default: [] },
    failures: { type: 'string' },
    keep: { type: 'string' },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const wanted = (name: string) => values.set.length === 0 || values.set.includes(name);

const rows: Row[] = [];
for (const set of values.data === undefined ? [] : recordedSets(values.data).filter(({ name }) => wanted(name))) {
  const judgements = await judgeSet(set);
  rows.push({ name: set.name, measures: measure(judgements) });
  if (values.verbose)
    for (const one of judgements) if (!one.right) console.log(`${one.id}: ${one.mistakes.join(', ')}`);
}

const started = performance.now();
const worlds = await judgeWorlds(orderedWorlds(KINDS), values.keep);
// One more in nine: as many of each withheld kind as of each of the others.
const withheld = values.kind.length > 0 ? [] : await judgeWorlds(orderedWorlds(WITHHELD));
const seconds = (performance.now() - started) / 1000;
const ofSeed = (count: number) => `${count} of seed ${values.seed}`;
if (worlds.length > 0)
  rows.push({ name: `worlds, ${ofSeed(worlds.length)}`, measures: measure(worlds.map(({ judgement }) => judgement)) });
if (withheld.length > 0)
  rows.push({
    name: `withheld kinds, ${ofSeed(withheld.length)}`,
    measures: measure(withheld.map(({ judgement }) => judgement)),
  });
if (values.failures !== undefined) writeFileSync(values.failures, JSON.stringify(failuresOf(worlds), undefined, 1));

const groupings = values.data === undefined || !wanted('loghub') ? [] : groupingAccuracies(values.data);
const parts = [
  ...(values.data === undefined ? ['No recorded systems are given (--data DIR or BENCH_DATA).'] : []),
  ...(rows.length === 0 ? [] : [accuracyTable(rows), reliabilityTable(rows)]),
  ...(worlds.length === 0 ? [] : worldTables()),
  ...(groupings.length === 0 ? [] : [groupingTable(groupings)]),
];
const tables = parts.join('\n\n');
console.log(tables);
if (values.write !== undefined) writeFileSync(values.write, report(tables));

const below = rows.flatMap(({ name, measures }) => belowFloor(name, measures, readFloors()));
if (values['raise-floors']) raiseFloors(rows);
for (const line of below) console.error(`bench accuracy: ${line}`);
process.exitCode = below.length === 0 ? 0 : 1;

function orderedWorlds(all: readonly FaultKind[]): readonly PlannedWorld[] {
  if (!wanted('worlds')) return [];
  const among = (ids: readonly string[]) => (one: { readonly id: string }) => ids.length === 0 || ids.includes(one.id);
  const unknown = [
    ...values.kind.filter((id) => !KINDS.some((kind) => kind.id === id)),
    ...values.architecture.filter((id) => !ARCHITECTURES.some((one) => one.id === id)),
  ];
  if (unknown.length > 0) throw new Error(`Nothing is called ${unknown.join(', ')} in test/support/worlds.`);
  const kinds = all.filter(among(values.kind));
  const count = Math.round((Number(values.worlds) * all.length) / KINDS.length);
  const architectures = ARCHITECTURES.filter(among(values.architecture));
  return planWorlds(count, Number(values.seed), kinds, architectures);
}

function worldTables(): string[] {
  return [
    `${worlds.length} worlds of seed ${values.seed} in ${seconds.toFixed(0)} s.`,
    breakdown('variant', worlds, ({ order }) => order.variant),
    breakdown('architecture', worlds, ({ order }) => order.architecture.title),
    breakdown(
      'kind of fault',
      worlds.filter(({ order }) => order.variant === 'fault'),
      ({ order }) => order.kinds[0]!.id,
    ),
  ];
}

/** The tables with the command that makes them again; the folder is DIR to a reader, and where to write is no part of it. */
function report(body: string): string {
  const shown = process.argv.slice(2).filter((option, index, all) => ![option, all[index - 1]].includes('--write'));
  const options = shown.map((option) => (option === values.data ? 'DIR' : option)).join(' ');
  return `# Accuracy\n\nMade with \`npm run bench accuracy -- ${options}\`.\n\n${body}\n`;
}
