import { expect, test } from '@jest/globals';
import { job } from '../../../../../bot/engine/analyzers/kubernetes/job.ts';
import { probeTargets } from '../../../../../bot/engine/analyzers/kubernetes/probe-target.ts';
import { scheduling } from '../../../../../bot/engine/analyzers/kubernetes/scheduling.ts';
import { serviceAddress } from '../../../../../bot/engine/analyzers/kubernetes/service-address.ts';
import {
  ago,
  containersOf,
  event,
  evidenceOf,
  market,
  object,
  setContainer,
  setStatus,
} from '../../../../support/kubernetes.ts';

const DAY = 86_400;

/** A Job that gave up so many seconds ago, on its own or made by a schedule. */
function gaveUp(seconds: number, schedule?: string): number | undefined {
  const world = market();
  const failed = { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', lastTransitionTime: ago(seconds) };
  const owner = schedule === undefined ? {} : { ownerReferences: [{ kind: 'CronJob', name: schedule }] };
  world.objects.push(
    object('Job', 'convert-8', {
      metadata: { creationTimestamp: ago(seconds + 60), ...owner },
      spec: { template: { spec: { containers: [{ name: 'convert', image: 'registry.example/convert:8' }] } } },
      status: { conditions: [failed], failed: 4 },
    }),
  );
  const analysis = job.analyze(evidenceOf(world));
  return analysis.status === 'found' ? analysis.findings[0]?.strength : undefined;
}

test('a Job that was run once and gave up weeks ago is no news, and one of today is', () => {
  const today = gaveUp(600)!;
  expect(gaveUp(30 * DAY)).toBeLessThan(today / 2);
  expect(today).toBeGreaterThan(0.8);
});

/** A container that is killed by a probe of a port that it does not declare; the other probe asks this port. */
function probed(otherPort: number): number | undefined {
  const world = market();
  const probe = (port: number) => ({ httpGet: { port, path: '/ok' } });
  setContainer(world, 'ledger', { livenessProbe: probe(9000), readinessProbe: probe(otherPort) });
  setStatus(world, 'ledger', { ready: false, restartCount: 6, state: { running: { startedAt: ago(20) } } });
  const refused =
    'Liveness probe failed: Get "http://10.0.0.5:9000/ok": dial tcp 10.0.0.5:9000: connect: connection refused';
  world.events.push(event('Pod', 'ledger-1-a', 'Unhealthy', refused, { count: 20 }));
  const analysis = probeTargets.analyze(evidenceOf(world));
  if (analysis.status !== 'found') return undefined;
  return analysis.findings.find(({ cause }) => cause === 'liveness_probe_incorrect_port')?.strength;
}

test('a port that is not declared is no surely wrong one where both probes ask it', () => {
  expect(probed(8080)).toBeGreaterThan(0.9);
  expect(probed(9000)).toBe(0.5);
});

/** A container that is killed as plain HTTP is answered with 400; the other probe asks by this scheme. */
function answered400(scheme: string) {
  const world = market();
  const httpGet = { port: 8080, path: '/ok' };
  setContainer(world, 'ledger', { livenessProbe: { httpGet }, readinessProbe: { httpGet: { ...httpGet, scheme } } });
  setStatus(world, 'ledger', { ready: false, restartCount: 6, state: { running: { startedAt: ago(20) } } });
  const words = 'Liveness probe failed: HTTP probe failed with statuscode: 400';
  world.events.push(event('Pod', 'ledger-1-a', 'Unhealthy', words, { count: 20 }));
  const analysis = probeTargets.analyze(evidenceOf(world));
  return analysis.status === 'found' ? analysis.findings.map(({ cause }) => cause) : [];
}

test('a probe in plain HTTP of a port that the other probe asks over TLS speaks the wrong protocol', () => {
  expect(answered400('HTTPS')).toContain('liveness_probe_incorrect_protocol');
  expect(answered400('HTTP')).not.toContain('liveness_probe_incorrect_protocol');
});

/** A pod that asks for more than any node has, since so many seconds. */
function waits(seconds: number): number | undefined {
  const world = market();
  const message = '0/2 nodes are available: 2 Insufficient cpu.';
  world.objects.push(
    object('Pod', 'shell', {
      metadata: { creationTimestamp: ago(seconds) },
      spec: {
        containers: [{ name: 'shell', image: 'registry.example/shell:1', resources: { requests: { cpu: '64' } } }],
      },
      status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message }] },
    }),
  );
  world.events.push(event('Pod', 'shell', 'FailedScheduling', message, { count: 40 }));
  const analysis = scheduling.analyze(evidenceOf(world));
  return analysis.status === 'found' ? analysis.findings[0]?.strength : undefined;
}

test('a pod that has waited for a node for weeks is lived with, one of today is not', () => {
  expect(waits(600)).toBeGreaterThan(0.9);
  expect(waits(18 * DAY)).toBeLessThan(0.4);
});

/** A workload that names a host which no Service has, made so many seconds ago; another may have named it for weeks. */
function misnames(seconds: number, alsoNamedBy?: string): number | undefined {
  const world = market();
  const age = (name: string, of: number) => {
    for (const { metadata } of world.objects)
      if (metadata.name.startsWith(name)) Object.assign(metadata, { creationTimestamp: ago(of) });
  };
  const made = (name: string, of: number) => {
    age(name, of);
    for (const container of containersOf(world, name))
      Object.assign(container, { env: [{ name: 'VAULT_ADDR', value: 'vault-rw:80' }] });
  };
  age('', 90 * DAY);
  made('ledger', seconds);
  if (alsoNamedBy !== undefined) made(alsoNamedBy, 30 * DAY);
  const analysis = serviceAddress.analyze(evidenceOf(world));
  if (analysis.status !== 'found') return undefined;
  return analysis.findings.find(({ parameters }) => parameters?.workload === 'ledger')?.strength;
}

test('an address that no Service has is no news where it was written weeks ago, or others have named it for weeks', () => {
  const today = misnames(600)!;
  expect(today).toBeGreaterThan(0.7);
  expect(misnames(30 * DAY)).toBeLessThan(today / 2);
  expect(misnames(600, 'parcel')).toBeLessThan(today / 2);
});

/** An address of weeks ago whose Service was made just now; a namesake in another namespace has stood for months. */
function renamedToday(hasNamesake: boolean): number | undefined {
  const world = market();
  for (const { metadata } of world.objects) Object.assign(metadata, { creationTimestamp: ago(90 * DAY) });
  for (const container of containersOf(world, 'ledger'))
    Object.assign(container, { env: [{ name: 'PARCEL_ADDR', value: 'parcels:80' }] });
  const parcel = world.objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'parcel')!;
  const namesake = structuredClone(parcel);
  Object.assign(namesake.metadata, { namespace: 'another' });
  Object.assign(parcel.metadata, { creationTimestamp: ago(600) });
  if (hasNamesake) world.objects.unshift(namesake);
  const analysis = serviceAddress.analyze(evidenceOf(world));
  if (analysis.status !== 'found') return undefined;
  return analysis.findings.find(({ parameters }) => parameters?.workload === 'ledger')?.strength;
}

test('a Service of that name elsewhere does not tell how long an address has been wrong here', () => {
  expect(renamedToday(false)).toBeGreaterThan(0.7);
  expect(renamedToday(true)).toBe(renamedToday(false));
});
