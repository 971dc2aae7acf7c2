import { expect, test } from '@jest/globals';
import type { Sli } from '../../../../../bot/domain/service-level.ts';
import { externalService } from '../../../../../bot/engine/analyzers/logs/external-service.ts';
import { application, evidenceOf, findingsOf, logsOf, minute, pattern, range } from './log-evidence.ts';

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

test.each([
  'rate quote failed: GET https://api.cards.example/v1/rates -> 503 Service Temporarily Unavailable (after 2 attempts)',
  'https://api.cards.example/v1/rates -> 502, order rejected',
  'call of https://api.cards.example/v1/rates: 504 Gateway Time-out',
])('a status behind the address of a call is its answer: %s', (text) => {
  expect(findingsOf(analyze([pattern('error', text, now)]))[0]).toMatchObject({
    component: 'service/api.cards.example',
    grade: 'said',
  });
});

test.each(['GET https://api.cards.example/v1/rates -> 404', 'batch of https://api.cards.example grows: 100 -> 500'])(
  'is clear for another status, and for a figure: %s',
  (text) => {
    expect(analyze([pattern('error', text, now)]).status).toBe('clear');
  },
);

test('a host outside is what its caller calls it, where the error is wrapped in a known name', () => {
  // Go's `fmt.Errorf("cards: %w", err)`: callers put the name of what they call before its error.
  const wrapped = pattern('error', 'pay: cards: POST https://api.visor.example/v1: 503 Service Unavailable', now);
  const evidence = evidenceOf({ objects: application({ name: 'till' }), logs: [logsOf('till', [wrapped])] });
  const calls = (callee: string) => ({
    ...evidence,
    topology: {
      status: 'observed',
      tool: 'get_topology',
      query: 'all',
      at: minute(30),
      value: { till: [callee] },
    } as const,
  });
  expect(findingsOf(externalService.analyze(calls('cards')))[0]?.component).toBe('service/cards');
  expect(findingsOf(externalService.analyze(calls('card')))[0]?.component).toBe('service/api.visor.example');
});

test('a host outside that does not answer is less sure, and several at once are a lead only', () => {
  expect(findingsOf(analyze([silent('api.cards.example')]))[0]?.grade).toBe('measured');
  for (const finding of findingsOf(analyze([silent('api.cards.example'), silent('mail.post.example')]))) {
    expect(finding).toMatchObject({ grade: 'coincides', strength: 0.35 });
  }
});

test('a host outside that is not reached by its address is the one that its caller writes that it calls', () => {
  const lost = (ip: string, port = 443) =>
    pattern('warn', `cards attempt 1 failed: ETIMEDOUT connect ETIMEDOUT ${ip}:${port}`, now);
  const sent = (host: string) => pattern('info', `POST https://${host}/charges ...`, now);
  const blamed = (...patterns: readonly ReturnType<typeof pattern>[]) => {
    const analysis = analyze(patterns);
    return analysis.status === 'found' ? analysis.findings.map(({ component, grade }) => [component, grade]) : [];
  };
  const outage = [['service/api.cards.example', 'measured']];
  expect(blamed(lost('203.0.113.9'), sent('api.cards.example'))).toEqual(outage);
  expect(blamed(lost('203.0.113.9'), sent('api.cards.example'), sent('api.mail.example'))).toEqual(outage);
  expect(blamed(lost('203.0.113.9'), sent('api.visor.example'), sent('api.mail.example'))).toEqual([]);
  expect(blamed(lost('203.0.113.9'))).toEqual([]);
  expect(blamed(lost('10.4.7.9'), sent('api.cards.example'))).toEqual([]);
  expect(blamed(lost('203.0.113.9', 5432), sent('api.cards.example'))).toEqual([]);
});

test('what ended is told where its caller failed others meanwhile, and else is lived with', () => {
  const past = pattern('error', answered.samples[0]!.text, range(2, 8));
  const evidence = evidenceOf({ objects: application({ name: 'till' }), logs: [logsOf('till', [past])] });
  const failing: Sli = {
    ...{ service: 'till', side: 'server', indicator: 'error_ratio', unit: 'ratio', basis: 'counter' },
    ...{ metric: 'http_requests', points: 30, stepSeconds: 60, value: 0.4, last: 0, worst: 0.5, course: [] },
    ...{ onset: minute(2), until: minute(8), direction: 'up' },
  };
  const slis = { status: 'observed', tool: 'list_slis', query: 'all', at: minute(30) } as const;
  const analyzed = (items: readonly Sli[]) =>
    externalService.analyze({ ...evidence, slis: { ...slis, value: { items, leftOut: [] } } });
  expect(findingsOf(analyzed([failing]))).toEqual([
    expect.objectContaining({ component: 'service/api.cards.example', until: past.lastSeen }),
  ]);
  const { normal: _, ...waiting } = { ...failing, indicator: 'latency', unit: 's', basis: 'histogram' } as Sli;
  expect(findingsOf(analyzed([waiting as Sli]))[0]).toMatchObject({ component: 'service/api.cards.example' });
  expect(analyzed([]).status).toBe('clear');
});

test('an exception of a provider’s client library names the provider that the call graph has, and nothing inside', () => {
  const told = (text: string, ...others: readonly ReturnType<typeof logsOf>[]) =>
    externalService.analyze(
      evidenceOf({
        topology: { till: ['cardly', 'ledger'] },
        logs: [logsOf('till', [pattern('error', text, now)]), ...others],
      }),
    );
  const error = 'Cardly::APIError: (Status 503) Sorry! There was an error while talking to Cardly.';
  expect(findingsOf(told(error))[0]).toMatchObject({ component: 'service/cardly', cause: 'external_service_outage' });
  expect(told(error, logsOf('cardly', [pattern('info', 'served', now)])).status).toBe('clear');
  expect(told(error.replace('503', '402')).status).toBe('clear');
});

test('calls that hung are told as well where all that was measured is over since', () => {
  const hung = pattern('error', 'GET https://api.cards.example/a: context deadline exceeded', range(2, 8));
  const evidence = evidenceOf({ objects: application({ name: 'till' }), logs: [logsOf('till', [hung])] });
  const failing = (service: string, until: number | undefined): Sli => ({
    ...{ service, side: 'server', indicator: 'error_ratio', unit: 'ratio', basis: 'counter', normal: 0.001, score: 40 },
    ...{ metric: 'http_requests', points: 30, stepSeconds: 60, value: 0.4, last: 0, worst: 0.5, course: [] },
    ...{
      onset: minute(2),
      direction: 'up',
      shape: 'level-shift',
      ...(until !== undefined && { until: minute(until) }),
    },
  });
  const slis = { status: 'observed', tool: 'list_slis', query: 'all', at: minute(30) } as const;
  const analyzed = (...items: readonly Sli[]) =>
    externalService.analyze({ ...evidence, slis: { ...slis, value: { items, leftOut: [] } } });
  expect(findingsOf(analyzed(failing('till', 9)))).toEqual([
    expect.objectContaining({ component: 'service/api.cards.example', until: hung.lastSeen }),
  ]);
  expect(analyzed(failing('till', 9), failing('shop', undefined)).status).toBe('clear');
  expect(analyzed(failing('till', 5)).status).toBe('clear');
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
