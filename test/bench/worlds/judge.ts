import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedWorld } from '../../support/worlds/plan.ts';
import type { SnapshotFiles } from '../../support/worlds/snapshot.ts';
import { makeWorld, type World } from '../../support/worlds/world.ts';
import { writeSnapshot } from '../../support/worlds/write-world.ts';
import { answersFor } from '../accuracy/answers.ts';
import { type Judgement, judge, type NamedAnswer } from '../accuracy/expectation.ts';

/** One world as it was judged. */
export interface JudgedWorld {
  readonly order: PlannedWorld;
  readonly truth: World['truth'];
  readonly answer: NamedAnswer | undefined;
  readonly judgement: Judgement;
}

const AT_ONCE = 16;

/** Makes the ordered worlds and judges each answer. With `keep` they stay in that folder, each beside its truth. */
export async function judgeWorlds(orders: readonly PlannedWorld[], keep?: string): Promise<readonly JudgedWorld[]> {
  const judged: JudgedWorld[] = [];
  for (let from = 0; from < orders.length; from += AT_ONCE) {
    const worlds = orders.slice(from, from + AT_ONCE).map((order) => ({ order, world: makeWorld(order) }));
    if (keep !== undefined) for (const { order, world } of worlds) keepWorld(keep, order, world);
    const answers = await investigateFiles(new Map(worlds.map(({ order, world }) => [order.id, world.files])));
    for (const { order, world } of worlds) {
      const answer = answers.get(order.id);
      judged.push({ order, truth: world.truth, answer, judgement: judge(order.id, world.truth, answer) });
    }
  }
  return judged;
}

/** Investigates snapshots in this process, by id, on a disk folder that is removed again. */
export async function investigateFiles(
  snapshots: ReadonlyMap<string, SnapshotFiles>,
): Promise<ReadonlyMap<string, NamedAnswer>> {
  const dir = mkdtempSync(join(tmpdir(), 'worlds-'));
  try {
    for (const [id, files] of snapshots) writeSnapshot(join(dir, id), files);
    return await answersFor(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
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
