/**
 * Which of the engine's parameters are held by worlds: `npm run bench mutation -- [--worlds N] [--seed S] [--only PATH]…
 * [--write FILE]`. Each number is halved and doubled; it is held where the verdict or the first cause of one of N worlds
 * (40) changes. A mutant is tried on those worlds only that read the number, until one changes. Prints Markdown.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { EvidenceSet } from '../../bot/domain/signals.ts';
import { diagnose, PARAMETERS, type Parameters } from '../../bot/engine/index.ts';
import { ARCHITECTURES } from '../support/worlds/architectures/index.ts';
import { KINDS } from '../support/worlds/kinds/index.ts';
import { planWorlds } from '../support/worlds/plan.ts';
import { makeWorld } from '../support/worlds/world.ts';
import { markdown } from './accuracy/table.ts';
import { evidenceOf } from './worlds/evidence.ts';
import { numbersIn, type ParameterPath, recording, withNumber } from './worlds/parameter-paths.ts';

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '40' },
    seed: { type: 'string', default: '3' },
    only: { type: 'string', multiple: true, default: [] },
    write: { type: 'string' },
  },
});

/** What moving a number does to the answers, the most that any mutant does. */
const EFFECTS = ['held', 'only confidence', 'no effect', 'read in no world'] as const;
type Effect = (typeof EFFECTS)[number];

interface Answered {
  /** Verdict and first cause. */
  readonly named: string;
  /** Confidence of the first cause, 0 where there is none. */
  readonly confidence: number;
}

interface Replayed {
  readonly evidence: EvidenceSet;
  readonly answer: Answered;
  readonly read: ReadonlySet<ParameterPath>;
}

/** A confidence that moves by less is no other answer. */
const NOTICED = 0.05;

/** Evidence is copied each time, so that nothing remembered of it hides a change. */
function answerOf(evidence: EvidenceSet, parameters: Parameters): Answered {
  const { verdict, hypotheses } = diagnose(structuredClone(evidence), parameters);
  return {
    named: `${verdict} ${hypotheses[0]?.component} ${hypotheses[0]?.cause}`,
    confidence: hypotheses[0]?.confidence ?? 0,
  };
}

/** What the mutants of one number change at most, over the worlds that read it. */
function effectOf(path: ParameterPath, mutants: readonly number[], readers: readonly Replayed[]): Effect {
  let effect: Effect = 'no effect';
  for (const mutant of mutants) {
    const parameters = withNumber(PARAMETERS, path, mutant);
    for (const { evidence, answer } of readers) {
      const now = answerOf(evidence, parameters);
      if (now.named !== answer.named) return 'held';
      if (Math.abs(now.confidence - answer.confidence) >= NOTICED) effect = 'only confidence';
    }
  }
  return effect;
}

const started = performance.now();
const worlds: Replayed[] = [];
for (const order of planWorlds(Number(values.worlds), Number(values.seed), KINDS, ARCHITECTURES)) {
  const evidence = await evidenceOf(makeWorld(order).files);
  const read = new Set<ParameterPath>();
  worlds.push({ evidence, answer: answerOf(evidence, recording(PARAMETERS, read)), read });
}

const wanted = (path: ParameterPath) => values.only.length === 0 || values.only.some((one) => path.startsWith(one));
const numbers = [...numbersIn(PARAMETERS)].filter(([path]) => wanted(path));
const effects = new Map<ParameterPath, Effect>();
for (const [path, number] of numbers) {
  const readers = worlds.filter(({ read }) => read.has(path));
  const mutants = number === 0 ? [1, -1] : [number / 2, number * 2];
  effects.set(path, readers.length === 0 ? 'read in no world' : effectOf(path, mutants, readers));
}

const seconds = (performance.now() - started) / 1000;
const having = (effect: Effect) => [...effects].filter(([, one]) => one === effect).map(([path]) => path);
const table = markdown(
  ['numbers', ...EFFECTS, 'seconds'],
  [[numbers.length, ...EFFECTS.map((effect) => having(effect).length), Math.round(seconds)].map(String)],
);
const lists = EFFECTS.slice(1).map((effect) => `${effect}: ${having(effect).join(', ') || 'none'}`);
const listed = [table, ...lists].join('\n\n');
console.log(listed);
if (values.write !== undefined) writeFileSync(values.write, `${listed}\n`);
