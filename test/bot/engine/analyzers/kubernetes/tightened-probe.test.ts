import { expect, test } from '@jest/globals';
import { tightenedProbe } from '../../../../../bot/engine/analyzers/kubernetes/tightened-probe.ts';
import { ago, event, evidenceOf, find, market, setContainer } from '../../../../support/kubernetes.ts';

const probe = { httpGet: { port: 8080, path: '/ok' }, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 3 };

/** A rollout half an hour ago from one liveness probe to another, and what the kubelet says since. */
function rollout(before: object | undefined, now: object, said = 'Liveness probe failed: i/o timeout', kills = 2) {
  const world = market();
  setContainer(world, 'ledger', { livenessProbe: before });
  const set = find(world, 'ReplicaSet', 'ledger-1');
  const made = (revision: string, seconds: number) => ({
    annotations: { 'deployment.kubernetes.io/revision': revision },
    creationTimestamp: ago(seconds),
  });
  const old = structuredClone(set);
  Object.assign(old.metadata, { name: 'ledger-0', ...made('7', 9e5) });
  world.objects.push(old);
  Object.assign(set.metadata, made('8', 1800));
  setContainer(world, 'ledger', { livenessProbe: now });
  world.events.push(
    event('Pod', 'ledger-1-a', 'Unhealthy', said),
    event('Pod', 'ledger-1-a', 'Killing', 'Container main failed liveness probe, will be restarted', { count: kills }),
  );
  return tightenedProbe.analyze(evidenceOf(world)).status;
}

test.each([
  ['waits shorter for an answer', probe, { ...probe, timeoutSeconds: 1 }],
  ['gives up earlier', probe, { ...probe, failureThreshold: 1 }],
  ['is new', undefined, probe],
])('a probe that %s than before and fails since is too strict', (_, before, now) => {
  expect(rollout(before, now)).toBe('found');
});

test('a probe that is as before, looser in one respect, answered badly, or missed once is not', () => {
  expect(rollout(probe, probe)).not.toBe('found');
  expect(rollout(probe, { ...probe, timeoutSeconds: 1, failureThreshold: 9 })).not.toBe('found');
  expect(rollout(probe, { ...probe, timeoutSeconds: 1 }, 'Liveness probe failed: statuscode: 500')).not.toBe('found');
  expect(rollout(probe, { ...probe, timeoutSeconds: 1 }, undefined, 1)).not.toBe('found');
});
