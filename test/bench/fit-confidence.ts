/**
 * Fits what confidence rests on: `npm run bench fit-confidence -- --data DIR [--worlds N]`. Ridge logistic regression of
 * "the first answer is right" over the basis of each first hypothesis; every system has the same weight. Prints the weights
 * for `PARAMETERS.weights` and, for each system, how the weights fitted without it fare on it.
 */
import { parseArgs } from 'node:util';
import { ARCHITECTURES } from '../support/worlds/architectures/index.ts';
import { KINDS } from '../support/worlds/kinds/index.ts';
import { planWorlds } from '../support/worlds/plan.ts';
import { judgeSet, recordedSets } from './accuracy/sets.ts';
import { judgeWorlds } from './worlds/judge.ts';

const NAMES = ['score', 'margin', 'explained', 'restates', 'grade'] as const;
const MOST_MARGIN = 0.5;
const RIDGE = 0.02;
const STEPS = 4000;
const RATE = 0.3;

interface Sample {
  readonly system: string;
  readonly features: readonly number[];
  readonly right: boolean;
  readonly blind: boolean;
}

const { values } = parseArgs({
  options: { data: { type: 'string', default: process.env.BENCH_DATA }, worlds: { type: 'string', default: '200' } },
});

const samples: Sample[] = [];
for (const set of values.data === undefined ? [] : recordedSets(values.data)) {
  for (const one of await judgeSet(set)) keep(set.name, one.right, one.basis);
}
for (const { judgement } of await judgeWorlds(planWorlds(Number(values.worlds), 97, KINDS, ARCHITECTURES)))
  keep('worlds', judgement.right, judgement.basis);

function keep(system: string, right: boolean, basis: Readonly<Record<string, number | boolean>> | undefined): void {
  if (basis === undefined) return;
  const margin = Math.max(-1, Math.min(MOST_MARGIN, Number(basis.margin)));
  const features = NAMES.map((name) => (name === 'margin' ? margin : Number(basis[name])));
  samples.push({ system, features, right, blind: basis.blind === true });
}

/** Gradient descent on the mean log loss of each system, with a ridge on all weights but the intercept. */
function fit(given: readonly Sample[]): readonly number[] {
  const systems = Map.groupBy(given, ({ system }) => system);
  const weights = NAMES.map(() => 0);
  let intercept = 0;
  for (let step = 0; step < STEPS; step++) {
    const slope = weights.map((weight) => RIDGE * weight);
    let lift = 0;
    for (const list of systems.values()) {
      for (const { features, right } of list) {
        const error = (chance([intercept, ...weights], features) - Number(right)) / (list.length * systems.size);
        lift += error;
        features.forEach((value, index) => {
          slope[index]! += error * value;
        });
      }
    }
    intercept -= RATE * lift;
    slope.forEach((value, index) => {
      weights[index]! -= RATE * value;
    });
  }
  return [intercept, ...weights];
}

function chance([intercept = 0, ...weights]: readonly number[], features: readonly number[]): number {
  return 1 / (1 + Math.exp(-features.reduce((sum, value, index) => sum + value * weights[index]!, intercept)));
}

const rounded = (value: number) => Number(value.toFixed(2));
const names = ['intercept', ...NAMES];
const all = fit(samples);
console.log(JSON.stringify(Object.fromEntries(all.map((value, index) => [names[index], rounded(value)]))));
for (const system of new Set(samples.map((one) => one.system))) {
  const weights = fit(samples.filter((one) => one.system !== system));
  const own = samples.filter((one) => one.system === system);
  const bins = [
    [0, 0.6],
    [0.6, 0.8],
    [0.8, 1],
  ].map(([from, to]) => {
    const inside = own.filter(({ features }) => {
      const value = chance(weights, features);
      return value >= from! && value < to!;
    });
    return `${from} to ${to}: ${inside.filter(({ right }) => right).length} of ${inside.length} right`;
  });
  console.log(`${system} (withheld, n=${own.length}): ${bins.join('; ')}`);
}
