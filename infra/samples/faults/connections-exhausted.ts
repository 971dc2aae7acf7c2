import type { Random } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { FAULT_AGE } from '../system.ts';
import { logSince, replace, shift } from '../telemetry.ts';
import { alert } from './slow-query-deploy.ts';

/**
 * `seats-db` runs out of connections; both services on it fail, and those who call them. Cause:
 * database_connection_exhausted at service/seats-db.
 */
export function connectionsExhausted(scenario: Scenario, random: Random): void {
  const fromMs = scenario.now - FAULT_AGE * 1000;
  const from = fromMs / 1000;
  scenario.report = 'bookings and payments fail';
  replace(scenario, 'pg_stat_activity_count', 'seats-db', from - 1800, (at, before) =>
    at < from ? before + (100 - before) * (1 - (from - at) / 1800) : 99 + Math.round(random.next()),
  );
  for (const [service, ratio] of [
    ['seats', 0.44],
    ['payments', 0.4],
    ['booking', 0.62],
    ['storefront', 0.08],
  ] as const) {
    replace(scenario, 'http_request_error_ratio', service, from + 60, () => ratio * (1 + 0.1 * random.normal()));
  }
  for (const service of ['seats', 'payments', 'booking']) {
    shift(scenario, { name: 'http_request_duration_seconds', labels: { service } }, from, 2.6, random);
  }
  logSince(scenario, 'seats-db', fromMs, 260, random, () => 'FATAL:  sorry, too many clients already');
  for (const service of ['seats', 'payments']) {
    logSince(scenario, service, fromMs, 150, random, () =>
      JSON.stringify({
        level: 'error',
        msg: 'cannot open a connection to seats-db:5432: FATAL: sorry, too many clients already (SQLSTATE 53300)',
        trace_id: random.hex(32),
      }),
    );
  }
  logSince(scenario, 'booking', fromMs, 220, random, () =>
    JSON.stringify({
      level: 'error',
      msg: `${random.pick(['seats', 'payments'])}:8080 answered 500`,
      trace_id: random.hex(32),
    }),
  );
  scenario.changes.push({
    timestamp: new Date(fromMs - 3 * 3_600_000).toISOString(),
    kind: 'config',
    service: 'suggestions',
    id: 'cfg-8812',
    summary: 'raise the page size of suggestions',
    author: 'ines',
    files: ['deploy/suggestions/values.yaml'],
  });
  scenario.alerts.push(
    alert('BookingErrorRateHigh', 'booking', 'critical', 'More than half of the bookings fail', fromMs + 180_000),
    alert('PaymentsErrorRateHigh', 'payments', 'critical', 'Charges fail', fromMs + 240_000),
  );
}
