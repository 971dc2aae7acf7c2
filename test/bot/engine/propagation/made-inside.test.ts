import { expect, test } from '@jest/globals';
import { trafficSurge } from '../../../../bot/engine/analyzers/metrics/traffic-surge.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { counter, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

/** Requests a minute and their seconds, before and since the onset. */
const served = (service: string, requests: readonly [number, number], slower: number) => [
  counter('http_server_request_duration_seconds_count', { service }, ...requests),
  counter('http_server_request_duration_seconds_sum', { service }, requests[0] * 0.05, requests[1] * 0.05 * slower),
];
const keys = (before: number, during: number) =>
  counter('redis_commands_processed_total', { service: 'risk-redis', job: 'redis' }, before, during);

const topology = { desk: ['risk'], risk: ['risk-redis'], 'risk-redis': [] };
const surges = (series: readonly MadeSeries[]) => {
  const analysis = trafficSurge.analyze(metricEvidence({ topology, series, logs: [] }), PARAMETERS);
  return analysis.status === 'found' ? analysis.findings : [];
};

test('more requests than its callers get are made inside, and only coincide', () => {
  const inside = surges([...served('desk', [600, 600], 9), ...served('risk', [600, 3_000], 12)]);
  expect(inside).toMatchObject([{ component: 'service/risk', cause: 'traffic_spike', grade: 'coincides' }]);
  const fromOutside = surges([...served('desk', [600, 3_000], 9), ...served('risk', [600, 3_000], 12)]);
  expect(fromOutside).toMatchObject([{ component: 'service/desk', cause: 'traffic_spike' }]);
  expect(fromOutside[0]).not.toHaveProperty('grade');
});

test('nobody outside calls a store: what more it gets is no spike where programs get as much as ever', () => {
  const programs = [...served('desk', [600, 600], 9), ...served('risk', [600, 600], 12)];
  expect(surges([...programs, keys(6_000, 66_000)])).toEqual([]);
});
