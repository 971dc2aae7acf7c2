import type { Random } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { FAULT_AGE } from '../system.ts';
import { logSince, shift, slowDown, spansOf } from '../telemetry.ts';

/**
 * A deploy of `seats` looks holds up without an index. The storefront shows the errors and pages people; a newer,
 * innocent deploy of the storefront is there to be blamed. Cause: bad_deploy at service/seats.
 */
export function slowQueryDeploy(scenario: Scenario, random: Random): void {
  const from = scenario.now / 1000 - FAULT_AGE;
  const fromMs = from * 1000;
  const iso = (ms: number) => new Date(ms).toISOString();
  scenario.report = 'checkout is slow and the storefront returns errors';
  slowDown(scenario, 'seats', 60, from, random);
  for (const [service, ratio] of [
    ['storefront', 0.21],
    ['booking', 0.16],
  ] as const) {
    for (const series of scenario.series) {
      if (series.name !== 'http_request_error_ratio' || series.labels.service !== service) continue;
      series.points = series.points.map(([at, value]) => [
        at,
        at < from + 120 ? value : ratio * (1 + 0.1 * random.normal()),
      ]);
    }
  }
  shift(scenario, { name: 'container_cpu_usage_cores', labels: { service: 'seats-db' } }, from, 2.4, random);

  logSince(scenario, 'seats', fromMs, 70, random, () =>
    JSON.stringify({
      level: 'warn',
      msg: `slow query took ${Math.round(560 + 240 * random.next())} ms: SELECT * FROM holds WHERE session_ref = $1`,
      rows: 1,
      trace_id: random.hex(32),
    }),
  );
  logSince(
    scenario,
    'seats-db',
    fromMs,
    40,
    random,
    () =>
      `LOG:  duration: ${Math.round(540 + 220 * random.next())}.${Math.floor(random.next() * 900)} ms  statement: SELECT * FROM holds WHERE session_ref = $1`,
  );
  logSince(scenario, 'booking', fromMs, 160, random, () =>
    JSON.stringify({
      level: 'error',
      msg: 'call to http://seats:8080/v1/holds timed out after 600 ms',
      code: 'DEADLINE_EXCEEDED',
      trace_id: random.hex(32),
    }),
  );
  logSince(scenario, 'storefront', fromMs, 420, random, () =>
    JSON.stringify({
      level: 'error',
      msg: 'POST /checkout answered 504: upstream request to booking:8080 timed out',
      trace_id: random.hex(32),
    }),
  );
  scenario.changes.push(
    {
      timestamp: iso(fromMs - 210_000),
      kind: 'commit',
      service: 'seats',
      id: '7d3e91c',
      summary: 'Look holds up by session reference',
      author: 'pavel',
      files: ['src/holds/repository.ts', 'src/holds/query.sql'],
      diff: '-SELECT * FROM holds WHERE id = $1\n+SELECT * FROM holds WHERE session_ref = $1\n',
    },
    {
      timestamp: iso(fromMs - 60_000),
      kind: 'deploy',
      service: 'seats',
      id: '7d3e91c',
      summary: 'seats 1.6.0',
      author: 'ci',
    },
    {
      timestamp: iso(fromMs - 47 * 60_000),
      kind: 'deploy',
      service: 'mailer',
      id: 'a90c2d7',
      summary: 'mailer 1.7.0',
      author: 'ci',
    },
    {
      timestamp: iso(fromMs + 9 * 60_000),
      kind: 'deploy',
      service: 'storefront',
      id: 'c55a0b2',
      summary: 'storefront 1.11.0: new footer',
      author: 'ci',
      files: ['src/footer.tsx'],
    },
  );
  scenario.spans = spansOf(scenario.now, random, { seats: 60 }, ['booking', 'storefront']);
  scenario.alerts.push(
    alert('StorefrontErrorBudgetBurn', 'storefront', 'critical', 'More than 5 % of checkouts fail', fromMs + 300_000),
  );
}

/** A firing alert as Alertmanager's API gives it. */
export function alert(
  name: string,
  service: string,
  severity: string,
  summary: string,
  startsMs: number,
): Record<string, unknown> {
  const time = new Date(startsMs).toISOString();
  return {
    fingerprint: `${name}-${service}`.toLowerCase(),
    labels: { alertname: name, service, namespace: 'tickets', severity },
    annotations: { summary },
    startsAt: time,
    updatedAt: time,
    endsAt: new Date(startsMs + 86_400_000).toISOString(),
    generatorURL: '',
    receivers: [{ name: 'on-call' }],
    status: { state: 'active', silencedBy: [], inhibitedBy: [] },
  };
}
