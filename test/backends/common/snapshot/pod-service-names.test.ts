import { expect, test } from '@jest/globals';
import { ownerByPlace } from '../../../../backends/common/snapshot/log-owner.ts';
import { createPodServiceNames, identityOfPod } from '../../../../backends/common/snapshot/pod-service-names.ts';

const object = (
  kind: string,
  name: string,
  owner?: { kind: string; name: string },
  labels?: Record<string, string>,
) => ({
  kind,
  metadata: { name, namespace: 'prod', ...(owner ? { ownerReferences: [owner] } : {}), ...(labels ? { labels } : {}) },
});

test.each([
  ['web-6d4cf56db6-x2x5z', 'web'],
  ['order-api-84dbdf99d-9mbh9', 'order-api'],
  ['fluentd-7k2lx', 'fluentd'],
  ['web', 'web'],
  ['redis-0', 'redis-0'],
  ['payment-queue', 'payment-queue'],
  ['my-proxy', 'my-proxy'],
])('the form of %s alone says %s', (name, service) => {
  expect(createPodServiceNames([])(name).service).toBe(service);
});

test('a pod belongs to what owns it, whatever its name', () => {
  const names = createPodServiceNames([
    object('Pod', 'a-b-c', { kind: 'ReplicaSet', name: 'rs-1' }),
    object('ReplicaSet', 'rs-1', { kind: 'Deployment', name: 'checkout' }),
    object('Pod', 'db-0', { kind: 'StatefulSet', name: 'db' }),
    object('Pod', 'nightly-29381760-pfx2k', { kind: 'Job', name: 'nightly-29381760' }),
    object('Pod', 'bare', undefined, { app: 'single' }),
    object('Pod', 'etcd-master', { kind: 'Node', name: 'master' }),
    object('StatefulSet', 'queue'),
  ]);
  expect(names('a-b-c')).toEqual({ service: 'checkout', namespace: 'prod', pod: 'a-b-c' });
  expect(names('db-0').service).toBe('db');
  expect(names('nightly-29381760-pfx2k').service).toBe('nightly');
  expect(names('bare').service).toBe('single');
  expect(names('etcd-master').service).toBe('etcd');
  expect(names('queue-3')).toEqual({ service: 'queue', namespace: 'prod', pod: 'queue-3' });
  expect(names('queue')).toEqual({ service: 'queue', namespace: 'prod' });
  expect(names('a-b-c', 'elsewhere').namespace).toBe('elsewhere');
});

test.each([
  ['pod-template-hash', 'till-80e1a0b3', '80e1a0b3', 'till'],
  ['rollouts-pod-template-hash', 'till-310ae', '310ae', 'till'],
  ['pod-template-hash', 'till-green', 'blue', 'till-green'],
])('a pod’s label %s tells what its ReplicaSet %s ends with', (label, replicaSet, hash, service) => {
  const pod = object('Pod', `${replicaSet}-x2x5z`, { kind: 'ReplicaSet', name: replicaSet }, { [label]: hash });
  expect(createPodServiceNames([pod])(`${replicaSet}-x2x5z`).service).toBe(service);
});

test('what is a pod for certain and ends in an ordinal is of a StatefulSet, unless its workload is known', () => {
  const names = createPodServiceNames([]);
  expect(identityOfPod(names, 'db-0', 'shop')).toEqual({ service: 'db', namespace: 'shop', pod: 'db-0' });
  expect(identityOfPod(names, 'web-7d4b9c6f5-x2x4z').service).toBe('web');
  expect(identityOfPod(names, 'plain').service).toBe('plain');
});

test('a static pod is called without its node, told by its owner or by the node that it runs on', () => {
  const mirrored = (name: string, nodeName: string) => ({ ...object('Pod', name), spec: { nodeName } });
  const names = createPodServiceNames([mirrored('etcd-rack-7', 'rack-7'), mirrored('etcd-copy', 'rack-7')]);
  expect(names('etcd-rack-7').service).toBe('etcd');
  expect(names('etcd-copy').service).toBe('etcd-copy');
});

test.each([
  ['postgresql-Tue.log', 'postgresql'],
  ['postgresql-2026-03-04_000000.log', 'postgresql'],
  ['ledger-20260304.log', 'ledger'],
  ['sunset-Sunday.log', 'sunset-Sunday'],
  ['worker-42.log', 'worker-42'],
  ['Sat.log', 'Sat'],
])('a day in the name of a log is none of its service: %s', (file, service) => {
  expect(ownerByPlace(`logs/vault/${file}`, createPodServiceNames([])).service).toBe(service);
});
