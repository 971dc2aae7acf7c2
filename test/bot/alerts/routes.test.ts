import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { type AlertRoutesOptions, alertRoutes } from '../../../bot/alerts/routes.ts';
import type { Alert } from '../../../bot/domain/alert.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { amazon, CERT_URL } from './amazon.ts';

const NOW = new Date('2026-03-04T05:06:07.000Z');
const SECRET = 'a-secret-of-the-source';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let server: FastifyInstance | undefined;
afterEach(() => server?.close());

async function open(more: Partial<AlertRoutesOptions> = {}) {
  const taken: Alert[] = [];
  const fetched: string[] = [];
  const secret = new Secret(SECRET);
  server = Fastify();
  await server.register(
    alertRoutes({
      desk: {
        async accept(alerts) {
          taken.push(...alerts);
          return { taken: alerts.length };
        },
      },
      secrets: { alertmanager: secret, pagerduty: secret, grafana: secret, datadog: secret, generic: secret },
      topicArns: [TOPIC],
      fetchText: async (url) => {
        fetched.push(url);
        throw new SreError('unavailable', 'no such address');
      },
      clock: { now: () => NOW },
      log: quiet as never,
      ...more,
    }),
  );
  const post = (kind: string, body: unknown, headers: Record<string, string> = {}) =>
    server!.inject({
      method: 'POST',
      url: `/alerts/${kind}`,
      payload: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  return { taken, fetched, post };
}
const bearer = { authorization: `Bearer ${SECRET}` };
const hmac = (text: string, secret = SECRET) => createHmac('sha256', secret).update(text).digest('hex');

const firing = (labels: Record<string, string>) => ({
  status: 'firing',
  labels: { alertname: 'HighLatency', ...labels },
  annotations: { summary: 'slow' },
  startsAt: '2026-03-04T05:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus.example/graph',
});

test('alerts of Alertmanager are taken with target, harm and links, and the same alert has the same fingerprint', async () => {
  const { post, taken } = await open();
  const alert = firing({ service: 'basket', namespace: 'shop', severity: 'critical' });
  const resolved = { ...alert, status: 'resolved', endsAt: '2026-03-04T05:05:00Z' };
  const body = { version: '4', externalURL: 'javascript:alert(1)', alerts: [alert, resolved] };
  const answer = await post('alertmanager', body, bearer);
  expect(answer.statusCode).toBe(202);
  expect(answer.json()).toEqual({ alerts: 2, taken: 2 });
  expect(taken[0]).toMatchObject({
    name: 'HighLatency',
    status: 'firing',
    severity: 'critical',
    target: { kind: 'service', name: 'basket', namespace: 'shop' },
    startsAt: '2026-03-04T05:00:00.000Z',
    links: [{ title: 'Rule', url: 'http://prometheus.example/graph' }],
  });
  expect(taken[0]).not.toHaveProperty('endsAt');
  expect(taken[1]).toMatchObject({ status: 'resolved', endsAt: '2026-03-04T05:05:00.000Z' });
  expect(taken[1]?.fingerprint).toBe(taken[0]?.fingerprint);
});

test.each([
  ['no proof', {}],
  ['another secret', { authorization: 'Bearer another' }],
  ['a signature by another secret', { 'x-signature': `sha256=${hmac('{"alerts":[]}', 'another')}` }],
])('%s is refused with 401 and says which header', async (_what, headers) => {
  const { post, taken } = await open();
  const answer = await post('alertmanager', '{"alerts":[]}', headers as Record<string, string>);
  expect(answer.statusCode).toBe(401);
  expect(answer.json().error.kind).toBe('unauthenticated');
  expect(answer.body).not.toContain(SECRET);
  expect(taken).toEqual([]);
});

test('unreadable bodies are 400 and name the field; unknown and closed sources are 404; a full desk is 503', async () => {
  const { post } = await open();
  expect((await post('alertmanager', 'not json', bearer)).json().error.message).toBe('the body is not JSON');
  expect((await post('alertmanager', { alerts: {} }, bearer)).json().error.message).toBe('alerts is not a list');
  expect((await post('alertmanager', { alerts: [7] }, bearer)).json().error.message).toBe('alerts[0] is not an object');
  expect((await post('generic', { name: 'x', target: 'moon/1' }, bearer)).statusCode).toBe(400);
  expect((await post('elsewhere', {}, bearer)).statusCode).toBe(404);
  await server?.close();
  const closed = await open({ secrets: {}, topicArns: [] });
  expect((await closed.post('alertmanager', {}, bearer)).statusCode).toBe(404);
  expect((await closed.post('cloudwatch', {}, bearer)).statusCode).toBe(404);
  await server?.close();
  const full = await open({
    desk: { accept: () => Promise.reject(new SreError('unavailable', 'pg: password-made-up refused')) },
  });
  const answer = await full.post('generic', { name: 'x' }, bearer);
  expect(answer.statusCode).toBe(503);
  expect(answer.body).not.toContain('password-made-up');
});

test('PagerDuty is proved by its own signature; acknowledgements are no alerts', async () => {
  const { post, taken } = await open();
  const event = (type: string) =>
    JSON.stringify({
      event: {
        event_type: type,
        occurred_at: '2026-03-04T05:01:00Z',
        data: {
          id: 'PABC',
          title: 'Basket is down',
          urgency: 'high',
          created_at: '2026-03-04T05:00:00Z',
          html_url: 'https://example.pagerduty.com/incidents/PABC',
          service: { summary: 'Basket API' },
        },
      },
    });
  for (const type of ['incident.triggered', 'incident.acknowledged', 'incident.resolved']) {
    const body = event(type);
    const headers = { 'x-pagerduty-signature': `v1=${hmac(body, 'old secret')},v1=${hmac(body)}` };
    expect((await post('pagerduty', body, headers)).statusCode).toBe(202);
  }
  expect(taken.map(({ status }) => status)).toEqual(['firing', 'resolved']);
  expect(taken[0]?.target).toEqual({ kind: 'service', name: 'basket-api' });
  expect((await post('pagerduty', event('incident.triggered'), bearer)).statusCode).toBe(401);
});

test('Grafana is proved by its signature over time and body, not by an old one', async () => {
  const { post, taken } = await open();
  const body = JSON.stringify({ alerts: [firing({ service: 'basket' })] });
  const signed = (seconds: number) => ({
    'x-grafana-alerting-signature': hmac(`${seconds}:${body}`),
    'x-grafana-alerting-timestamp': String(seconds),
  });
  const now = NOW.getTime() / 1_000;
  expect((await post('grafana', body, signed(now - 10))).statusCode).toBe(202);
  expect((await post('grafana', body, signed(now - 600))).statusCode).toBe(401);
  expect((await post('grafana', body, { 'x-grafana-alerting-signature': hmac(body) })).statusCode).toBe(202);
  expect(taken).toHaveLength(2);
});

test('Datadog and the generic form are read', async () => {
  const { post, taken } = await open();
  const body = {
    alert_id: '7',
    transition: 'Triggered',
    title: 'CPU',
    scope: 'service:basket,env:prod',
    date: '1772600000000',
  };
  await post('datadog', body, bearer);
  await post('datadog', { ...body, transition: 'Recovered', title: 'CPU is fine' }, bearer);
  expect(taken.map(({ status }) => status)).toEqual(['firing', 'resolved']);
  expect(taken[0]?.fingerprint).toBe(taken[1]?.fingerprint);
  expect(taken[0]?.target).toEqual({ kind: 'service', name: 'basket' });
  await post('generic', { name: 'Queue', target: 'node/n1', severity: 'p1' }, bearer);
  expect(taken[2]).toMatchObject({ target: { kind: 'node', name: 'n1' }, severity: 'critical', status: 'firing' });
});

const alarm = {
  AlarmName: 'basket-errors',
  NewStateValue: 'ALARM',
  NewStateReason: 'over the threshold',
  StateChangeTime: '2026-03-04T05:05:00.000+0000',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:basket-errors',
  Trigger: { Dimensions: [{ name: 'ServiceName', value: 'basket' }] },
};
const notification = (fields: Record<string, string> = {}) => ({
  Type: 'Notification',
  MessageId: 'm-1',
  TopicArn: TOPIC,
  Subject: 'ALARM',
  Timestamp: '2026-03-04T05:05:30.000Z',
  Message: JSON.stringify(alarm),
  ...fields,
});

test('CloudWatch alarms come through SNS, proved by the certificate of Amazon, fetched once', async () => {
  const { certificate, sign } = await amazon();
  const fetched: string[] = [];
  const { post, taken } = await open({
    fetchText: async (url) => {
      fetched.push(url);
      return url.endsWith('.pem') ? certificate : '<ok/>';
    },
  });
  const text = { 'content-type': 'text/plain; charset=UTF-8' };
  expect((await post('cloudwatch', sign(notification()), text)).statusCode).toBe(202);
  expect(
    (
      await post(
        'cloudwatch',
        sign(notification({ Message: JSON.stringify({ ...alarm, NewStateValue: 'OK' }) }), '1'),
        text,
      )
    ).statusCode,
  ).toBe(202);
  expect(taken).toMatchObject([
    { name: 'basket-errors', status: 'firing', target: { kind: 'service', name: 'basket' } },
    { name: 'basket-errors', status: 'resolved' },
  ]);
  expect(fetched).toEqual([CERT_URL]);

  const subscribe = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc';
  const confirmation = {
    Type: 'SubscriptionConfirmation',
    MessageId: 'm-2',
    TopicArn: TOPIC,
    Token: 'abc',
    SubscribeURL: subscribe,
    Timestamp: '2026-03-04T05:05:30.000Z',
    Message: 'confirm',
  };
  expect((await post('cloudwatch', sign(confirmation), text)).statusCode).toBe(202);
  expect(fetched.at(-1)).toBe(subscribe);
  const elsewhere = { ...confirmation, SubscribeURL: 'https://evil.example/sns.eu-west-1.amazonaws.com' };
  expect((await post('cloudwatch', sign(elsewhere), text)).statusCode).toBe(401);
  expect(fetched).toHaveLength(2);
});

test('what Amazon did not sign is refused', async () => {
  const { certificate, sign, other } = await amazon();
  const { post, taken } = await open({ fetchText: async () => certificate });
  const right = sign(notification());
  const wrong = [
    { ...right, Message: JSON.stringify({ ...alarm, AlarmName: 'forged' }) },
    sign(notification(), '2', other),
    { ...right, SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem' },
    { ...right, SigningCertURL: 'http://sns.eu-west-1.amazonaws.com/x.pem' },
    { ...right, SigningCertURL: 'https://sns.eu-west-1.amazonaws.com:444/x.pem' },
    { ...right, SigningCertURL: 'https://user@sns.eu-west-1.amazonaws.com/x.pem' },
    { ...right, SigningCertURL: 'https://bucket.s3.amazonaws.com/x.pem' },
    sign(notification({ TopicArn: 'arn:aws:sns:eu-west-1:999999999999:theirs' })),
    sign(notification({ Timestamp: '2026-03-03T05:05:30.000Z' })),
  ];
  for (const body of wrong) expect((await post('cloudwatch', body)).statusCode).toBe(401);
  expect((await post('cloudwatch', { ...right, Type: 'Party' })).statusCode).toBe(400);
  expect(taken).toEqual([]);
});
