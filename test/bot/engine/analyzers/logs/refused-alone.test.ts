import { expect, test } from '@jest/globals';
import { refusedAlone } from '../../../../../bot/engine/analyzers/logs/refused-alone.ts';
import { application, evidenceOf, findingsOf, logsOf, minute, pattern, range } from './log-evidence.ts';

const now = range(20, 30);
const store = application({
  name: 'store',
  image: 'registry.test/mysql:8.4',
  port: 3306,
  ip: '10.96.0.2',
  podIp: '10.1.0.2',
});
const till = application({ name: 'till', env: { TILL_MYSQL_POOL: '10' } });
const desk = application({ name: 'desk', env: { DESK_MYSQL_POOL: '10' }, ip: '10.96.0.4', podIp: '10.1.0.4' });
const refused = pattern(
  'error',
  'com.mysql.cj.exceptions.CJCommunicationsException: Communications link failure\nCaused by: java.net.ConnectException: Connection refused (Connection refused)',
  now,
);
const analyze = (objects: readonly ReturnType<typeof application>[], logs: Parameters<typeof logsOf>[]) =>
  refusedAlone.analyze(evidenceOf({ objects: objects.flat(), logs: logs.map((one) => logsOf(...one)) }));

test('who alone is refused by a database that serves others calls the wrong place, though no address was seen', () => {
  expect(
    findingsOf(
      analyze(
        [store, till, desk],
        [
          ['till', [refused]],
          ['desk', []],
        ],
      ),
    ),
  ).toEqual([
    expect.objectContaining({
      component: 'service/till',
      cause: 'service_env_var_address_mismatch',
      grade: 'shown',
    }),
  ]);
});

test('a port that the Service does not offer is the wrong one, also where nobody else calls it', () => {
  const wrong = pattern('error', "Can't connect to MySQL server on 'store:3406' ([Errno 111] Connection refused)", now);
  expect(findingsOf(analyze([store, till], [['till', [wrong]]]))[0]).toMatchObject({
    component: 'service/till',
    strength: 0.85,
  });
});

test.each([
  [
    'the others are refused as well',
    [store, till, desk],
    [
      ['till', [refused]],
      ['desk', [refused]],
    ],
  ],
  [
    'the database is not ready',
    [application({ name: 'store', image: 'registry.test/mysql:8.4', ready: false }), till, desk],
    [
      ['till', [refused]],
      ['desk', []],
    ],
  ],
  ['nobody else uses it', [store, till], [['till', [refused]]]],
  ['it was one hiccup', [store, till, desk], [['till', [pattern('error', refused.samples[0]!.text, [25], 1)]]]],
  [
    'it cannot look up names',
    [store, till, desk],
    [['till', [refused, pattern('error', 'getaddrinfo EAI_AGAIN store', now)]]],
  ],
  [
    'a driver leaves open how the call failed',
    [store, till, desk],
    [['till', [pattern('error', 'com.mysql: Communications link failure', now)]]],
  ],
] as [string, ReturnType<typeof application>[], Parameters<typeof logsOf>[]][])(
  'is clear when %s',
  (_, objects, logs) => {
    expect(analyze(objects, logs).status).toBe('clear');
  },
);

test('refusals that end when a container of it came up again were for its being away, not for the address', () => {
  const started = (at: string) =>
    store.map((object) => {
      const { status } = object as { readonly status?: { readonly containerStatuses?: readonly object[] } };
      if (object.kind !== 'Pod') return object;
      const [container] = status!.containerStatuses!;
      return {
        ...object,
        status: { ...status, containerStatuses: [{ ...container, state: { running: { startedAt: at } } }] },
      };
    });
  const ended = pattern('error', refused.samples[0]!.text, range(14, 22));
  const statusOf = (at: string) =>
    analyze(
      [started(at), till, desk],
      [
        ['till', [ended]],
        ['desk', []],
      ],
    ).status;
  expect(statusOf(minute(22))).toBe('clear');
  expect(statusOf(minute(2))).toBe('found');
  expect(statusOf(minute(16))).toBe('found');
});

test('is unknown without objects, and without logs', () => {
  expect(refusedAlone.analyze(evidenceOf({ logs: [logsOf('till', [refused])] })).status).toBe('unknown');
  expect(refusedAlone.analyze(evidenceOf({ objects: store })).status).toBe('unknown');
});
