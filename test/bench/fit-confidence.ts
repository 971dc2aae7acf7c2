/**
 * Fits what confidence rests on: `npm run bench fit-confidence -- [--worlds N] [--seeds FROM-TO] [--data DIR]`. Ridge
 * logistic regression of "the first answer is right" over the basis of each first hypothesis, on N made-up systems of each
 * seed, each whole and with sources taken away; every architecture weighs the same. Keep its seeds apart from those that
 * are reported. Prints the weights for `PARAMETERS.weights`, how weights fitted without an architecture fare on it, and how
 * the weights fare on the recorded sets of DIR, on which they are not fitted.
 */
import { parseArgs } from 'node:util';
import { diagnose } from '../../bot/engine/index.ts';
import { PARAMETERS } from '../../bot/engine/parameters.ts';
import { ARCHITECTURES } from '../support/worlds/architectures/index.ts';
import { KINDS } from '../support/worlds/kinds/index.ts';
import { planWorlds } from '../support/worlds/plan.ts';
import { makeWorld } from '../support/worlds/world.ts';
import { type Judgement, judge } from './accuracy/expectation.ts';
import { judgeSet, recordedSets } from './accuracy/sets.ts';
import { markdown } from './accuracy/table.ts';
import { copiesOf } from './confidence/copies.ts';
import { chanceOf, fitLogistic, type Sample } from './confidence/logistic.ts';
import { evidenceOf } from './worlds/evidence.ts';

const NAMES = ['score', 'margin', 'restates', 'grade'] as const;
const RIDGE = 0.005;
const BINS = [
  [0, 0.6],
  [0.6, 0.8],
  [0.8, Number.POSITIVE_INFINITY],
] as const;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.BENCH_DATA || undefined },
    worlds: { type: 'string', default: '30' },
    seeds: { type: 'string', default: '1-20' },
  },
});

/** A sample, and whether a cap of the engine decides in place of the weights. */
interface Answered extends Sample {
  readonly capped: boolean;
  readonly whole: boolean;
}

const [from = 1, to = from] = values.seeds.split('-').map(Number);
const answered: Answered[] = [];
for (let seed = from; seed <= to; seed++) {
  for (const order of planWorlds(Number(values.worlds), seed, KINDS, ARCHITECTURES)) {
    const { files, truth } = makeWorld(order);
    for (const [copy, evidence] of copiesOf(await evidenceOf(files))) {
      const judged = judge(order.id, truth, { snapshot: order.id, ...diagnose(evidence) });
      answered.push(...sampleOf(order.architecture.id, judged, copy === 'whole'));
    }
  }
}

function sampleOf(group: string, { basis, right }: Judgement, whole: boolean): readonly Answered[] {
  if (basis === undefined) return [];
  const margin = Math.max(-PARAMETERS.mostMargin, Math.min(PARAMETERS.mostMargin, Number(basis.margin)));
  const features = NAMES.map((name) => (name === 'margin' ? margin : Number(basis[name])));
  return [{ group, features, right, whole, capped: basis.blind === true || basis.grade === 0 }];
}

/** Right answers among all, by spans of the confidence that weights give. */
function binsOf(weights: readonly number[], samples: readonly Answered[]): readonly string[] {
  const told = samples.map((one) => {
    const chance = chanceOf(weights, one.features);
    return { right: one.right, chance: one.capped ? Math.min(chance, PARAMETERS.coincidesCap) : chance };
  });
  return BINS.map(([least, below]) => {
    const inside = told.filter(({ chance }) => chance >= least && chance < below);
    return `${inside.filter(({ right }) => right).length} of ${inside.length}`;
  });
}

const fitted = answered.filter(({ capped }) => !capped);
const weights = fitLogistic(fitted, RIDGE);
const names = ['intercept', ...NAMES];
const shown = Object.fromEntries(weights.map((value, index) => [names[index], Number(value.toFixed(2))]));
console.log(`${JSON.stringify(shown)}, from ${fitted.length} answers of ${answered.length}.\n`);

const rows: string[][] = [];
for (const group of new Set(answered.map((one) => one.group))) {
  const without = fitLogistic(
    fitted.filter((one) => one.group !== group),
    RIDGE,
  );
  const own = answered.filter((one) => one.group === group);
  rows.push([
    `${group}, whole`,
    ...binsOf(
      without,
      own.filter(({ whole }) => whole),
    ),
  ]);
  rows.push([
    `${group}, sources taken away`,
    ...binsOf(
      without,
      own.filter(({ whole }) => !whole),
    ),
  ]);
}
for (const set of values.data === undefined ? [] : recordedSets(values.data)) {
  const judged = (await judgeSet(set)).flatMap((one) => sampleOf(set.name, one, true));
  rows.push([set.name, ...binsOf(weights, judged)]);
}
console.log(markdown(['withheld', 'right below 0.6', 'right from 0.6', 'right from 0.8'], rows));
