import { expect, test } from '@jest/globals';
import { refusedCreation } from '../../../../../bot/engine/analyzers/kubernetes/refused-creation.ts';
import { evidenceOf, market, object, withoutPods } from '../../../../support/kubernetes.ts';

/** Pods of the ledger are refused because this webhook does not answer; its configuration names a Service of its own. */
function refusedBy(message: string, configured: string) {
  const world = market();
  withoutPods(world, 'ledger', `Error creating: Internal error occurred: ${message}`);
  const webhooks = [{ name: configured, clientConfig: { service: { name: 'gatehouse', namespace: 'ops' } } }];
  world.objects.push({ ...object('ValidatingWebhookConfiguration', 'rules', {}, ''), webhooks } as never);
  const analysis = refusedCreation.analyze(evidenceOf(world));
  return analysis.status === 'found' ? analysis.findings[0] : undefined;
}

test('a webhook that fails lies with the Service that its configuration names, where the message does not', () => {
  expect(refusedBy('failed calling webhook "rules.example"', 'rules.example')).toMatchObject({
    component: 'service/gatehouse',
    cause: 'admission_webhook_unavailable',
    explains: ['service/ledger'],
  });
});

test('it is left with the pods that are refused where nothing says who is called', () => {
  expect(refusedBy('failed calling webhook "rules.example"', 'others.example')?.component).toBe('service/ledger');
});

test('a webhook that denies was reached: the pods are at fault', () => {
  const denied = refusedBy('admission webhook "rules.example" denied the request: no latest tags', 'rules.example');
  expect(denied).toMatchObject({ component: 'service/ledger', cause: 'admission_webhook_denied' });
});
