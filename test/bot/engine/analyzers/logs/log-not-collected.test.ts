import { expect, test } from '@jest/globals';
import { logNotCollected } from '../../../../../bot/engine/analyzers/logs/log-not-collected.ts';
import { evidenceOf, findingsOf, logsOf, node, pattern } from './log-evidence.ts';

const refusal = (reason: string): string =>
  `Error from server: Get "https://10.0.0.7:10250/containerLogs/shop/till-1/main": dial tcp 10.0.0.7:10250: ${reason}`;

test('the kubelet of a node that refuses to hand out logs is not running', () => {
  const logs = ['till', 'desk'].map((name) =>
    logsOf(name, [pattern('error', refusal('connect: connection refused'))], []),
  );
  expect(findingsOf(logNotCollected.analyze(evidenceOf({ objects: [node('node-a', '10.0.0.7')], logs })))).toEqual([
    expect.objectContaining({
      component: 'node/node-a',
      cause: 'kubelet_unavailable',
      explains: ['service/till', 'service/desk'],
    }),
  ]);
});

test('a node that does not answer is weaker', () => {
  const logs = [logsOf('till', [pattern('error', refusal('i/o timeout'))], [])];
  expect(findingsOf(logNotCollected.analyze(evidenceOf({ logs })))[0]).toMatchObject({
    component: 'node/10.0.0.7',
    cause: 'node_not_ready',
    strength: 0.6,
  });
});

test('is clear for logs that could be read, and for containers that have not started', () => {
  const waiting =
    'Error from server (BadRequest): container "main" in pod "till-1" is waiting to start: PodInitializing';
  const logs = [logsOf('till', [pattern('error', waiting)], []), logsOf('desk', [])];
  expect(logNotCollected.analyze(evidenceOf({ logs })).status).toBe('clear');
});

test('is unknown without logs', () => {
  expect(logNotCollected.analyze(evidenceOf({})).status).toBe('unknown');
});
