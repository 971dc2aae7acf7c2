import { expect, test } from '@jest/globals';
import { lostNode } from '../../../../../bot/engine/analyzers/kubernetes/lost-node.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { ago, event, evidenceOf, find, market, type World } from '../../../../support/kubernetes.ts';

const at = (seconds: number) => ({ firstTimestamp: ago(seconds), lastTimestamp: ago(seconds) });

/** A node that went three quarters of an hour ago, and a pod of it that waited until so many seconds ago. */
function analyze(placed: number, name = 'spot-7', change: (world: World) => void = () => {}) {
  const world = market();
  change(world);
  world.events.push(
    event('Node', name, 'DeletingNode', `Deleting node ${name}`, { type: 'Normal', ...at(2700) }),
    event('Pod', 'ledger-1-a', 'FailedScheduling', '0/2 nodes are available: 2 Insufficient cpu.', at(2640)),
    event('Pod', 'ledger-1-a', 'Scheduled', 'assigned market/ledger-1-a', { type: 'Normal', ...at(placed) }),
  );
  return lostNode.analyze(evidenceOf(world), PARAMETERS);
}

test('a node that is gone is over when its pods have their place', () => {
  expect(analyze(2100)).toMatchObject({
    status: 'found',
    findings: [{ component: 'node/spot-7', cause: 'node_not_ready', until: ago(2100) }],
  });
});

test('pods that moved within a minute tell of no loss, and neither does a node that is back', () => {
  expect(analyze(2620).status).toBe('clear');
  expect(analyze(2100, 'field-1').status).toBe('clear');
});

test('a node that an autoscaler gave up, and a workload that is newer than the loss, are others’ matter', () => {
  const givenUp = (world: World) =>
    world.events.push(event('Node', 'spot-7', 'ScaleDown', 'node removed by cluster autoscaler', at(2760)));
  const newer = (world: World) =>
    Object.assign(find(world, 'Deployment', 'ledger').metadata, { creationTimestamp: ago(2650) });
  expect(analyze(2100, 'spot-7', givenUp).status).toBe('clear');
  expect(analyze(2100, 'spot-7', newer).status).toBe('clear');
});
