import { expect, test } from '@jest/globals';
import { unreachablePeer } from '../../../../../bot/engine/analyzers/logs/unreachable-peer.ts';
import { application, evidenceOf, findingsOf, logsOf, minute, pattern, range } from './log-evidence.ts';

const now = range(20, 30);
const objects = [
  ...application({ name: 'till', ip: '10.96.0.1', podIp: '10.1.0.1' }),
  ...application({ name: 'ledger', ip: '10.96.0.2', podIp: '10.1.0.2' }),
  ...application({ name: 'desk', ip: '10.96.0.3', podIp: '10.1.0.3' }),
];

test.each([
  'dial tcp 10.96.0.2:80: connect: connection refused',
  'connect ECONNREFUSED 10.1.0.2:80',
  'Connection refused: ledger/10.96.0.2:80',
  "HTTPConnectionPool(host='ledger', port=80): Max retries exceeded (Caused by NewConnectionError('Connection refused'))",
  'Error connecting to ledger:80. Connection refused.',
  'could not connect: http://ledger.shop.svc.cluster.local/api connection refused',
  'CommunicationsException: Communications link failure, connecting to ledger:80',
  'upstream connect error or disconnect/reset before headers: http://ledger/a',
  'error: failed to connect to all addresses; last error: UNKNOWN: ipv4:10.96.0.2:80: Connection refused',
])('blames the called service, not the loud caller: %s', (text) => {
  const evidence = evidenceOf({ objects, logs: [logsOf('till', [pattern('error', text, now)])] });
  expect(findingsOf(unreachablePeer.analyze(evidence))).toEqual([
    expect.objectContaining({
      component: 'service/ledger',
      cause: 'dependency_unavailable',
      explains: ['service/till'],
      onset: minute(20),
    }),
  ]);
});

test('it is a symptom: many witnesses do not make it a cause', () => {
  const complaint = pattern('error', 'dial tcp 10.96.0.2:80: connect: connection refused', now, 50);
  const evidence = evidenceOf({ objects, logs: [logsOf('till', [complaint]), logsOf('desk', [complaint])] });
  const [finding] = findingsOf(unreachablePeer.analyze(evidence));
  expect(finding?.explains).toEqual(['service/till', 'service/desk']);
  expect(finding?.strength).toBeLessThan(0.5);
});

test('a driver that names its engine only means the one database of that engine', () => {
  const lost = pattern('error', 'Lost connection to MySQL server during query', now);
  const blamed = (topology: Record<string, string[]>) => {
    const result = unreachablePeer.analyze(evidenceOf({ logs: [logsOf('till', [lost])], topology }));
    return result.status === 'found' ? result.findings[0]?.component : undefined;
  };
  expect(blamed({ till: ['mysql', 'desk'] })).toBe('service/mysql');
  expect(blamed({ till: ['mysql-a', 'mysql-b'] })).toBeUndefined();
  expect(blamed({ till: ['postgres'] })).toBeUndefined();
});

test('a name before a status of 5xx is the callee where calls of it are known, and any word elsewhere', () => {
  const answered = pattern('error', 'cards answered 503 Service Unavailable for POST /v1/captures', now);
  const blamed = (topology: Record<string, string[]>) => {
    const result = unreachablePeer.analyze(evidenceOf({ logs: [logsOf('till', [answered])], topology }));
    return result.status === 'found' ? result.findings[0]?.component : undefined;
  };
  expect(blamed({ till: ['cards', 'desk'] })).toBe('service/cards');
  expect(blamed({ desk: ['cards'], till: ['ledger'] })).toBeUndefined();
});

test('what is as frequent before the window as in it is usual; a log without such a past excuses nothing', () => {
  const steady = pattern('error', 'dial tcp 10.96.0.2:80: connect: connection refused', range(0, 30), 1);
  const evidence = evidenceOf({ objects, logs: [logsOf('till', [steady])] });
  expect(unreachablePeer.analyze(evidence).status).toBe('found');
  const later = { ...evidence, window: { ...evidence.window, start: minute(15) } };
  expect(unreachablePeer.analyze(later).status).toBe('clear');
});

test('without objects the names of logs and topology are known services', () => {
  const text = 'lookup ledger on 10.0.0.10:53: no such host';
  const evidence = evidenceOf({ logs: [logsOf('till', [pattern('error', text)], [])], topology: { till: ['ledger'] } });
  expect(findingsOf(unreachablePeer.analyze(evidence))[0]?.component).toBe('service/ledger');
});

test.each([
  ['trouble while dependencies come up', pattern('error', 'dial tcp 10.96.0.2:80: connect: connection refused', [0])],
  ['a burst that is over', pattern('error', 'dial tcp 10.96.0.2:80: connect: connection refused', [10, 11])],
  ['telemetry that cannot deliver', pattern('error', 'span exporter: dial tcp 10.96.0.2:80: connection refused', now)],
  [
    'a name that was looked up before its Service was there',
    pattern('error', 'lookup ledger: no such host', range(3, 12)),
  ],
  ['a health check of a missing page', pattern('info', 'GET http://ledger:80/healthz 404 connection refused', now)],
  ['a host outside', pattern('error', 'dial tcp 203.0.113.9:443: connect: connection refused', now)],
  ['a connection broken off once', pattern('warn', 'read from 10.96.0.2:80: connection reset by peer', [29], 1)],
  ['itself', pattern('error', 'dial tcp 10.1.0.1:80: connect: connection refused', now)],
])('is clear for %s', (_, noise) => {
  const evidence = evidenceOf({ objects, logs: [logsOf('till', [noise])] });
  expect(unreachablePeer.analyze(evidence).status).toBe('clear');
});

test('is unknown without logs', () => {
  expect(unreachablePeer.analyze(evidenceOf({ objects }))).toEqual({ status: 'unknown', reason: 'logs: not read' });
});
