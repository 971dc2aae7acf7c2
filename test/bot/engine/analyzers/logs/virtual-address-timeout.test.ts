import { expect, test } from '@jest/globals';
import { virtualAddressTimeout } from '../../../../../bot/engine/analyzers/logs/virtual-address-timeout.ts';
import { application, evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const timeout = pattern('error', 'dial tcp 10.96.0.2:80: i/o timeout', range(20, 30));
const till = application({ name: 'till', node: 'node-b' });
const ledger = application({ name: 'ledger', ip: '10.96.0.2', podIp: '10.1.0.2' });

test('blames the node of the caller when a Service with ready pods times out at its virtual address', () => {
  const evidence = evidenceOf({ objects: [...till, ...ledger], logs: [logsOf('till', [timeout])] });
  expect(findingsOf(virtualAddressTimeout.analyze(evidence))).toEqual([
    expect.objectContaining({ component: 'node/node-b', cause: 'kube_proxy_unavailable' }),
  ]);
});

test('is clear when the pods are not ready, a policy may block, or the address is a pod’s', () => {
  const down = application({ name: 'ledger', ip: '10.96.0.2', podIp: '10.1.0.2', ready: false });
  const policy = { kind: 'NetworkPolicy', metadata: { name: 'deny', namespace: 'shop' }, spec: {} };
  const direct = pattern('error', 'dial tcp 10.1.0.2:80: i/o timeout', range(20, 30));
  for (const given of [
    { objects: [...till, ...down], logs: [logsOf('till', [timeout])] },
    { objects: [...till, ...ledger, policy], logs: [logsOf('till', [timeout])] },
    { objects: [...till, ...ledger], logs: [logsOf('till', [direct])] },
  ]) {
    expect(virtualAddressTimeout.analyze(evidenceOf(given)).status).toBe('clear');
  }
});

test('is unknown without objects', () => {
  expect(virtualAddressTimeout.analyze(evidenceOf({ logs: [logsOf('till', [timeout])] })).status).toBe('unknown');
});
