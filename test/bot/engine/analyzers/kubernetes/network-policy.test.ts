import { expect, test } from '@jest/globals';
import { networkPolicy } from '../../../../../bot/engine/analyzers/kubernetes/network-policy.ts';
import { ago, evidenceOf, market, object } from '../../../../support/kubernetes.ts';

/** A policy that lets only pods of a label reach the ledger, which the stall calls. */
function admitting(app: string) {
  const world = market();
  world.topology = { stall: ['ledger'] };
  const spec = {
    podSelector: { matchLabels: { app: 'ledger' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: { matchLabels: { app } } }] }],
  };
  world.objects.push(object('NetworkPolicy', 'shut', { metadata: { creationTimestamp: ago(900) }, spec }));
  return networkPolicy.analyze(evidenceOf(world));
}

test('what a policy asks for is shown beside what the caller carries', () => {
  expect(admitting('stal')).toMatchObject({
    findings: [
      {
        evidence: [{ text: 'no rule of shut lets stall reach ledger (it names app=stal; stall carries app=stall)' }],
      },
    ],
  });
});

test('a policy that lets the caller through is none of it', () => {
  expect(admitting('stall').status).not.toBe('found');
});
