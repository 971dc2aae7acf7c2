import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { type Database, openDatabase } from '../../../bot/adapters/postgres/database.ts';
import { createDeliveryClaims } from '../../../bot/adapters/postgres/delivery-claims.ts';
import { alertRoutes } from '../../../bot/alerts/routes.ts';
import { ALERT_SOURCES, type Alert, type AlertSource } from '../../../bot/domain/alert.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { withRedactedAlerts } from '../../../bot/investigation/redacting.ts';
import { createRedaction } from '../../../bot/redaction/redactor.ts';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.ts';
import { plantSecrets } from '../redaction/planted-secrets.ts';
import { amazon } from './amazon.ts';

// Each source's delivery, made again and to two processes at once, and with secrets wherever it can hold a text.

const NOW = new Date('2026-03-04T05:06:07.000Z');
const SECRET = 'a-secret-of-the-source';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined } as never;

interface Signed {
  readonly body: string;
  readonly headers: Record<string, string>;
}
type Amazon = Awaited<ReturnType<typeof amazon>>;

let aws: Amazon;
let postgres: TestPostgres;
let databases: readonly Database[];
let serial = 0;

const bearer = (body: unknown): Signed => ({
  body: JSON.stringify(body),
  headers: { authorization: `Bearer ${SECRET}` },
});
const prometheus = (text: string) => ({
  alerts: [
    {
      status: 'firing',
      labels: { alertname: `Slow ${text}`, service: text, note: text, serial: String(serial) },
      annotations: { summary: text, description: text, runbook_url: `https://runbooks.example/?q=${text}` },
      startsAt: '2026-03-04T05:00:00Z',
      generatorURL: `https://prometheus.example/graph?${text}`,
    },
  ],
});

/** What each source sends, with `text` wherever it can hold one. */
const MAKERS: Readonly<Record<AlertSource, (text: string) => Signed>> = {
  alertmanager: (text) => bearer(prometheus(text)),
  grafana: (text) => bearer(prometheus(text)),
  generic: (text) =>
    bearer({
      name: `Queue ${text}`,
      summary: text,
      labels: { note: text, serial },
      link: `https://x.example/?${text}`,
    }),
  datadog: (text) =>
    bearer({
      alert_id: '7',
      transition: 'Triggered',
      title: `CPU ${text}`,
      status: text,
      tags: `note:${text}`,
      scope: `service:${text},serial:${serial}`,
      link: `https://datadog.example/?${text}`,
    }),
  pagerduty: (text) => {
    const service = { summary: `Basket ${text}` };
    const urls = { html_url: `https://x.example/?${text}` };
    const incident = { id: `P${serial}`, title: `Down ${text}`, urgency: 'high', service, ...urls };
    const body = JSON.stringify({ event: { event_type: 'incident.triggered', data: incident } });
    const mac = createHmac('sha256', SECRET).update(body).digest('hex');
    return { body, headers: { 'x-pagerduty-signature': `v1=${mac}` } };
  },
  cloudwatch: (text) => {
    const alarm = {
      AlarmName: `basket-errors ${text}`,
      AlarmDescription: text,
      NewStateValue: 'ALARM',
      NewStateReason: text,
      StateChangeTime: '2026-03-04T05:05:00.000+0000',
      AlarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:basket-${serial}`,
      Trigger: { Dimensions: [{ name: 'ServiceName', value: text }] },
    };
    return sns({ Type: 'Notification', Message: JSON.stringify(alarm), Subject: text });
  },
};

const sns = (fields: Record<string, string>): Signed => ({
  body: JSON.stringify(
    aws.sign({ MessageId: `m-${serial}`, TopicArn: TOPIC, Timestamp: '2026-03-04T05:05:30.000Z', ...fields } as never),
  ),
  headers: { 'content-type': 'text/plain' },
});

beforeAll(async () => {
  [aws, postgres] = await Promise.all([amazon(), startTestPostgres()]);
  const url = new Secret(await postgres.database());
  databases = [1, 2].map(() => openDatabase(url, { onError: () => undefined }));
  await databases[0]!.migrate();
});
afterAll(async () => {
  await Promise.all(databases.map((each) => each.close()));
  await postgres.stop();
});

/** Two processes that share the database, and what both of them took and fetched. */
async function openTwo() {
  const accepted: Alert[][] = [];
  const fetched: string[] = [];
  const trouble: Error[] = [];
  const secret = new Secret(SECRET);
  const words = createRedaction({ emails: true, addresses: 'all' });
  const secrets = createRedaction({ emails: false, addresses: 'none' });
  const servers: FastifyInstance[] = [];
  for (const { db } of databases) {
    const server = Fastify();
    const desk = {
      async accept(alerts: readonly Alert[]) {
        const error = trouble.shift();
        if (error) throw error;
        accepted.push([...alerts]);
        return { taken: alerts.length };
      },
    };
    await server.register(
      alertRoutes({
        desk: withRedactedAlerts(desk, words, secrets),
        secrets: { alertmanager: secret, pagerduty: secret, grafana: secret, datadog: secret, generic: secret },
        topicArns: [TOPIC],
        claims: createDeliveryClaims(db),
        fetchText: async (url) => {
          if (url.endsWith('.pem')) return aws.certificate;
          fetched.push(url);
          return '<ok/>';
        },
        clock: { now: () => NOW },
        log: quiet,
      }),
    );
    servers.push(server);
  }
  const post = async (index: number, source: AlertSource, { body, headers }: Signed) => {
    const request = { method: 'POST', url: `/alerts/${source}`, payload: body, headers } as const;
    return (await servers[index]!.inject(request)).statusCode;
  };
  return { accepted, fetched, trouble, post, close: () => Promise.all(servers.map((server) => server.close())) };
}

describe.each(ALERT_SOURCES)('%s', (source) => {
  test('a delivery made again, and to two processes at once, is taken once; one that failed is taken when it comes again', async () => {
    const two = await openTwo();
    serial += 1;
    const first = MAKERS[source]('slow');
    expect(await two.post(0, source, first)).toBe(202);
    for (const index of [0, 1, 1]) expect(await two.post(index, source, first)).toBe(202);
    expect(two.accepted).toHaveLength(1);
    serial += 1;
    const second = MAKERS[source]('slow');
    const codes = await Promise.all([0, 1, 0, 1].map((index) => two.post(index, source, second)));
    expect(codes).toEqual(Array(4).fill(202));
    expect(two.accepted).toHaveLength(2);
    serial += 1;
    const third = MAKERS[source]('slow');
    two.trouble.push(new SreError('unavailable', 'the database went away'));
    expect(await two.post(0, source, third)).toBe(503);
    expect(await two.post(1, source, third)).toBe(202);
    expect(two.accepted).toHaveLength(3);
    await two.close();
  });

  test('no secret comes in with it, in names, labels, texts or links', async () => {
    const two = await openTwo();
    const planted = plantSecrets(2);
    for (const { line } of planted) {
      serial += 1;
      expect(await two.post(0, source, MAKERS[source](line))).toBe(202);
    }
    expect(two.accepted).toHaveLength(planted.length);
    const kept = JSON.stringify(two.accepted);
    const leaks = planted.filter(({ secret }) => kept.includes(JSON.stringify(secret).slice(1, -1)));
    expect(leaks).toEqual([]);
    await two.close();
  });
});

test('a label whose name says what it is hides its value; addresses in labels stay, as alerts are told apart by them', async () => {
  const two = await openTwo();
  const labels = { alertname: 'A', db_password: 'hunter2hunter2', instance: '203.0.113.9:9100', service: 'basket' };
  await two.post(0, 'alertmanager', bearer({ alerts: [{ status: 'firing', labels, annotations: {} }] }));
  const [[alert] = []] = two.accepted;
  expect(alert?.labels).toEqual({ ...labels, db_password: expect.stringMatching(/^\[redacted/) });
  expect(alert?.target).toEqual({ kind: 'service', name: 'basket' });
  await two.close();
});

test('a subscription is confirmed once, however often SNS asks', async () => {
  const two = await openTwo();
  serial += 1;
  const subscribe = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc';
  const confirmation = sns({ Type: 'SubscriptionConfirmation', Token: 'abc', SubscribeURL: subscribe, Message: 'c' });
  const codes = await Promise.all([0, 1, 0, 1].map((index) => two.post(index, 'cloudwatch', confirmation)));
  codes.push(await two.post(1, 'cloudwatch', confirmation));
  expect(codes).toEqual(Array(5).fill(202));
  expect(two.fetched).toEqual([subscribe]);
  await two.close();
});
