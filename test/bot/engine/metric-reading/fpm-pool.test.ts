import { expect, test } from '@jest/globals';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';
import { logsOf, pattern } from '../analyzers/logs/log-evidence.ts';

const busy: MadeSeries = {
  name: 'phpfpm_active_processes',
  labels: { job: 'php-fpm', instance: 'quay-1:9253', pool: 'www' },
  value: () => 3,
};
const full = (pool: string) =>
  `WARNING: [pool ${pool}] server reached pm.max_children setting (40), consider raising it`;
const ownerOf = (logs: Readonly<Record<string, string>>) =>
  readMetrics(
    metricEvidence({
      series: [busy],
      logs: Object.entries(logs).map(([service, text]) => logsOf(service, [pattern('warn', text)])),
    }),
  ).components;

test('a pool of PHP-FPM is of the one program in whose log its master writes', () => {
  expect(ownerOf({ till: full('www'), ledger: 'served' })).toEqual(['service/till']);
});

test('a pool that two write of, or none, stays the exporter’s', () => {
  expect(ownerOf({ till: full('www'), ledger: full('www') })).toEqual(['service/php-fpm']);
  expect(ownerOf({ till: full('batch') })).toEqual(['service/php-fpm']);
});
