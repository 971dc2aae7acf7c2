import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedWorld } from '../../support/worlds/plan.ts';
import { makeWorld, type World } from '../../support/worlds/world.ts';
import { writeSnapshot } from '../../support/worlds/write-world.ts';
import { answersFor } from './answers.ts';
import { type Judgement, judge, type NamedAnswer } from './expectation.ts';

/** One world as it was judged. */
export interface JudgedWorld {
  readonly order: PlannedWorld;
  readonly truth: World['truth'];
  readonly answer: NamedAnswer | undefined;
  readonly judgement: Judgement;
}

const AT_ONCE = 16;

/**
 * Makes the ordered worlds and investigates them in this process, a few at a time on a disk folder that is removed
 * again. With `keep` they stay there, each beside its truth.
 */
export async function judgeWorlds(orders: readonly PlannedWorld[], keep?: string): Promise<readonly JudgedWorld[]> {
  const judged: JudgedWorld[] = [];
  for (let from = 0; from < orders.length; from += AT_ONCE) {
    const batch = orders.slice(from, from + AT_ONCE);
    const dir = mkdtempSync(join(tmpdir(), 'worlds-'));
    try {
      const truths = new Map<string, World['truth']>();
      for (const order of batch) {
        const world = makeWorld(order);
        truths.set(order.id, world.truth);
        writeSnapshot(join(dir, order.id), world.files);
        if (keep !== undefined) keepWorld(keep, order, world);
      }
      const answers = await answersFor(dir);
      for (const order of batch) {
        const truth = truths.get(order.id)!;
        const answer = answers.get(order.id);
        judged.push({ order, truth, answer, judgement: judge(order.id, truth, answer) });
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
  return judged;
}

function keepWorld(keep: string, order: PlannedWorld, world: World): void {
  writeSnapshot(join(keep, order.id), world.files);
  const { architecture, kinds, truth } = world;
  writeFileSync(
    join(keep, `${order.id}.truth.json`),
    JSON.stringify({ architecture, kinds, variant: order.variant, truth }, undefined, 2),
  );
}

/** The wrong ones, for whoever writes rules: what was true, what was answered. */
export function failuresOf(judged: readonly JudgedWorld[]): readonly Record<string, unknown>[] {
  return judged
    .filter(({ judgement }) => !judgement.right)
    .map(({ order, truth, answer, judgement }) => ({
      id: order.id,
      architecture: order.architecture.id,
      kinds: order.kinds.map(({ id }) => id),
      variant: order.variant,
      truth,
      verdict: answer?.verdict ?? 'none',
      answer: (answer?.hypotheses ?? [])
        .slice(0, 3)
        .map(({ component, cause, confidence, summary }) => ({ component, cause, confidence, summary })),
      mistakes: judgement.mistakes,
      error: answer?.error,
    }));
}
