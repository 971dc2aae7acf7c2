import { describe, expect, test } from '@jest/globals';
import type { ChangeRecord, ServiceLogs } from '../../../../../bot/domain/signals.ts';
import { contentJudge, symptomText } from '../../../../../bot/engine/analyzers/metrics/change-words.ts';
import { AS_OF, iso, metricEvidence } from '../../../../support/metric-evidence.ts';

const writes = (text: string): ServiceLogs => ({
  service: 'till',
  lines: 500,
  firstSeen: iso(AS_OF - 3_600),
  levels: { error: 40 },
  patterns: [{ template: text, count: 40, level: 'error', firstSeen: iso(AS_OF - 840), samples: [{ text }] }],
});

/** How a change of the till's settings is judged beside another that says nothing. */
function judged(diff: string, text: string) {
  const made = { timestamp: iso(AS_OF - 900), kind: 'config', service: 'till', summary: 'tune the client' } as const;
  const change: ChangeRecord = { ...made, id: 'c1', diff };
  const other: ChangeRecord = { ...made, id: 'c2', service: 'mail', summary: 'rotate logs' };
  return contentJudge([change, other], symptomText(metricEvidence({ series: [], logs: [writes(text)] })))(change);
}

describe('a setting whose name ends with its unit', () => {
  const error = (ms: number) => `AxiosError: timeout of ${ms}ms exceeded calling http://stock:8080/items`;
  test.each([
    ['-  HTTP_TIMEOUT_MS: "3000"\n+  HTTP_TIMEOUT_MS: "30"', 30],
    ['-client.timeout.seconds=20\n+client.timeout.seconds=2', 2_000],
    ['-  timeoutMillis: 4000\n+  timeoutMillis: 40', 40],
  ])('is tied to a client that gives up after that time: %s', (diff, ms) => {
    expect(judged(diff, error(ms)).tied).toBe(true);
    expect(judged(diff, error(7_777)).tied).toBe(false);
  });
});

describe('an address that a change wrote', () => {
  const diff = '-cards_addr: 10.33.0.12:25002\n+cards_addr: 10.33.0.12:25020\n retry_addr: 10.33.0.19:7000';
  const refused = (address: string) =>
    `pay: Post "http://${address}/tap": dial tcp ${address}: connect: connection refused`;

  test('governs the calls of its service to it', () => {
    expect(judged(diff, refused('10.33.0.12:25020'))).toMatchObject({ tied: true, governs: true });
  });

  test('governs none to what stood there before, or to another', () => {
    expect(judged(diff, refused('10.33.0.12:25002')).governs).toBe(false);
    expect(judged(diff, refused('10.33.0.19:7000')).governs).toBe(false);
    expect(judged('-a: h:8080\n+a: h:8080\n+b: 2', refused('h:8080')).governs).toBe(false);
  });
});

describe('a name that a change wrote', () => {
  const unfound = (host: string) => `getaddrinfo ENOTFOUND ${host}`;

  test.each([
    ['-STORE: stores-db\n+STORE: store-db', 'store-db.shop.internal.example'],
    ['+rates_host=rates.cards.example', 'rates.cards.example'],
  ])('governs the lookups of its service that find nothing: %s', (diff, host) => {
    expect(judged(diff, unfound(host))).toMatchObject({ tied: true, governs: true });
    expect(judged(diff, unfound('stores-db.shop.internal.example')).governs).toBe(false);
  });

  test.each([
    ['it stood there before', '-a: store-db\n+a: store-db\n+b: 2', unfound('store-db.shop.internal.example')],
    ['it is a longer one', '+STORE: store-db-2', unfound('store-db.shop.internal.example')],
    ['the name server does not answer', '+STORE: store-db', 'getaddrinfo EAI_AGAIN store-db.shop.internal.example'],
  ])('governs none where %s', (_, diff, text) => {
    expect(judged(diff, text).governs).toBe(false);
  });
});

describe('a name that a change took away', () => {
  const diff = '-series: crates\n+series: boxes';

  test.each([
    'dropping record: unknown series "crates" (known: boxes, lids)',
    "Unknown column 'crates' in 'field list'",
    'ERROR: relation "crates" does not exist',
  ])('governs what its service does not know since: %s', (text) => {
    expect(judged(diff, text)).toMatchObject({ tied: true, governs: true });
  });

  test.each([
    ['it is another', diff, 'unknown series "lids"'],
    ['it is known', diff, 'late record of series "crates"'],
    ['it stands there still', '-series: crates\n+series: crates, boxes', 'unknown series "crates"'],
  ])('governs none where %s', (_, written, text) => {
    expect(judged(written, text).governs).toBe(false);
  });
});

test('a change of a setting that governs an error explains who writes it', () => {
  const refused =
    'org.apache.kafka.common.errors.RecordTooLargeException: The request included a message larger than the max message size';
  expect(judged('-  max.message.bytes: 1048588\n+  max.message.bytes: 16384', refused)).toMatchObject({
    governs: true,
    felt: ['service/till'],
  });
  expect(judged('-  retention.ms: 1\n+  retention.ms: 2', refused)).toMatchObject({ governs: false, felt: [] });
});

describe('a limit on the size of requests', () => {
  const refused =
    '[error] 20#25: *7 client intended to send too large body: 1760643 bytes, client: 198.51.100.7, server: forms.test';

  test('explains who refuses them where a change wrote it', () => {
    expect(judged('-  client_max_body_size 25m;\n+  client_max_body_size 1m;', refused)).toMatchObject({
      governs: true,
      felt: ['service/till'],
    });
  });

  test('explains nothing where a change wrote another setting', () => {
    expect(judged('-  client_header_timeout 60s;\n+  client_header_timeout 30s;', refused).governs).toBe(false);
  });
});
