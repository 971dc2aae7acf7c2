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

test('is unknown without logs', () => {
  expect(nameService.analyze(evidenceOf({})).status).toBe('unknown');
});
