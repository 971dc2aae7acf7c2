import { expect, test } from '@jest/globals';
import { returnedNode } from '../../../../../bot/engine/analyzers/kubernetes/returned-node.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { replaceNode } from '../../../../support/faults/shapes.ts';
import { ago, event, evidenceOf, market } from '../../../../support/kubernetes.ts';

/** A node that was found not ready so many seconds ago, and whose condition is since then what it is. */
function analyze(lost: number, since: number, status = 'True', cordoned = false) {
  const world = market();
  const before = { type: 'Normal', firstTimestamp: ago(lost + 300), lastTimestamp: ago(lost + 300) };
  if (cordoned) world.events.push(event('Node', 'field-1', 'NodeNotSchedulable', 'Node field-1 is cordoned', before));
  replaceNode(world, [{ type: 'Ready', status, lastTransitionTime: ago(since) }]);
  world.events.push(
    event('Node', 'field-1', 'NodeNotReady', 'Node field-1 status is now: NodeNotReady', {
      type: 'Normal',
      firstTimestamp: ago(lost),
      lastTimestamp: ago(lost),
    }),
  );
  return returnedNode.analyze(evidenceOf(world), PARAMETERS);
}

test('a node that is ready again was away from its event to the change of its condition', () => {
  const found = { component: 'node/field-1', cause: 'node_not_ready', onset: ago(2400), until: ago(1200) };
  expect(analyze(2400, 1200)).toMatchObject({ status: 'found', findings: [found] });
});

test('a node that was away for a moment, that went after it was made ready, or that is still away is another matter', () => {
  expect(analyze(1230, 1200).status).toBe('clear');
  expect(analyze(600, 1200).status).toBe('clear');
  expect(analyze(2400, 1200, 'Unknown').status).toBe('clear');
});

test('a node that was drained first is booted anew without harm', () => {
  expect(analyze(2400, 1200, 'True', true).status).toBe('clear');
});

test('what was before the window is past', () => {
  expect(analyze(90_000, 80_000).status).toBe('clear');
});
