import { expect, test } from '@jest/globals';
import { systemPods } from '../../../../bot/engine/analyzers/kubernetes/system-pods.ts';
import { readCluster } from '../../../../bot/engine/cluster/cluster.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { evidenceOf, market, object } from '../../../support/kubernetes.ts';

// A Deployment names its ReplicaSets after itself and the hash of the pods' template, in letters without vowels, and the API
// puts five such letters behind a pod's name (kubernetes/apimachinery, `pkg/util/rand`: `SafeEncodeString`, `String`).
// What trims objects, or is allowed to see pods alone, shows neither the Deployment nor who owns a pod.

/** Pods of the cluster's name server that say nothing of what owns them. */
function worldWith(names: readonly string[], ready: (name: string) => boolean) {
  const world = market();
  for (const name of names)
    world.objects.push({
      ...object('Pod', name, {
        metadata: { labels: { 'k8s-app': 'kube-dns' } },
        spec: { nodeName: 'node-a', containers: [{ name: 'coredns', image: 'coredns:1.11.3' }] },
        status: {
          phase: 'Running',
          containerStatuses: [{ name: 'coredns', ready: ready(name), restartCount: 0, state: { running: {} } }],
          conditions: [{ type: 'Ready', status: ready(name) ? 'True' : 'False' }],
        },
      }),
      metadata: { name, namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    });
  return evidenceOf(world);
}

const PODS = ['coredns-5d78c9869d-4kxvz', 'coredns-5d78c9869d-q8m2t'];

test('pods without an owner are of the Deployment that their names tell', () => {
  const cluster = readCluster(worldWith(PODS, () => true));
  const [one] = cluster.workloads.filter(({ namespace }) => namespace === 'kube-system');
  expect(one).toMatchObject({ kind: 'Deployment', name: 'coredns', component: 'service/coredns', desired: 2 });
});

test('where none of them is ready the name server is down, where one is, it is not', () => {
  const found = systemPods.analyze(
    worldWith(PODS, () => false),
    PARAMETERS,
  );
  expect(found).toMatchObject({
    status: 'found',
    findings: [{ component: 'service/coredns', cause: 'coredns_unavailable' }],
  });
  expect(
    systemPods.analyze(
      worldWith(PODS, (name) => name === PODS[0]),
      PARAMETERS,
    ).status,
  ).toBe('clear');
});

test('other names stand for their pods alone', () => {
  for (const name of ['coredns', 'resolver-q8m2t', 'report-28391040-q8m2t', 'coredns-edge-cache-fifth'])
    expect(readCluster(worldWith([name], () => true)).workloads.find((one) => one.pods[0]?.name === name)?.name).toBe(
      name,
    );
});
