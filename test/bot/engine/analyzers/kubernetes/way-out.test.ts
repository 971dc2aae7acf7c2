import { expect, test } from '@jest/globals';
import { networkPolicy } from '../../../../../bot/engine/analyzers/kubernetes/network-policy.ts';
import { object } from '../../../../support/kubernetes.ts';
import { evidenceOf, findingsOf, logsOf, minute, pattern, range } from '../logs/log-evidence.ts';

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

/** A policy made at a minute of the log's, whose lines come from its 20th minute on. */
function policyMade(made: number, egress: readonly object[], line: string) {
  const creationTimestamp = minute(made);
  const policy = object(
    'NetworkPolicy',
    'quiet',
    {
      metadata: { creationTimestamp },
      spec: { podSelector: { matchLabels: labels }, policyTypes: ['Egress'], egress },
    },
    'shop',
  );
  return networkPolicy.analyze(
    evidenceOf({ objects: [till, policy], logs: [logsOf('till', [pattern('error', line, range(20, 30))])] }),
  );
}

const web = { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443, protocol: 'TCP' }] };
const store = { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 5432, protocol: 'TCP' }] };
const unnamed =
  'org.postgresql.util.PSQLException: The connection attempt failed. java.net.SocketTimeoutException: Connect timed out';

test('a database outside of the cluster is out of reach once no rule names the port that its kind listens on', () => {
  expect(findingsOf(policyMade(19, [web], unnamed))).toMatchObject([
    { component: 'service/till', cause: 'network_policy_blocks_traffic', grade: 'shown' },
  ]);
});

test.each<[string, number, readonly object[], string]>([
  ['a rule names its port', 19, [web, store], unnamed],
  ['the policy stood long before, so that it may listen elsewhere', -60, [web], unnamed],
  ['the policy came after', 25, [web], unnamed],
  ['nobody says what is called', 19, [web], 'java.net.SocketTimeoutException: Connect timed out'],
])('a database outside is not said to be out of reach where %s', (_, made, egress, line) => {
  expect(policyMade(made, egress, line).status).toBe('clear');
});
