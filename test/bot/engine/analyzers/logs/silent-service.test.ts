import { expect, test } from '@jest/globals';
import { silentService } from '../../../../../bot/engine/analyzers/logs/silent-service.ts';
import { evidenceOf, findingsOf, logsOf, range } from './log-evidence.ts';

test('a service that wrote every minute and then stopped is silent', () => {
  const evidence = evidenceOf({ logs: [logsOf('till', [], range(0, 18)), logsOf('desk', [])] });
  const [finding] = findingsOf(silentService.analyze(evidence));
  expect(finding).toMatchObject({ component: 'service/till', strength: 0.3 });
  expect(finding?.cause).toBeUndefined();
});

test.each([
  ['one that writes now and then', logsOf('till', [], [0, 6, 12, 18, 24])],
  ['one that wrote only when it started', logsOf('till', [], [0])],
  ['one that wrote until the end', logsOf('till', [])],
])('is clear for %s', (_, logs) => {
  expect(silentService.analyze(evidenceOf({ logs: [logs, logsOf('desk', [])] })).status).toBe('clear');
});

test('is unknown without logs, or with nothing to compare with', () => {
  expect(silentService.analyze(evidenceOf({})).status).toBe('unknown');
  expect(silentService.analyze(evidenceOf({ logs: [logsOf('till', [])] })).status).toBe('unknown');
});
