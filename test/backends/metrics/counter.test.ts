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
