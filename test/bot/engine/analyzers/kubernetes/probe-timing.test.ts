import { expect, test } from '@jest/globals';
import { probeTiming } from '../../../../../bot/engine/analyzers/kubernetes/probe-timing.ts';
import { ago, event, evidenceOf, find, market, setContainer, setStatus } from '../../../../support/kubernetes.ts';

/** A readiness probe that times out; the pod started an hour ago and is not ready since so many seconds. */
function timedOut(unreadyForSeconds: number) {
  const world = market();
  setContainer(world, 'ledger', { readinessProbe: { httpGet: { port: 8080, path: '/ok' }, timeoutSeconds: 1 } });
  setStatus(world, 'ledger', { state: { running: { startedAt: ago(3600) } } });
  const pod = find(world, 'Pod', 'ledger-1-a');
  pod.status.conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: ago(unreadyForSeconds) }];
  world.events.push(
    event('Pod', 'ledger-1-a', 'Unhealthy', 'Readiness probe failed: context deadline exceeded', {
      type: 'Warning',
      firstTimestamp: ago(unreadyForSeconds),
      lastTimestamp: ago(5),
    }),
  );
  return probeTiming.analyze(evidenceOf(world));
}

test('a probe that was too short from the start is a fault of the probe', () => {
  expect(timedOut(3600)).toMatchObject({ findings: [{ cause: 'readiness_probe_incorrect_timing' }] });
});

test('a pod that passed this probe for an hour and no longer does has become slower: the probe only tells so', () => {
  expect(timedOut(60)).toMatchObject({ status: 'clear' });
});
