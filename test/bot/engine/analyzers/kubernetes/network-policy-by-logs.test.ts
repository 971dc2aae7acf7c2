import { expect, test } from '@jest/globals';
import { networkPolicy } from '../../../../../bot/engine/analyzers/kubernetes/network-policy.ts';
import { object } from '../../../../support/kubernetes.ts';
import { evidenceOf, findingsOf, logsOf, pattern, range } from '../logs/log-evidence.ts';

// Nothing tells of calls but what the caller writes. A policy shuts its namespace, or lets this caller in.

function system(lets: boolean) {
  const labels = (name: string) => ({ 'app.kubernetes.io/name': name });
  const workload = (name: string) =>
    object(
      'Deployment',
      name,
      {
        metadata: { labels: labels(name) },
        spec: {
          selector: { matchLabels: labels(name) },
          template: {
            metadata: { labels: labels(name) },
            spec: { containers: [{ name, image: 'registry.example/x:1', ports: [{ containerPort: 6379 }] }] },
          },
        },
      },
      'shop',
    );
  const service = (name: string, clusterIP: string) =>
    object('Service', name, { spec: { clusterIP, selector: labels(name), ports: [{ port: 6379 }] } }, 'shop');
  const ingress = lets ? [{ from: [{ podSelector: { matchLabels: labels('till') } }] }] : [];
  const policy = object(
    'NetworkPolicy',
    'shut',
    { spec: { podSelector: {}, policyTypes: ['Ingress'], ingress } },
    'shop',
  );
  return [workload('till'), workload('store'), service('till', '10.96.0.7'), service('store', '10.96.0.8'), policy];
}

const waits = pattern('error', 'cache get failed: dial tcp 10.96.0.8:6379: i/o timeout', range(20, 30));
const analyze = (lets: boolean, line = waits) =>
  networkPolicy.analyze(evidenceOf({ objects: system(lets), logs: [logsOf('till', [line])] }));

test('a call that gets no answer is held against the policies though only its log tells of it', () => {
  expect(findingsOf(analyze(false))).toMatchObject([
    { component: 'service/store', cause: 'network_policy_blocks_traffic' },
  ]);
});

test('it is clear where a rule lets the caller in, and where calls are answered', () => {
  expect(analyze(true).status).toBe('clear');
  expect(analyze(false, pattern('info', 'cache get from 10.96.0.8:6379 took 1 ms', range(20, 30))).status).toBe(
    'clear',
  );
});
