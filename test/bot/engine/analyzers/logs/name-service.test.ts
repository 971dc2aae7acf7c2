import { expect, test } from '@jest/globals';
import { nameService } from '../../../../../bot/engine/analyzers/logs/name-service.ts';
import { application, evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const failing = pattern('error', 'ledger: Temporary failure in name resolution', range(20, 30));

test('blames the name server when several services get no answer from it', () => {
  const evidence = evidenceOf({ logs: [logsOf('till', [failing]), logsOf('desk', [failing])] });
  expect(findingsOf(nameService.analyze(evidence))[0]).toMatchObject({
    component: 'service/coredns',
    cause: 'coredns_unavailable',
    explains: ['service/till', 'service/desk'],
  });
});

test('is sure when no name server is ready', () => {
  const dns = application({ name: 'coredns', ready: false });
  const [finding] = findingsOf(nameService.analyze(evidenceOf({ objects: dns, logs: [logsOf('till', [failing])] })));
  expect(finding).toMatchObject({ cause: 'coredns_unavailable', strength: 0.85 });
});

test('one service alone has a trouble of its own', () => {
  expect(findingsOf(nameService.analyze(evidenceOf({ logs: [logsOf('till', [failing])] })))[0]).toMatchObject({
    component: 'service/till',
    cause: 'dns_resolution_failure',
  });
});

test('an answer that a name is unknown is an answer', () => {
  const unknownName = pattern('error', 'lookup ledger on 10.0.0.10:53: no such host', range(20, 30));
  expect(nameService.analyze(evidenceOf({ logs: [logsOf('till', [unknownName])] })).status).toBe('clear');
});

test('a full name outside the cluster that does not exist any more is a lookup that fails', () => {
  const unknown = (host: string) =>
    nameService.analyze(
      evidenceOf({ logs: [logsOf('till', [pattern('error', `getaddrinfo ENOTFOUND ${host}`, range(20, 30))])] }),
    );
  expect(findingsOf(unknown('rates.cards.example'))[0]).toMatchObject({
    component: 'service/till',
    cause: 'dns_resolution_failure',
    explains: ['service/rates.cards.example'],
  });
  expect(unknown('ledger.shop.svc').status).toBe('clear');
});

test('a Service that exists and is said to be unknown is a lookup that fails', () => {
  const unknownName = pattern(
    'error',
    'java.net.UnknownHostException: ledger: Name or service not known',
    range(20, 30),
  );
  const objects = application({ name: 'ledger' });
  expect(
    findingsOf(nameService.analyze(evidenceOf({ objects, logs: [logsOf('till', [unknownName])] })))[0],
  ).toMatchObject({ component: 'service/till', cause: 'dns_resolution_failure', grade: 'said' });
});

test('a name that was found before and is again was not there for lack of a name server; one that was never asked in time was', () => {
  const objects = application({ name: 'ledger', ip: '10.96.0.2' });
  const unknown = (minutes: readonly number[]) => {
    const lost = pattern('error', 'getaddrinfo ENOTFOUND ledger.shop.svc.cluster.local', minutes);
    return nameService.analyze(evidenceOf({ objects, logs: [logsOf('till', [lost]), logsOf('desk', [lost])] }));
  };
  expect(findingsOf(unknown(range(14, 28)))[0]).toMatchObject({ cause: 'coredns_unavailable' });
  expect(unknown(range(0, 8)).status).toBe('clear');
});

test('a pod that asks another name server than the cluster’s has a wrong setting', () => {
  const server = application({ name: 'kube-dns', ip: '10.96.0.10', port: 53 });
  const asks = (address: string) =>
    pattern(
      'error',
      `lookup ledger on ${address}:53: read udp 10.1.0.2:4000->${address}:53: i/o timeout`,
      range(20, 30),
    );
  const causeOf = (address: string) =>
    findingsOf(nameService.analyze(evidenceOf({ objects: server, logs: [logsOf('till', [asks(address)])] })))[0]?.cause;
  expect(causeOf('10.255.9.254')).toBe('pod_dns_config_incorrect');
  expect(causeOf('10.96.0.10')).toBe('dns_resolution_failure');
  expect(causeOf('169.254.20.10')).toBe('dns_resolution_failure');
});

test('is unknown without logs', () => {
  expect(nameService.analyze(evidenceOf({})).status).toBe('unknown');
});

const upstream = (host: string) =>
  pattern(
    'error',
    `[ERROR] plugin/errors: 2 ${host}. A: read udp 10.1.0.4:51009->10.0.0.2:53: i/o timeout`,
    range(20, 30),
  );
const asked = (host: string) =>
  pattern(
    'error',
    `lookup ${host} on 10.96.0.10:53: read udp 10.1.0.7:41822->10.96.0.10:53: i/o timeout`,
    range(20, 30),
  );

test('names outside are looked up in vain for the name server that forwards them, where it says that none above it answers', () => {
  const logs = [logsOf('till', [asked('rates.cards.example')]), logsOf('coredns', [upstream('rates.cards.example')])];
  expect(findingsOf(nameService.analyze(evidenceOf({ logs })))).toMatchObject([
    { component: 'service/coredns', cause: 'dns_resolution_failure', grade: 'said', explains: ['service/till'] },
  ]);
});

test.each([
  [
    'the name is of the cluster, which is not forwarded',
    [asked('ledger.shop.svc.cluster.local')],
    'rates.cards.example',
  ],
  ['another program forwards', [asked('rates.cards.example')], undefined],
])('one service alone has a trouble of its own where %s', (_, lines, host) => {
  const logs = [logsOf('till', lines), logsOf(host === undefined ? 'relay' : 'coredns', [upstream('a.example')])];
  expect(findingsOf(nameService.analyze(evidenceOf({ logs })))[0]).toMatchObject({ component: 'service/till' });
});

test('a name that the cluster’s name server forwards in vain was asked of that, by whatever address', () => {
  const objects = application({ name: 'kube-dns', ip: '10.96.7.7', port: 53 });
  const of = (said: string) =>
    findingsOf(
      nameService.analyze(
        evidenceOf({
          objects,
          logs: [logsOf('till', [asked('rates.cards.example')]), logsOf('kube-dns', [upstream(said)])],
        }),
      ),
    );
  expect(of('rates.cards.example')).toMatchObject([{ component: 'service/kube-dns', cause: 'dns_resolution_failure' }]);
  expect(of('other.example')).toMatchObject([{ component: 'service/till', cause: 'pod_dns_config_incorrect' }]);
});
