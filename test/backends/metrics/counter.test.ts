import { expect, test } from '@jest/globals';
import { isCounter } from '../../../backends/metrics/counter.ts';

// postgres_exporter (collector/pg_locks.go, collector/pg_stat_activity.go): gauges, though their names end like a counter's.
test.each(['pg_locks_count', 'pg_stat_activity_count', 'pg_stat_database_numbackends'])(
  '%s tells how many there are, also where its figures only rise',
  (name) => {
    const rising = Float64Array.from({ length: 20 }, (_, i) => Math.floor(i / 3));
    expect(isCounter({ name, values: rising })).toBe(false);
  },
);

test('what ends like a counter and is documented nowhere counts up', () => {
  expect(isCounter({ name: 'orders_count', values: Float64Array.from({ length: 20 }, (_, i) => i * 3) })).toBe(true);
});

// Envoy's manual lists them as counters; a collector that lost the type, or a sum over proxies, leaves fractions and pauses.
test('what Envoy counts under a name that does not say so counts up, also undeclared and while nothing comes', () => {
  const values = Float64Array.from({ length: 40 }, (_, i) => 15_773.8 + 469.3 * Math.min(i, 12));
  for (const name of ['envoy_cluster_upstream_rq_xx', 'envoy_http_downstream_rq_completed'])
    expect(isCounter({ name, type: 'unknown', values })).toBe(true);
  expect(isCounter({ name: 'envoy_http_downstream_rq_active', type: 'unknown', values })).toBe(false);
});
