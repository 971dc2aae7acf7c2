import { expect, test } from '@jest/globals';
import { externalService } from '../../../../../bot/engine/analyzers/logs/external-service.ts';
import { application, evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const now = range(20, 30);
const answered = pattern('error', 'POST https://api.cards.example/v1/charges: 503 Service Unavailable', now);
const silent = (host: string) => pattern('error', `GET https://${host}/a: context deadline exceeded`, now);
const analyze = (patterns: readonly ReturnType<typeof pattern>[]) =>
  externalService.analyze(evidenceOf({ objects: application({ name: 'till' }), logs: [logsOf('till', patterns)] }));

test('a host outside that answers with server errors has an outage', () => {
  expect(findingsOf(analyze([answered]))).toEqual([
    expect.objectContaining({
      component: 'service/api.cards.example',
      explains: ['service/till'],
      cause: 'external_service_outage',
      grade: 'said',
      parameters: { callee: 'api.cards.example' },
    }),
  ]);
});

test('a host outside that does not answer is less sure, and several at once are a lead only', () => {
  expect(findingsOf(analyze([silent('api.cards.example')]))[0]?.grade).toBe('measured');
  for (const finding of findingsOf(analyze([silent('api.cards.example'), silent('mail.post.example')]))) {
    expect(finding).toMatchObject({ grade: 'coincides', strength: 0.35 });
  }
});

test.each([
  ['a call inside', pattern('error', 'POST http://ledger:80/pay: 503 Service Unavailable', now)],
  [
    'a Service in full',
    pattern('error', 'POST http://ledger.shop.svc.cluster.local/pay: 503 Service Unavailable', now),
  ],
  ['a hiccup', pattern('error', answered.samples[0]!.text, [25], 2)],
  ['a name that is not known', pattern('error', 'getaddrinfo ENOTFOUND api.cards.example', now)],
  [
    'the refusal of a request',
    pattern('error', 'POST https://api.cards.example/v1/charges: 402 Payment Required', now),
  ],
  [
    'a machine of one’s own',
    pattern('error', 'dial tcp: ip-10-0-0-7.eu.compute.internal:9000: connection refused', now),
  ],
])('is clear for %s', (_, noise) => {
  expect(analyze([noise]).status).toBe('clear');
});

test('is unknown without logs', () => {
  expect(externalService.analyze(evidenceOf({})).status).toBe('unknown');
});
