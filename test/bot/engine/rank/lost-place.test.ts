import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../bot/engine/index.ts';
import { ago, deployment, event, evidenceOf, find, market, node } from '../../../support/kubernetes.ts';

/** A pod that waits since ten minutes ago, made in the stead of one on a node of which nothing is heard since so long. */
function world(
  home: string,
  lostAgo: number,
  counted = '1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }',
) {
  const made = market();
  const silent = { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', lastTransitionTime: ago(lostAgo) };
  made.objects.push(
    node('field-3', { conditions: [{ ...silent, message: 'Kubelet stopped posting node status.' }] }),
    ...deployment('kiln', {}, home),
  );
  const old = find(made, 'Pod', 'kiln-1-a');
  const waiting = structuredClone(old);
  Object.assign(waiting.metadata, { name: 'kiln-1-b', creationTimestamp: ago(600) });
  delete waiting.spec.nodeName;
  Object.assign(waiting, { status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False' }] } });
  Object.assign(old.metadata, { deletionTimestamp: ago(600) });
  Object.assign(find(made, 'Deployment', 'kiln').status, { readyReplicas: 0, unavailableReplicas: 1 });
  made.objects.push(waiting);
  made.events.push(
    event(
      'Pod',
      'kiln-1-b',
      'FailedScheduling',
      `0/4 nodes are available: ${counted}, 3 Insufficient nvidia.com/gpu.`,
      {
        firstTimestamp: ago(600),
      },
    ),
  );
  return diagnose(evidenceOf(made)).hypotheses[0];
}

test('a pod that fits nowhere since its node was lost is the lost node’s matter', () => {
  expect(world('field-3', 900)).toMatchObject({ component: 'node/field-3', cause: 'kubelet_unavailable' });
});

test('a pod whose workload never ran on the lost node, or that waited before, is short of its own', () => {
  const own = { component: 'service/kiln', cause: 'insufficient_extended_resource' };
  expect(world('field-1', 900)).toMatchObject(own);
  expect(world('field-3', 300)).toMatchObject(own);
  expect(world('field-3', 900, "1 node(s) didn't match Pod's node affinity/selector")).toMatchObject(own);
});
