import type { Random } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { specOf } from '../system.ts';
import { logSince, replace, shift } from '../telemetry.ts';
import { alert } from './slow-query-deploy.ts';

const GROWS_FOR = 150 * 60;

/**
 * `payments` keeps what it should let go: for hours its memory grows, and now that its limit is near it spends its time
 * on looking for free memory. Cause: memory_leak at service/payments; a restart wins time.
 */
export function memoryLeak(scenario: Scenario, random: Random): void {
  const now = scenario.now / 1000;
  const from = now - GROWS_FOR;
  const felt = now - 50 * 60;
  const { limitMiB, memoryMiB } = specOf('payments');
  scenario.report = 'payments get slower by the hour';
  replace(scenario, 'container_memory_working_set_bytes', 'payments', from, (at, before) => {
    const gone = (at - from) / GROWS_FOR;
    return before + gone * (limitMiB * 0.97 - memoryMiB) * 1_048_576;
  });
  shift(scenario, { name: 'http_request_duration_seconds', labels: { service: 'payments' } }, felt, 3.4, random);
  shift(scenario, { name: 'http_request_duration_seconds', labels: { service: 'booking' } }, felt, 1.9, random);
  logSince(scenario, 'payments', felt * 1000, 90, random, () =>
    JSON.stringify({
      level: 'warn',
      msg: `garbage collection paused the process for ${Math.round(180 + 400 * random.next())} ms`,
      heapUsedRatio: Number((0.93 + 0.05 * random.next()).toFixed(2)),
      trace_id: random.hex(32),
    }),
  );
  scenario.alerts.push(
    alert('PaymentsMemoryHigh', 'payments', 'warning', 'Memory is above 90 % of its limit', scenario.now - 20 * 60_000),
  );
}
