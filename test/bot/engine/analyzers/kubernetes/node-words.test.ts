import { expect, test } from '@jest/globals';
import { nodeCondition } from '../../../../../bot/engine/analyzers/kubernetes/node-condition.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { evidenceOf, market } from '../../../../support/kubernetes.ts';

test('what the cluster says of a node ends with one full stop, whether it writes one or not', () => {
  for (const message of ['Kubelet stopped posting node status.', 'Kubelet stopped posting node status']) {
    const world = market();
    const node = world.objects.find(({ kind }) => kind === 'Node')!;
    const conditions = [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message }];
    world.objects[world.objects.indexOf(node)] = { ...node, status: { ...(node.status as object), conditions } };
    const found = nodeCondition.analyze(evidenceOf(world), PARAMETERS);
    const statement = `${node.metadata.name} is not ready: Kubelet stopped posting node status.`;
    expect(found).toMatchObject({ status: 'found', findings: [{ statement }, { statement }] });
  }
});
