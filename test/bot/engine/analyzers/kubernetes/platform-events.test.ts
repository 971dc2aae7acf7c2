import { expect, test } from '@jest/globals';
import { platformEvents } from '../../../../../bot/engine/analyzers/kubernetes/platform-events.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { event, evidenceOf, market } from '../../../../support/kubernetes.ts';

/** What the kubelet says of images that it could not remove. */
function notCollected(message: string) {
  const world = market();
  world.events.push(event('Node', 'node-1', 'ImageGCFailed', message, { type: 'Warning', count: 6 }));
  const analysis = platformEvents.analyze(evidenceOf(world), PARAMETERS);
  return analysis.status === 'found' ? analysis.findings.map(({ cause }) => cause) : [];
}

test('images that a silent runtime does not remove say nothing of the disk', () => {
  const silent =
    'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"';
  expect(notCollected(silent)).toEqual(['containerd_unavailable']);
  expect(
    notCollected('Failed to garbage collect required amount of images. Attempted to free 2 GB, but only found 0 bytes'),
  ).toEqual(['node_disk_pressure']);
});
