import { expect, test } from '@jest/globals';
import { tightenedProbe } from '../../../../../bot/engine/analyzers/kubernetes/tightened-probe.ts';
import {
  ago,
  event,
  evidenceOf,
  find,
  market,
  observed,
  setContainer,
  setStatus,
} from '../../../../support/kubernetes.ts';

const probe = { httpGet: { port: 8080, path: '/ok' }, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 3 };

/** A rollout half an hour ago from one liveness probe to another, and what the kubelet says since. */
function rollout(
  before: object | undefined,
  now: object,
  said = 'Liveness probe failed: i/o timeout',
  kills = 2,
  also: object = {},
) {
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
  setContainer(world, 'ledger', { livenessProbe: now, ...also });
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

const REFUSED = 'Liveness probe failed: dial tcp 10.2.0.7:8080: connect: connection refused';

test('a probe that ends a start sooner than before kills what does not listen yet', () => {
  const [patient, hasty] = [
    { ...probe, initialDelaySeconds: 60 },
    { ...probe, initialDelaySeconds: 5, failureThreshold: 1 },
  ];
  expect(rollout(patient, hasty, REFUSED)).toBe('found');
  expect(rollout(patient, { ...patient, initialDelaySeconds: 5 }, REFUSED)).toBe('found');
  // What is refused after a rollout that leaves the start its time is another matter, and so is a single kill.
  expect(rollout(patient, { ...patient, timeoutSeconds: 1 }, REFUSED)).not.toBe('found');
  expect(rollout(patient, hasty, REFUSED, 1)).not.toBe('found');
  expect(rollout(patient, hasty, REFUSED, 2, { image: 'market/ledger:9' })).not.toBe('found');
  expect(rollout(patient, hasty, REFUSED, 2, { startupProbe: { ...probe, failureThreshold: 60 } })).not.toBe('found');
});

/** Kills since twenty minutes ago, though the revision before is gone, and a change of half an hour ago. */
function changed(
  summary: string,
  {
    service = 'ledger',
    at = 1800,
    reason = 'Error',
    said = 'Liveness probe failed: context deadline exceeded',
    diff = '',
    readiness = {},
  } = {},
) {
  const world = market();
  setContainer(world, 'ledger', {
    livenessProbe: { ...probe, timeoutSeconds: 1 },
    readinessProbe: { ...probe, ...readiness },
  });
  const pod = find(world, 'Pod', 'ledger-1-a');
  const statuses = (pod.status as { containerStatuses: object[] }).containerStatuses;
  Object.assign(statuses[0]!, { lastState: { terminated: { reason, exitCode: 137, finishedAt: ago(600) } } });
  const times = { count: 4, firstTimestamp: ago(1200), lastTimestamp: ago(300) };
  world.events.push(
    event('Pod', 'ledger-1-a', 'Unhealthy', said, times),
    event('Pod', 'ledger-1-a', 'Killing', 'Container main failed liveness probe, will be restarted', times),
  );
  const change = { timestamp: ago(at), kind: 'deploy', service, id: '5e1f', summary, diff } as const;
  const changes = observed([change]);
  return tightenedProbe.analyze(evidenceOf(world, { changes })).status;
}

test('kills that began after a change which speaks of the liveness probe are its doing', () => {
  expect(changed('ledger 4: livenessProbe.timeoutSeconds 5 -> 1')).toBe('found');
});

test('what refuses is killed by a change which speaks of how long a start may take', () => {
  const [start, answer] = ['livenessProbe.initialDelaySeconds 60 -> 5', 'livenessProbe.timeoutSeconds 5 -> 1'];
  expect(changed(`ledger 4: ${start}`, { said: REFUSED })).toBe('found');
  expect(changed(`ledger 4: ${answer}`, { said: REFUSED })).not.toBe('found');
});

test('a change of something else, of another service, or later is not why a probe kills; nor is what ends for memory', () => {
  expect(changed('ledger 4: print totals')).not.toBe('found');
  expect(changed('liveness of stall: 1 s', { service: 'stall' })).not.toBe('found');
  expect(changed('ledger 4: livenessProbe.timeoutSeconds 1 -> 5', { at: 600 })).not.toBe('found');
  expect(changed('ledger 4: livenessProbe.timeoutSeconds 5 -> 1', { reason: 'OOMKilled' })).not.toBe('found');
});

test('kills that began after a diff of the fields which the liveness probe alone has now are its doing', () => {
  const shorter = '-            timeoutSeconds: 3\n+            timeoutSeconds: 1';
  expect(changed('ledger: faster checks', { diff: shorter })).toBe('found');
  expect(changed('ledger: faster checks', { diff: shorter, readiness: { timeoutSeconds: 1 } })).not.toBe('found');
  expect(changed('ledger: faster checks', { diff: '-  timeoutSeconds: 3\n+  timeoutSeconds: 2' })).not.toBe('found');
  expect(changed('ledger: patience', { diff: '-  timeoutSeconds: 0\n+  timeoutSeconds: 1' })).not.toBe('found');
  expect(changed('ledger: patience', { diff: '+  failureThreshold: 3' })).not.toBe('found');
});

/** Pods that come and go for want of an answer in time, since a change that says this. */
function unreadySince(summary: string) {
  const world = market();
  setContainer(world, 'ledger', { readinessProbe: { httpGet: { port: 8080, path: '/ok' }, timeoutSeconds: 1 } });
  setStatus(world, 'ledger', { ready: false, state: { running: { startedAt: ago(1500) } } });
  const times = { type: 'Warning', count: 300, firstTimestamp: ago(1400), lastTimestamp: ago(5) };
  world.events.push(
    event('Pod', 'ledger-1-a', 'Unhealthy', 'Readiness probe failed: context deadline exceeded', times),
  );
  const change = { timestamp: ago(1520), kind: 'config', service: 'ledger', id: '5e1f', summary } as const;
  return tightenedProbe.analyze(evidenceOf(world, { changes: observed([change]) })).status;
}

test('pods that are not ready since a change which speaks of the readiness probe are its doing', () => {
  expect(unreadySince('ledger 4: readinessProbe.timeoutSeconds 5 -> 1')).toBe('found');
  expect(unreadySince('ledger 4: print totals')).not.toBe('found');
});
