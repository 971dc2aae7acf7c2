/**
 * Which of the engine's parameters are held by worlds: `npm run bench mutation -- [--worlds N] [--seed S] [--only PATH]…
 * [--share K/N] [--write FILE]`. Each number of the core's parameters and of the rooms' tables is halved and doubled; it is
 * held where the verdict or the first cause of one of N worlds (40) changes. A mutant is tried on those worlds only that
 * read the number, until one changes. Prints Markdown.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EvidenceSet } from '../../bot/domain/signals.ts';
import { openEngineTables } from './worlds/engine-tables.ts';
import { numbersIn, type ParameterPath, recording, withNumber } from './worlds/parameter-paths.ts';

const tables = openEngineTables(join(import.meta.dirname, '../..'));
// The engine comes after its tables are open, with all that takes it in.
const { diagnose, PARAMETERS } = await import('../../bot/engine/index.ts');
const { ARCHITECTURES } = await import('../support/worlds/architectures/index.ts');
const { KINDS } = await import('../support/worlds/kinds/index.ts');
const { planWorlds } = await import('../support/worlds/plan.ts');
const { makeWorld } = await import('../support/worlds/world.ts');
const { markdown } = await import('./accuracy/table.ts');
const { evidenceOf } = await import('./worlds/evidence.ts');

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '40' },
    seed: { type: 'string', default: '3' },
    only: { type: 'string', multiple: true, default: [] },
    write: { type: 'string' },
    /** `2/3`: the second of three shares of the numbers, for several processes side by side. */
    share: { type: 'string', default: '1/1' },
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
  /** How many numbers it has held. */
  holds: number;
}

/** A confidence that moves by less is no other answer. */
const NOTICED = 0.05;

/** Evidence is copied each time, so that nothing remembered of it hides a change. */
function answerOf(evidence: EvidenceSet, parameters: typeof PARAMETERS): Answered {
  const { verdict, hypotheses } = diagnose(structuredClone(evidence), parameters);
  return {
    named: `${verdict} ${hypotheses[0]?.component} ${hypotheses[0]?.cause}`,
    confidence: hypotheses[0]?.confidence ?? 0,
  };
}

/** Answers with one number changed: of the core's parameters, or of a room's table. */
function answerWith(evidence: EvidenceSet, path: ParameterPath, mutant: number): Answered {
  const usual = tables.numbers().get(path);
  if (usual === undefined) return answerOf(evidence, withNumber(PARAMETERS, path, mutant));
  tables.set(path, mutant);
  try {
    return answerOf(evidence, PARAMETERS);
  } finally {
    tables.set(path, usual);
  }
}

/** What the mutants of one number change at most, over the worlds that read it. */
function effectOf(path: ParameterPath, mutants: readonly number[], readers: readonly Replayed[]): Effect {
  let effect: Effect = 'no effect';
  for (const world of readers) {
    for (const mutant of mutants) {
      const now = answerWith(world.evidence, path, mutant);
      if (now.named !== world.answer.named) {
        world.holds += 1;
        return 'held';
      }
      if (Math.abs(now.confidence - world.answer.confidence) >= NOTICED) effect = 'only confidence';
    }
  }
  return effect;
}

const started = performance.now();
const worlds: Replayed[] = [];
for (const order of planWorlds(Number(values.worlds), Number(values.seed), KINDS, ARCHITECTURES)) {
  const evidence = await evidenceOf(makeWorld(order).files);
  const read = new Set<ParameterPath>();
  const answer = tables.recording(read, () => answerOf(evidence, recording(PARAMETERS, read)));
  worlds.push({ evidence, answer, read, holds: 0 });
}

const wanted = (path: ParameterPath) => values.only.length === 0 || values.only.some((one) => path.startsWith(one));
const [part = 1, of = 1] = values.share.split('/').map(Number);
const numbers = [...numbersIn(PARAMETERS), ...tables.numbers()]
  .filter(([path]) => wanted(path))
  .filter((_, index) => index % of === part - 1);
const effects = new Map<ParameterPath, Effect>();
for (const [path, number] of numbers) {
  // Those that held most so far first: what is close to a border for one number is so for others.
  const readers = worlds.filter(({ read }) => read.has(path)).toSorted((a, b) => b.holds - a.holds);
  const mutants = number === 0 ? [1, -1] : [number / 2, number * 2];
  effects.set(path, readers.length === 0 ? 'read in no world' : effectOf(path, mutants, readers));
  console.error(`${effects.size}/${numbers.length} ${path}: ${effects.get(path)}`);
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
