import type { Random } from './random.ts';
import type { LogLine, Scenario, Series } from './scenario.ts';
import { callersOf, LENGTH, NAMESPACE, NODES, responseMs, SERVICES, STEP } from './system.ts';

/** Ordinary series of every service: latency, requests, errors, CPU, memory; and of nodes and databases. */
export function healthySeries(now: number, random: Random): Series[] {
  const end = Math.floor(now / 1000 / STEP) * STEP;
  const times = Array.from({ length: LENGTH / STEP }, (_, index) => end - LENGTH + (index + 1) * STEP);
  const series: Series[] = [];
  const gauge = (name: string, labels: Record<string, string>, at: (time: number) => number) =>
    series.push({ name, type: 'gauge', labels, points: times.map((time) => [time, Math.max(0, at(time))]) });
  const noisy = (value: number, spread: number) => value * (1 + spread * random.normal());
  // Traffic breathes over the hours, and everything that depends on it breathes with it.
  const tide = (time: number) => 1 + 0.12 * Math.sin(time / 5400);

  for (const spec of SERVICES) {
    const service = { service: spec.name, namespace: NAMESPACE };
    const ms = responseMs(spec.name);
    gauge('http_request_duration_seconds', { ...service, quantile: '0.5' }, (t) =>
      noisy((ms / 1000) * tide(t) ** 0.3, 0.05),
    );
    gauge('http_request_duration_seconds', { ...service, quantile: '0.99' }, (t) =>
      noisy((ms / 1000) * 3.1 * tide(t) ** 0.5, 0.12),
    );
    gauge('http_requests_per_second', service, (t) => noisy(spec.rps * tide(t), 0.04));
    gauge('http_request_error_ratio', service, () => (random.next() < 0.15 ? 0.001 * random.next() : 0));
    gauge('container_cpu_usage_cores', service, (t) => noisy(0.06 + (spec.rps * spec.ownMs * tide(t)) / 9000, 0.06));
    gauge('container_memory_working_set_bytes', service, () => noisy(spec.memoryMiB * 1_048_576, 0.01));
    if (spec.database) {
      gauge('pg_stat_activity_count', service, (t) => Math.round(noisy(28 * tide(t), 0.06)));
      gauge('pg_settings_max_connections', service, () => 100);
      gauge('pg_stat_database_deadlocks_per_second', service, () => 0);
    }
  }
  for (const node of NODES) {
    gauge('node_cpu_utilization_ratio', { node }, () => noisy(0.34, 0.08));
    gauge('node_memory_available_bytes', { node }, () => noisy(7.2e9, 0.01));
    for (const unit of ['kubelet.service', 'containerd.service']) {
      series.push({
        name: 'node_systemd_unit_state',
        type: 'gauge',
        labels: { node, name: unit, state: 'active' },
        points: [[end, 1]],
      });
    }
  }
  return series;
}

const OPERATIONS: Readonly<Record<string, string>> = {
  storefront: 'GET /concerts',
  'events-catalog': 'GET /v1/concerts',
  basket: 'GET /v1/basket',
  booking: 'POST /v1/bookings',
  seats: 'POST /v1/holds',
  payments: 'POST /v1/charges',
  mailer: 'POST /v1/messages',
  suggestions: 'GET /v1/suggestions',
};

/** Four hours of ordinary logs, each service in a style of its own. */
export function healthyLogs(now: number, random: Random): Map<string, LogLine[]> {
  const logs = new Map<string, LogLine[]>();
  for (const spec of SERVICES) {
    const lines: LogLine[] = [];
    const count = Math.round(140 + spec.rps * 3);
    for (let index = 0; index < count; index++) {
      const at = now - LENGTH * 1000 * (1 - index / count) + random.next() * 4000;
      lines.push({ at: Math.min(at, now - 500), text: ordinaryLine(spec.name, random) });
    }
    logs.set(spec.name, lines);
  }
  return logs;
}

function ordinaryLine(service: string, random: Random): string {
  const ms = (responseMs(service) * (0.8 + 0.5 * random.next())).toFixed(1);
  if (service.endsWith('-db')) {
    return random.next() < 0.5
      ? `LOG:  checkpoint complete: wrote ${Math.floor(random.next() * 90)} buffers; sync=0.00${Math.floor(random.next() * 9)} s`
      : `LOG:  automatic analyze of table "public.holds" system usage: CPU: user: 0.0${Math.floor(random.next() * 9)} s`;
  }
  if (service === 'basket-cache') return `* ${Math.floor(random.next() * 9000)} changes in 300 seconds. Saving...`;
  const status = random.next() < 0.01 ? 404 : 200;
  const trace = random.hex(32);
  if (random.next() < 0.015) {
    return JSON.stringify({ level: 'warn', msg: 'retrying after a reset connection', attempt: 1, trace_id: trace });
  }
  return JSON.stringify({
    level: 'info',
    msg: 'request handled',
    operation: OPERATIONS[service],
    status,
    durationMs: Number(ms),
    trace_id: trace,
  });
}

/** A handful of traces a service call tree deep, over the last half hour. */
export function spansOf(
  now: number,
  random: Random,
  slower: Readonly<Record<string, number>> = {},
  failing: readonly string[] = [],
) {
  const spans: Record<string, unknown>[] = [];
  for (let index = 0; index < 24; index++) {
    const traceId = random.hex(32);
    const start = now - (index + 1) * 60_000;
    visit('storefront', undefined, start);
    function visit(name: string, parent: string | undefined, at: number): number {
      const spec = SERVICES.find((one) => one.name === name);
      const spanId = random.hex(16);
      let cursor = at + ((spec?.ownMs ?? 1) * (slower[name] ?? 1) * (0.8 + 0.4 * random.next())) / 2;
      for (const callee of spec?.calls ?? []) cursor = visit(callee, spanId, cursor);
      const end = cursor + ((spec?.ownMs ?? 1) * (slower[name] ?? 1)) / 2;
      const failed = failing.includes(name) && random.next() < 0.6;
      spans.push({
        service: name,
        traceId,
        spanId,
        ...(parent === undefined ? {} : { parentSpanId: parent }),
        name: OPERATIONS[name] ?? `${name} query`,
        kind: parent === undefined ? 2 : 3,
        startTimeUnixNano: String(BigInt(Math.round(at * 1e3)) * 1000n),
        endTimeUnixNano: String(BigInt(Math.round(end * 1e3)) * 1000n),
        status: { code: failed ? 2 : 0 },
      });
      return end;
    }
  }
  return spans;
}

/** Multiplies a series from `from` (unix seconds) on, rising over two steps as real ones do. */
export function shift(
  scenario: Scenario,
  match: { name: string; labels: Record<string, string> },
  from: number,
  factor: number,
  random: Random,
): void {
  for (const series of scenario.series) {
    if (series.name !== match.name) continue;
    if (!Object.entries(match.labels).every(([key, value]) => series.labels[key] === value)) continue;
    series.points = series.points.map(([at, value]) => {
      const ramp = Math.min(1, Math.max(0, (at - from) / (2 * STEP)));
      return [at, value * (1 + (factor - 1) * ramp * (1 + 0.05 * random.normal()))];
    });
  }
}

/** Sets a series from `from` on to what `value` says. */
export function replace(
  scenario: Scenario,
  name: string,
  service: string,
  from: number,
  value: (at: number, before: number) => number,
): void {
  for (const series of scenario.series) {
    if (series.name !== name || series.labels.service !== service) continue;
    series.points = series.points.map(([at, before]) => [at, at < from ? before : value(at, before)]);
  }
}

/** Makes a service slower from `from` on, and all who wait for it, as far as they wait for it. */
export function slowDown(scenario: Scenario, name: string, times: number, from: number, random: Random): void {
  for (const affected of [name, ...callersOf(name)]) {
    const factor = responseMs(affected, { [name]: times }) / responseMs(affected);
    shift(scenario, { name: 'http_request_duration_seconds', labels: { service: affected } }, from, factor, random);
  }
}

/** Appends log lines spread over the time since `from` (unix milliseconds). */
export function logSince(
  scenario: Scenario,
  service: string,
  from: number,
  count: number,
  random: Random,
  line: () => string,
): void {
  const lines = scenario.logs.get(service) ?? [];
  for (let index = 0; index < count; index++) {
    const at = from + ((scenario.now - from - 2000) * (index + random.next())) / count;
    lines.push({ at, text: line() });
  }
  scenario.logs.set(service, lines);
}
