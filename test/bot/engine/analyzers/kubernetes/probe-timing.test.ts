import { expect, test } from '@jest/globals';
import { probeTiming } from '../../../../../bot/engine/analyzers/kubernetes/probe-timing.ts';
import { ago, event, evidenceOf, find, market, setContainer, setStatus } from '../../../../support/kubernetes.ts';

/** A readiness probe that times out since so long; the pod started an hour ago and is not ready since so many seconds. */
function timedOut(unreadyForSeconds: number, failingForSeconds = unreadyForSeconds) {
  const world = market();
  setContainer(world, 'ledger', { readinessProbe: { httpGet: { port: 8080, path: '/ok' }, timeoutSeconds: 1 } });
  setStatus(world, 'ledger', { state: { running: { startedAt: ago(3600) } } });
  const pod = find(world, 'Pod', 'ledger-1-a');
  pod.status.conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: ago(unreadyForSeconds) }];
  world.events.push(
    event('Pod', 'ledger-1-a', 'Unhealthy', 'Readiness probe failed: context deadline exceeded', {
      type: 'Warning',
      firstTimestamp: ago(failingForSeconds),
      count: 400,
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

test('a pod that fails this probe since it started, and is ready now and then, has become no slower', () => {
  expect(timedOut(20, 3590)).toMatchObject({ findings: [{ cause: 'readiness_probe_incorrect_timing' }] });
});

/** A container that ran for twenty minutes each time, with a liveness probe that waits so long, killed so often. */
function killed(timeoutSeconds: number, kills: number, words = 'context deadline exceeded') {
  const world = market();
  const livenessProbe = { httpGet: { port: 8080, path: '/ok' }, timeoutSeconds };
  setContainer(world, 'ledger', { livenessProbe });
  const ended = { exitCode: 143, reason: 'Error', startedAt: ago(1500), finishedAt: ago(300) };
  setStatus(world, 'ledger', {
    ready: true,
    restartCount: kills,
    state: { running: { startedAt: ago(298) } },
    lastState: { terminated: ended },
  });
  world.events.push(
    event('Pod', 'ledger-1-a', 'Unhealthy', `Liveness probe failed: ${words}`, { count: 3 * kills }),
    event('Pod', 'ledger-1-a', 'Killing', 'Container main failed liveness probe, will be restarted', { count: kills }),
  );
  return probeTiming.analyze(evidenceOf(world)).status;
}

test('a container that is killed again and again as it answers later than in a second has too short a probe', () => {
  expect(killed(1, 4)).toBe('found');
});

test.each([
  ['is killed once', 1, 1, undefined],
  ['does not answer within half a minute either', 30, 4, undefined],
  ['answers that it is not well', 1, 4, 'HTTP probe failed with statuscode: 503'],
])('one that %s has not', (_, seconds, kills, words) => {
  expect(killed(seconds, kills, words)).toBe('clear');
});

/** A container that was never ready, and is killed so often after so many refused connections of its liveness probe. */
function unheard(kills: number, refused: number, declared = 8080) {
  const world = market();
  setContainer(world, 'ledger', {
    livenessProbe: { httpGet: { port: 8080, path: '/ok' }, initialDelaySeconds: 10 },
    ports: [{ containerPort: declared }],
  });
  const ended = { exitCode: 143, reason: 'Error', startedAt: ago(540), finishedAt: ago(300) };
  setStatus(world, 'ledger', {
    ready: false,
    restartCount: kills,
    state: { running: { startedAt: ago(200) } },
    lastState: { terminated: ended },
  });
  const words = 'Liveness probe failed: dial tcp 10.0.0.5:8080: connect: connection refused';
  world.events.push(
    event('Pod', 'ledger-1-a', 'Unhealthy', words, { count: refused }),
    event('Pod', 'ledger-1-a', 'Killing', 'Container main failed liveness probe, will be restarted', { count: kills }),
  );
  const found = probeTiming.analyze(evidenceOf(world));
  return found.status === 'found' ? found.findings.map(({ cause }) => cause) : [];
}

test('a container that is killed each time before it listens is given too little time', () => {
  expect(unheard(6, 18)).toContain('liveness_probe_incorrect_timing');
  // The life that lasts has been asked twice.
  expect(unheard(6, 20)).toContain('liveness_probe_incorrect_timing');
});

test('one that listened in between, was killed once or declares another port is not', () => {
  expect(unheard(6, 14)).toEqual([]);
  expect(unheard(6, 24)).toEqual([]);
  expect(unheard(1, 3)).toEqual([]);
  expect(unheard(6, 18, 9090)).toEqual([]);
});
