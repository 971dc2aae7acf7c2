import { expect, test } from '@jest/globals';
import { networkPolicy } from '../../../../../bot/engine/analyzers/kubernetes/network-policy.ts';
import { object } from '../../../../support/kubernetes.ts';
import { evidenceOf, findingsOf, logsOf, pattern, range } from '../logs/log-evidence.ts';

// Only `ipBlock`, or a rule that names no peer, lets a pod out of the cluster (NetworkPolicy's reference).

const labels = { app: 'till' };
const spec = {
  selector: { matchLabels: labels },
  template: { metadata: { labels }, spec: { containers: [{ name: 'till' }] } },
};
const till = object('Deployment', 'till', { metadata: { labels }, spec }, 'shop');

function analyze(egress: readonly object[], line: string) {
  const policy = object(
    'NetworkPolicy',
    'quiet',
    { spec: { podSelector: { matchLabels: labels }, policyTypes: ['Egress'], egress } },
    'shop',
  );
  const logs = [logsOf('till', [pattern('error', line, range(20, 30))])];
  return networkPolicy.analyze(evidenceOf({ objects: [till, policy], logs }));
}

const inside = { to: [{ podSelector: { matchLabels: { app: 'store' } } }] };
const waits = 'charge: Post "https://api.cards.example/v1": dial tcp 203.0.113.9:443: i/o timeout';

test('calls that get no answer outside, where every rule names pods, are dropped by the policy', () => {
  expect(findingsOf(analyze([inside], waits))).toMatchObject([
    { component: 'service/till', cause: 'network_policy_blocks_traffic', grade: 'shown' },
  ]);
});

test.each<[string, readonly object[], string]>([
  ['a block of addresses is let through', [inside, { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }], waits],
  ['a rule names ports alone', [{ ports: [{ port: 443, protocol: 'TCP' }] }], waits],
  ['the other end refuses, so that packets do get there', [inside], waits.replace('i/o timeout', 'connection refused')],
  ['the address is of the inside', [inside], waits.replace('203.0.113.9', '10.3.0.9')],
])('nothing is said where %s', (_, egress, line) => {
  expect(analyze(egress, line).status).toBe('clear');
});
