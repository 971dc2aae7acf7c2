import { describe, expect, test } from '@jest/globals';
import { errorClass } from '../../../../../bot/engine/analyzers/logs/error-class.ts';
import { evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const now = range(20, 30);

test('a word in front of an event is a resource only where it can be its name', () => {
  const component = (service: string, text: string, topology = {}) =>
    findingsOf(errorClass.analyze(evidenceOf({ topology, logs: [logsOf(service, [pattern('warn', text, now)])] })))[0]
      ?.component;
  const completed = 'Completed failover to DB instance: bills-2';
  expect(component('bills', `RDS event: ${completed}`)).toBe('service/bills');
  expect(component('cloud', `Amazon notice: ${completed}`)).toBe('service/cloud');
  // A log that is called after a part of the system is of that part, not of the instance that it names.
  expect(component('bills', `bills-1: ${completed}`, { till: ['bills'] })).toBe('service/bills');
  expect(component('events', `feed: bills: ${completed}`, { till: ['bills'] })).toBe('service/bills');
});

test('a failover is of the store that is called after the cluster, not of the program that is', () => {
  const component = (text: string, topology: Record<string, string[]>) => {
    const logs = [logsOf('aws', [pattern('info', text, now)])];
    return findingsOf(errorClass.analyze(evidenceOf({ topology, logs })))[0]?.component;
  };
  const started = 'Started cross AZ failover to DB instance: bills-2';
  const one = { till: ['bills'], bills: ['bills-db', 'carts-db'] };
  expect(component(`RDS-EVENT bills ${started}`, one)).toBe('service/bills-db');
  expect(component(`bills: ${started}`, one)).toBe('service/bills-db');
  // Two stores may be meant, or none that is known.
  expect(component(`bills: ${started}`, { bills: ['bills-db', 'bills-mysql'] })).toBe('service/bills');
  expect(component(`RDS-EVENT quay ${started}`, one)).toBe('service/quay');
});

test('what systemd alone writes in a log that is called after what others call is of that, else of the machine', () => {
  const lines = [
    pattern('error', 'box3 slapd[41]: main: TLS init def ctx failed: -1', now),
    pattern('error', "box3 systemd[1]: slapd.service: Failed with result 'exit-code'.", now, 4),
  ];
  const component = (topology: Record<string, string[]>) =>
    findingsOf(errorClass.analyze(evidenceOf({ topology, logs: [logsOf('people', lines, [])] })))[0]?.component;
  expect(component({ till: ['people'] })).toBe('service/people');
  expect(component({ till: ['stock'] })).toBe('node/people');
});

describe('what the kernel killed for the limit of a control group', () => {
  const killed =
    'node-4 kernel: Memory cgroup out of memory: Killed process 4711 (chrome) total-vm:24kB, anon-rss:15kB';
  const task = 'node-4 dockerd[811]: print_renderer.1: task: non-zero exit (137)';
  const component = (...lines: readonly [string, number[]][]) => {
    const journal = logsOf('node-4', [
      pattern('error', killed, now),
      ...lines.map(([text, at]) => pattern('warn', text, at)),
    ]);
    const logs = [journal, logsOf('renderer', []), logsOf('mail', [])];
    return findingsOf(errorClass.analyze(evidenceOf({ logs, topology: { web: ['renderer', 'mail'] } })))[0]?.component;
  };

  test.each([
    task,
    "node-4 systemd[1]: renderer.service: Failed with result 'oom-kill'.",
    'node-4 podman[811]: container died 0c1f (image=shop/renderer:3, name=shop-renderer-1, exit code 137)',
  ])('is what the journal tells of as ended in that moment: %s', (text) => {
    expect(component([text, now])).toBe('service/renderer');
  });

  test.each([
    ['nothing ended', []],
    ['it ended earlier', [[task, range(2, 6)]]],
    ['it ended by itself', [['node-4 dockerd[811]: print_renderer.1: task: non-zero exit (1)', now]]],
    [
      'two ended',
      [
        [task, now],
        ['node-4 dockerd[811]: print_mail.1: task: non-zero exit (137)', now],
      ],
    ],
  ] as [string, [string, number[]][]][])('is told of the machine where %s', (_, lines) => {
    expect(component(...lines)).toBe('node/node-4');
  });
});

describe('a consumer group that is shared out again and again', () => {
  const group = (name: string) =>
    `[GroupCoordinator 1]: Preparing to rebalance group ${name} in state PreparingRebalance with old generation 812 (__consumer_offsets-4) (reason: removing member on heartbeat expiration)`;
  const found = (text: string, writer = 'kafka', count = 20) => {
    const logs = [logsOf(writer, [pattern('info', text, range(14, 30), count)])];
    const finding = findingsOf(errorClass.analyze(evidenceOf({ topology: { billing: ['kafka'] }, logs })))[0];
    return [finding?.component, finding?.cause, finding?.grade];
  };
  const ofBilling = ['service/billing', 'consumer_rebalance_loop', 'said'];

  test.each([
    [group('billing')],
    [group('billing-consumers')],
    ['[GroupId billing] Member k9 fenced from the group because its session expired.'],
  ])('is of the service that it is called after: %s', (text) => {
    expect(found(text)).toEqual(ofBilling);
  });

  test('says little of a broker where nobody is called so', () => {
    expect(found(group('cg-7'))).toEqual(['service/kafka', 'consumer_rebalance_loop', 'coincides']);
  });

  test.each([
    ['WARNING kafka.coordinator: Heartbeat poll expired, leaving group'],
    ['WARNING Heartbeat failed for group billing because it is rebalancing'],
    ['kafka server: A rebalance for the group is in progress. Please re-join the group'],
    ['KafkaJSProtocolError: The group is rebalancing, so a rejoin is needed'],
  ])('is of the client that says so: %s', (text) => {
    expect(found(text, 'billing')).toEqual(ofBilling);
  });
});

describe('a caller that names whom it called in words of its own', () => {
  const topology = { till: ['cards', 'ledger-db', 'stock'], cards: [], stock: [] };
  const blamed = (text: string, of: Readonly<Record<string, readonly string[]>> = topology) => {
    const logs = [logsOf('till', [pattern('error', text, now, 4)])];
    const [finding] = findingsOf(errorClass.analyze(evidenceOf({ topology: of, logs })));
    return [finding?.component, finding?.cause, finding?.grade];
  };
  const expired = 'The remote certificate is invalid because of errors in the certificate chain: NotTimeValid';

  test.each([
    [`Call to cards failed: System.Security.Authentication.AuthenticationException: ${expired}`],
    [`could not reach cards: ${expired}`],
    [`cards: handshake failed, error -0x3000: the certificate validity has expired`],
    ['request to cards: SEC_ERROR_EXPIRED_CERTIFICATE'],
    ['connecting to cards: The certificate is NOT trusted. The certificate chain uses expired certificate.'],
  ])('tells of that one: %s', (text) => {
    expect(blamed(text)).toEqual(['service/cards', 'certificate_expired', 'said']);
  });

  test('tells of itself where it names two of them, none, or one that it does not call', () => {
    const own = ['service/till', 'certificate_expired', 'said'];
    expect(blamed(`Call to cards failed after call to stock: ${expired}`)).toEqual(own);
    expect(blamed(`handshake: ${expired}`)).toEqual(own);
    expect(blamed(`Call to wallet failed: ${expired}`)).toEqual(own);
  });

  test('says nothing of time where the chain is merely not known', () => {
    const untrusted = expired.replace('NotTimeValid', 'UntrustedRoot');
    expect(blamed(`Call to cards failed: ${untrusted}`).slice(0, 2)).toEqual(['service/till', 'certificate_untrusted']);
  });
});
