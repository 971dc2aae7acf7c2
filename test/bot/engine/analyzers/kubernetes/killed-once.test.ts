import { expect, test } from '@jest/globals';
import { outOfMemory } from '../../../../../bot/engine/analyzers/kubernetes/out-of-memory.ts';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { ago, evidenceOf, find, market } from '../../../../support/kubernetes.ts';

/** `ledger` was killed for memory so many seconds ago and runs again since. */
function killed(seconds: number) {
  const world = market();
  const pod = find(world, 'Pod', 'ledger-1-a');
  const [status] = (pod.status as { containerStatuses: Record<string, unknown>[] }).containerStatuses;
  Object.assign(status!, {
    ready: true,
    restartCount: 1,
    state: { running: { startedAt: ago(seconds - 5) } },
    lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: ago(seconds) } },
  });
  return evidenceOf(world);
}

test('a container killed within the window is what happened, though it runs again', () => {
  const strength = (seconds: number) => {
    const result = outOfMemory.analyze(killed(seconds), PARAMETERS);
    return result.status === 'found' ? result.findings[0]!.strength : 0;
  };
  expect(strength(1800)).toBeGreaterThan(strength(18_000));
  // Where nobody feels it, it is over.
  for (const seconds of [1800, 18_000]) expect(diagnose(killed(seconds)).verdict).toBe('healthy');
});
