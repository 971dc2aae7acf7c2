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

const UNREACHABLE = 'dial tcp 203.0.113.9:443: i/o timeout';
const pull = (image: string, answer: string) =>
  `Failed to pull image "${image}": rpc error: code = Unknown desc = failed to resolve reference "${image}": ${answer}`;

/** What events alone tell of a pod, where no objects were read. */
function withoutObjects(...events: readonly (readonly [string, string])[]) {
  const world = market();
  world.objects.length = 0;
  for (const [reason, message] of events)
    world.events.push(event('Pod', 'mailer-5b7c6d9f4-jq7wz', reason, message, { type: 'Warning', count: 6 }));
  const analysis = platformEvents.analyze(evidenceOf(world), PARAMETERS);
  return analysis.status === 'found' ? analysis.findings.map(({ component, cause }) => [component, cause]) : [];
}

test('events tell by themselves why an image cannot be pulled where no objects were read', () => {
  const image = 'registry.example/mailer:2.0.1-rc';
  expect(withoutObjects(['Failed', pull(image, 'not found')])).toEqual([
    ['service/mailer', 'incorrect_image_reference'],
  ]);
  expect(withoutObjects(['Failed', pull(image, UNREACHABLE)])).toEqual([
    ['service/mailer', 'image_registry_unreachable'],
  ]);
  expect(withoutObjects(['Failed', 'Error: ErrImagePull'])).toEqual([]);
  expect(withoutObjects(['Failed', pull(image, 'not found')], ['Pulled', 'Successfully pulled image'])).toEqual([]);
  const world = market();
  world.events.push(event('Pod', 'ledger-1-a', 'Failed', pull(image, 'not found'), { type: 'Warning', count: 6 }));
  expect(platformEvents.analyze(evidenceOf(world), PARAMETERS).status).toBe('clear');
});

test('a node that cannot pull the image of the pause container gives its pods no sandbox', () => {
  const sandbox = (image: string, answer: string) =>
    `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "${image}": ${pull(image, answer)}`;
  const causes = (message: string) => withoutObjects(['FailedCreatePodSandBox', message]).map(([, cause]) => cause);
  expect(causes(sandbox('registry.k8s.io/pause:3.9', UNREACHABLE))).toEqual(['image_registry_unreachable']);
  expect(causes(sandbox('mirror.example/pause:3.99', 'not found'))).toEqual(['incorrect_image_reference']);
  expect(causes('Failed to create pod sandbox: rpc error: code = DeadlineExceeded')).toEqual([]);
});
