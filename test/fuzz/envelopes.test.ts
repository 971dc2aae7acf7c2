import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import Fastify from 'fastify';
import { alertRoutes } from '../../bot/alerts/routes.ts';
import { createSnsReader } from '../../bot/alerts/sns-message.ts';
import { Secret } from '../../bot/domain/secret.ts';
import { amazon, CERT_URL } from '../bot/alerts/amazon.ts';
import { hostileText, hostileValue, isOurs, RUNS, SEED } from './hostile.ts';

// What comes to the webhooks before anybody is proved, and what Amazon proves but somebody else wrote.

const NOW = new Date('2026-03-04T05:06:07.000Z');
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const RIGHT = {
  Type: 'Notification',
  MessageId: 'm-1',
  TopicArn: TOPIC,
  Subject: 'ALARM',
  Timestamp: '2026-03-04T05:05:30.000Z',
  Message: '{"AlarmName":"a","NewStateValue":"ALARM"}',
  SubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription',
  Token: 't',
  SigningCertURL: CERT_URL,
  SignatureVersion: '2',
  Signature: 'AAAA',
};
const TYPES = [
  'Notification',
  'SubscriptionConfirmation',
  'UnsubscribeConfirmation',
  'toString',
  '__proto__',
  'constructor',
];
/** Addresses that are nearly Amazon's. */
const ADDRESSES = [
  ...[
    CERT_URL,
    'https://sns.eu-west-1.amazonaws.com',
    'https://sns.eu-west-1.amazonaws.com/x.pem#',
    '//x.pem',
    'https://x.pem',
  ],
  ...[
    'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/x.pem',
  ],
  ...[
    'https://sns.eu-west-1.amazonaws.com\\@evil.example/x.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/x.pem',
  ],
  ...[
    'file:///etc/x.pem',
    'https://sns.eu-west-1.amazonaws.com:443/../x.pem',
    'https://SNS.EU-WEST-1.AMAZONAWS.COM/x.pem',
  ],
];
/** The right envelope with some fields of it changed, or taken out. */
const envelope = fc
  .record(
    {
      Type: fc.constantFrom(...TYPES),
      Message: fc.oneof(hostileText, fc.json(), hostileValue),
      Timestamp: fc.oneof(hostileText, fc.constantFrom('2026-03-04T05:05:30Z', '1772600730000', '', '9999-99-99')),
      SigningCertURL: fc.oneof(fc.constantFrom(...ADDRESSES), hostileText),
      SubscribeURL: fc.oneof(fc.constantFrom(...ADDRESSES), hostileText),
      SignatureVersion: fc.constantFrom('1', '2', '3', '', 2),
      Signature: fc.oneof(hostileText, hostileValue),
      Subject: hostileValue,
      MessageId: fc.oneof(hostileText, hostileValue),
    },
    { requiredKeys: [] },
  )
  .map((changes) => ({ ...RIGHT, ...changes }));
const anything = fc.oneof({ weight: 4, arbitrary: envelope as fc.Arbitrary<unknown> }, hostileValue);

test('an envelope of SNS is proved or refused with an error of ours; only Amazon is asked for a certificate', async () => {
  const { certificate } = await amazon();
  await fc.assert(
    fc.asyncProperty(anything, fc.boolean(), async (payload, isThere) => {
      const fetched: string[] = [];
      const fetchText = async (url: string) => {
        fetched.push(url);
        return isThere ? certificate : 'no certificate';
      };
      const reader = createSnsReader({ topicArns: [TOPIC], fetchText, clock: { now: () => NOW } });
      await reader.read(payload).then(
        () => expect(payload).toBe('nothing that was made up here is signed'),
        (error: unknown) => {
          if (!isOurs(error)) throw error;
          expect((error as { kind?: string }).kind).not.toBe('internal');
        },
      );
      for (const url of fetched) expect(new URL(url).hostname).toMatch(/^sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

test('what Amazon signed is taken or refused in words, whoever wrote it', async () => {
  const { certificate, sign } = await amazon();
  const reader = createSnsReader({ topicArns: [TOPIC], fetchText: async () => certificate, clock: { now: () => NOW } });
  const signed = fc.record({ Message: hostileText, Subject: hostileText, MessageId: hostileText });
  await fc.assert(
    fc.asyncProperty(signed, async (fields) => {
      try {
        const read = await reader.read(sign({ ...RIGHT, ...fields }));
        expect(read.message).toBe(fields.Message);
      } catch (error) {
        if (!isOurs(error)) throw error;
        // Its id is needed to know it again.
        expect(fields.MessageId).toBe('');
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

const KINDS = [
  'alertmanager',
  'pagerduty',
  'grafana',
  'datadog',
  'generic',
  'cloudwatch',
  'nobody',
  '__proto__',
  'toString',
];
const SECRET = 'a-secret-of-the-source';

test('a webhook answers every body with a status of ours, and never with an inside', async () => {
  const server = Fastify();
  const failures: unknown[] = [];
  const secret = new Secret(SECRET);
  await server.register(
    alertRoutes({
      desk: { accept: async (alerts) => ({ taken: alerts.length }) },
      secrets: { alertmanager: secret, pagerduty: secret, grafana: secret, datadog: secret, generic: secret },
      topicArns: [TOPIC],
      fetchText: async () => 'no certificate',
      clock: { now: () => NOW },
      log: { info: () => undefined, warn: () => undefined, error: (fields: object) => failures.push(fields) } as never,
    }),
  );
  const body = fc.oneof(
    hostileText,
    anything.map((value) => JSON.stringify(value) ?? ''),
  );
  const request = fc.record({
    kind: fc.constantFrom(...KINDS),
    payload: fc.oneof(
      body,
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    ),
    authorization: fc.constantFrom(`Bearer ${SECRET}`, 'Bearer wrong', SECRET, ''),
    signature: fc.constantFrom('v1=00', 'sha256=00', '', 'v1=,v1=', '\u00ff'),
    type: fc.constantFrom('application/json', 'text/plain', 'multipart/form-data', 'x'),
  });
  try {
    await fc.assert(
      fc.asyncProperty(request, async ({ kind, payload, authorization, signature, type }) => {
        const headers = {
          ...{ authorization, 'content-type': type, 'x-pagerduty-signature': signature },
          ...{ 'x-grafana-alerting-signature': signature, 'x-sns-message-type': signature },
        };
        const answer = await server.inject({ method: 'POST', url: `/alerts/${kind}`, payload, headers });
        expect([202, 400, 401, 404, 415, 429, 503]).toContain(answer.statusCode);
        expect(answer.body).not.toMatch(/TypeError|undefined|at .*\.ts:|a-secret/);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  } finally {
    await server.close();
  }
  const inside = failures.filter((fields) => (fields as { err?: { kind?: string } }).err?.kind === 'internal');
  expect(inside).toEqual([]);
});
