import { expect, test } from '@jest/globals';
import { knownParameters } from '../../../../bot/engine/remedies/known-parameters.ts';
import { nextSteps } from '../../../../bot/engine/remedies/next-steps.ts';
import {
  deployment,
  evidenceOf,
  find,
  market,
  NAMESPACE,
  object,
  setStatus,
  type World,
} from '../../../support/kubernetes.ts';

const known = (world: World, component: `service/${string}` = 'service/ledger') =>
  knownParameters(component, evidenceOf(world));

/** The newest revision's pod fails beside one of the revision before, which is ready. */
function stuckRollout(world: World): void {
  const old = structuredClone(find(world, 'ReplicaSet', 'ledger-1'));
  const pod = structuredClone(find(world, 'Pod', 'ledger-1-a'));
  const revision = (number: string) => ({ annotations: { 'deployment.kubernetes.io/revision': number } });
  Object.assign(find(world, 'ReplicaSet', 'ledger-1').metadata, revision('8'));
  Object.assign(old.metadata, { name: 'ledger-0', ...revision('7') });
  Object.assign(pod.metadata, { name: 'ledger-0-z', ownerReferences: [{ kind: 'ReplicaSet', name: 'ledger-0' }] });
  world.objects.push(old, pod);
  setStatus(world, 'ledger', { restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } });
}

test('a workload that is there alone under its name is named in full', () => {
  expect(known(market())).toMatchObject({
    namespace: NAMESPACE,
    workload: 'ledger',
    kind: 'deployment',
    service: 'ledger',
  });
});

test('a name that nothing has brings the only namespace and nothing else', () => {
  expect(known(market(), 'service/nobody')).toEqual({ namespace: NAMESPACE });
});

test('of two workloads of one name none is named', () => {
  const world = market();
  world.objects.push(object('StatefulSet', 'ledger', { spec: { replicas: 1 } }, 'fair'));
  expect(known(world)).not.toHaveProperty('workload');
});

test('a server is known by its image', () => {
  const world = market();
  world.objects.push(...deployment('books', { image: 'docker.io/library/postgres:17' }, 'field-1'));
  expect(known(world, 'service/books')).toMatchObject({ engine: 'postgresql' });
  expect(known(world)).not.toHaveProperty('engine');
});

test('a rollout whose new pods fail while the old ones are ready can be taken back', () => {
  const world = market();
  stuckRollout(world);
  const parameters = known(world);
  expect(parameters).toMatchObject({ previousRevision: '7', tie: expect.stringContaining('revision 8 fail') });
  expect(nextSteps('application_crash_on_start', 'service/ledger', parameters)[1]?.command).toBe(
    `kubectl -n ${NAMESPACE} rollout undo deployment/ledger --to-revision=7`,
  );
});

test('pods that only just start are no tie', () => {
  const world = market();
  stuckRollout(world);
  setStatus(world, 'ledger', { state: { waiting: { reason: 'ContainerCreating' } } }, 'Pending');
  expect(known(world)).not.toHaveProperty('tie');
});

test('more replicas are proposed only for what keeps no data and what nothing else scales', () => {
  const scaler = (name: string) =>
    object('HorizontalPodAutoscaler', name, { spec: { scaleTargetRef: { kind: 'Deployment', name } } });
  const world = market();
  world.objects.push(scaler('stall'), ...deployment('books', { image: 'mysql:8' }, 'field-1'));
  expect(known(world)).toMatchObject({ moreReplicas: '2' });
  expect(known(world, 'service/stall')).not.toHaveProperty('moreReplicas');
  expect(known(world, 'service/books')).not.toHaveProperty('moreReplicas');
  const volumes = [{ name: 'files', persistentVolumeClaim: { claimName: 'files' } }];
  Object.assign((find(world, 'Deployment', 'ledger').spec.template as { spec: object }).spec, { volumes });
  expect(known(world)).not.toHaveProperty('moreReplicas');
});

test('whether something scales it is unknown where autoscalers were not read', () => {
  expect(known(market())).not.toHaveProperty('moreReplicas');
});
