import { expect, test } from '@jest/globals';
import type { CauseCode } from '../../../../../bot/domain/cause.ts';
import { servicePort } from '../../../../../bot/engine/analyzers/kubernetes/service-port.ts';
import { blamedCauses } from '../../../../support/blamed-causes.ts';
import { logs } from '../../../../support/faults/shapes.ts';
import {
  ago,
  event,
  evidenceOf,
  find,
  market,
  setContainer,
  setStatus,
  type World,
} from '../../../../support/kubernetes.ts';

const year = 365 * 86_400;
const quiet = logs('stall', ['coupon 7 has ended']);
const inVain = logs('stall', ['GET http://ledger:80/entries: dial tcp: connection refused']);

/** What a Service and a container's declared ports contradict each other in, by the cause that it may be. */
const CONTRADICTIONS: readonly (readonly [string, CauseCode, (world: World) => void])[] = [
  [
    'a port that is declared for TCP and sent to by UDP',
    'service_protocol_mismatch',
    (world) => {
      find(world, 'Service', 'ledger').spec.ports = [{ name: 'http', port: 80, targetPort: 8080, protocol: 'UDP' }];
    },
  ],
  [
    'a target port that nobody declares',
    'service_port_mapping_mismatch',
    (world) => {
      find(world, 'Service', 'ledger').spec.ports = [{ name: 'http', port: 80, targetPort: 8090 }];
    },
  ],
];

function aged(put: (world: World) => void, seconds: number): World {
  const world = market();
  put(world);
  for (const kind of ['Service', 'ReplicaSet']) {
    const name = kind === 'Service' ? 'ledger' : 'ledger-1';
    Object.assign(find(world, kind, name).metadata, { creationTimestamp: ago(seconds) });
  }
  return world;
}

test.each(CONTRADICTIONS)(
  '%s is no fault when it has stood for a year and nobody calls in vain',
  (_title, cause, put) => {
    const world = aged(put, year);
    expect(blamedCauses({ ...world, logs: [quiet] })).not.toContain(cause);
    // Where no log was read, nobody could have told: it is a weak lead.
    expect(blamedCauses({ ...world, logs: [] })).not.toContain(cause);
    expect(blamedCauses({ ...world, logs: [inVain] })).toContain(cause);
  },
);

test.each(CONTRADICTIONS)('%s is a fault when it is new', (_title, cause, put) => {
  expect(blamedCauses({ ...aged(put, 900), logs: [quiet] })).toContain(cause);
});

test('a warning on the Service tells that an old contradiction is felt', () => {
  const [, cause, put] = CONTRADICTIONS[0]!;
  const world = { ...aged(put, year), logs: [quiet] };
  world.events.push(event('Service', 'ledger', 'SyncLoadBalancerFailed', 'mixed protocol is not supported'));
  expect(blamedCauses(world)).toContain(cause);
});

test.each(CONTRADICTIONS)('%s only coincides while no pod is ready', (_title, cause, put) => {
  const world = aged(put, 900);
  const gradesOf = () => {
    const analysis = servicePort.analyze(evidenceOf({ ...world, logs: [inVain] }));
    const findings = analysis.status === 'found' ? analysis.findings : [];
    return findings.filter((one) => one.cause === cause).map(({ grade }) => grade);
  };
  expect(gradesOf()).toEqual([undefined]);
  setStatus(world, 'ledger', {
    ready: false,
    restartCount: 9,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: ago(40), finishedAt: ago(39) } },
  });
  expect(gradesOf()).toEqual(['coincides']);
});

function unready(since: number): World {
  const world = market();
  setContainer(world, 'ledger', { readinessProbe: { httpGet: { port: 8090, path: '/ok' } } });
  setStatus(world, 'ledger', { state: { running: { startedAt: ago(7100) } } });
  const condition = { type: 'Ready', status: 'False', lastTransitionTime: ago(since) };
  Object.assign(find(world, 'Pod', 'ledger-1-a').status, { conditions: [condition] });
  const words =
    'Readiness probe failed: Get "http://10.0.0.2:8090/ok": dial tcp 10.0.0.2:8090: connect: connection refused';
  world.events.push(event('Pod', 'ledger-1-a', 'Unhealthy', words));
  return world;
}

test('a probe of a port that is not declared looks at the wrong one only where it has never passed', () => {
  expect(blamedCauses(unready(7199))).toContain('readiness_probe_incorrect_port');
  expect(blamedCauses(unready(300))).not.toContain('readiness_probe_incorrect_port');
});

function killed(life: number): World {
  const world = market();
  setContainer(world, 'ledger', {
    livenessProbe: { httpGet: { port: 8090, path: '/ok' }, periodSeconds: 10, failureThreshold: 3 },
  });
  setStatus(world, 'ledger', {
    restartCount: 1,
    state: { running: { startedAt: ago(20) } },
    lastState: { terminated: { exitCode: 137, reason: 'Error', startedAt: ago(30 + life), finishedAt: ago(30) } },
  });
  const words =
    'Liveness probe failed: Get "http://10.0.0.2:8090/ok": dial tcp 10.0.0.2:8090: connect: connection refused';
  world.events.push(event('Pod', 'ledger-1-a', 'Unhealthy', words));
  return world;
}

test('a container that outlived the patience of its liveness probe had passed it', () => {
  expect(blamedCauses(killed(40))).toContain('liveness_probe_incorrect_port');
  expect(blamedCauses(killed(4000))).not.toContain('liveness_probe_incorrect_port');
});
