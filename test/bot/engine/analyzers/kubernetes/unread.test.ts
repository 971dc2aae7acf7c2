import { describe, expect, test } from '@jest/globals';
import type { CoverageReading } from '../../../../../bot/domain/coverage.ts';
import { blamedCauses } from '../../../../support/blamed-causes.ts';
import { none } from '../../../../support/faults/shapes.ts';
import {
  ago,
  find,
  market,
  NAMESPACE,
  object,
  setContainer,
  setStatus,
  unschedule,
} from '../../../../support/kubernetes.ts';

describe('what was not read is unknown', () => {
  const all = (...unread: string[]): readonly CoverageReading[] =>
    ['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Service', 'Node', 'Secret', 'ServiceAccount']
      .concat(['ConfigMap', 'PersistentVolume', 'StorageClass', 'IngressClass', 'HorizontalPodAutoscaler'])
      .map((kind) => ({ kind, state: unread.includes(kind) ? ('forbidden' as const) : ('seen' as const) }));

  test('pods that may not be listed are not "none ready"', () => {
    const world = market();
    world.objects = world.objects.filter(({ kind }) => kind !== 'Pod' && kind !== 'ReplicaSet');
    expect(blamedCauses(world, all('Pod', 'ReplicaSet'))).toEqual([]);
  });

  test('a name server whose pods may not be listed is not down', () => {
    const world = market();
    const labels = { 'k8s-app': 'kube-dns' };
    world.objects.push(
      object(
        'Deployment',
        'coredns',
        {
          spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: {} } },
          status: { replicas: 2, readyReplicas: 2, observedGeneration: 1 },
        },
        'kube-system',
      ),
    );
    const reading = all('Pod').map((one) =>
      one.kind === 'Pod' ? { kind: 'Pod', state: 'seen' as const, namespaces: [NAMESPACE] } : one,
    );
    expect(blamedCauses(world, reading)).not.toContain('coredns_unavailable');
    const deployment = find(world, 'Deployment', 'coredns');
    deployment.status = { replicas: 2, unavailableReplicas: 2, observedGeneration: 1 };
    expect(blamedCauses(world, reading)).toContain('coredns_unavailable');
  });

  test.each([
    ['Service', 'service_env_var_address_mismatch'],
    ['Service', 'ingress_backend_missing'],
  ] as const)('without all of kind %s none is called %s', (kind, cause) => {
    const world = market();
    setContainer(world, 'ledger', { env: [{ name: 'VAULT_ADDR', value: 'vaultt:80' }] });
    world.objects.push(
      object('Ingress', 'front', {
        spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'stalls' } } }] } }] },
      }),
    );
    expect(blamedCauses(world, all())).toContain(cause);
    expect(blamedCauses(world, all(kind))).not.toContain(cause);
  });

  test('a Secret that may not be read is not missing', () => {
    const world = market();
    const volumes = [{ name: 'keys', secret: { secretName: 'ledger-keys' } }];
    Object.assign(find(world, 'Pod', 'ledger-1-a').spec, { volumes });
    setStatus(world, 'ledger', { state: { waiting: { reason: 'ContainerCreating' } } }, 'Pending');
    expect(blamedCauses(world, all())).toContain('missing_secret');
    expect(blamedCauses(world, all('Secret'))).not.toContain('missing_secret');
  });

  test('where nodes are missing from the list, none is blamed for what it lacks', () => {
    const world = market();
    unschedule(world, 'ledger', undefined, { nodeSelector: { disk: 'huge' } });
    expect(blamedCauses(world, all())).toContain('node_selector_mismatch');
    expect(blamedCauses(world, all('Node'))).not.toContain('node_selector_mismatch');
  });

  test('the word of the scheduler counts all the same', () => {
    const world = market();
    unschedule(world, 'ledger', none("3 node(s) didn't match Pod's node affinity/selector"), {
      nodeSelector: { disk: 'huge' },
    });
    expect(blamedCauses(world, all('Node'))).toContain('node_selector_mismatch');
  });

  test('a class of Ingress is missing only among all classes', () => {
    const world = market();
    world.objects.push(object('Ingress', 'front', { spec: { ingressClassName: 'edge' } }));
    expect(blamedCauses(world, all())).toContain('ingress_class_missing');
    expect(blamedCauses(world, all('IngressClass'))).not.toContain('ingress_class_missing');
  });
});

test('a lease that nobody renews is a dead scheduler, pods waiting or not', () => {
  const lease = (name: string, seconds: number) =>
    object(
      'Lease',
      name,
      { spec: { renewTime: ago(seconds), holderIdentity: name, leaseDurationSeconds: 15 } },
      'kube-system',
    );
  const world = market();
  world.objects.push(lease('kube-scheduler', 900), lease('kube-controller-manager', 3));
  expect(blamedCauses(world)).toContain('kube_scheduler_unavailable');
});

test('leases that are all as old were read some time ago', () => {
  const lease = (name: string) =>
    object('Lease', name, { spec: { renewTime: ago(900), leaseDurationSeconds: 15 } }, 'kube-system');
  const world = market();
  world.objects.push(lease('kube-scheduler'), lease('kube-controller-manager'));
  expect(blamedCauses(world)).toEqual([]);
});
