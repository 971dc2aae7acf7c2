import type { Exported } from './exporter.ts';
import { answers, inFlight, poolActive, routeShares } from './requests.ts';

/** The boundaries that OpenTelemetry advises for request durations, thinned. */
const BUCKETS = [0.005, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const POOL = 20;

/**
 * A Go service: OpenTelemetry's stable HTTP conventions through the Prometheus exporter, client_golang's process and Go
 * collectors and its DBStatsCollector.
 */
export function otelGo(e: Exported): void {
  const { sink, target, labels, part } = e;
  for (const { route, share, pace } of routeShares(part.routes)) {
    const of = (code: string) => ({
      ...labels,
      otel_scope_name: 'go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp',
      http_request_method: 'GET',
      http_route: route,
      http_response_status_code: code,
    });
    const seconds = (i: number) => (e.course.latencyMs[i]! * pace) / 1000;
    const name = 'http_server_request_duration_seconds';
    sink.histogram(target, name, of('200'), BUCKETS, (i) => answers(e, i).ok * share, seconds);
    sink.histogram(target, name, of('500'), BUCKETS, (i) => answers(e, i).failed * share, seconds);
    sink.histogram(target, name, of('503'), BUCKETS, (i) => answers(e, i).unavailable * share, seconds);
  }
  for (const one of e.outgoing.filter(({ callee }) => ['service', 'gateway', 'external'].includes(callee.kind))) {
    const of = (code: string) => ({
      ...labels,
      server_address: one.callee.name,
      http_request_method: 'GET',
      http_response_status_code: code,
    });
    const rate = (i: number) => one.rps[i]! * e.share(i);
    const seconds = (i: number) => one.latencyMs[i]! / 1000;
    const name = 'http_client_request_duration_seconds';
    sink.histogram(target, name, of('200'), [0.01, 0.1, 1, 10], (i) => rate(i) * (1 - one.failures[i]!), seconds);
    sink.counter(
      target,
      `${name}_count`,
      of('500'),
      (i) => rate(i) * Math.max(0, one.failures[i]! - one.unanswered[i]!),
    );
    sink.counter(
      target,
      `${name}_count`,
      { ...labels, server_address: one.callee.name, error_type: 'timeout' },
      (i) => rate(i) * one.unanswered[i]!,
    );
  }
  if (e.outgoing.some(({ callee }) => callee.kind === 'database')) sqlPool(e);
  goProcess(e);
}

function sqlPool(e: Exported): void {
  const { sink, target, labels } = e;
  const name = { ...labels, db_name: 'app' };
  const max = (i: number) => e.read('pool max', i, POOL);
  const active = (i: number) => Math.round(Math.min(max(i), e.read('pool active', i, poolActive(e, i, POOL))));
  sink.gauge(target, 'go_sql_max_open_connections', name, max);
  sink.gauge(target, 'go_sql_in_use_connections', name, active);
  sink.gauge(target, 'go_sql_idle_connections', name, (i) => Math.min(2, max(i) - active(i)));
  const waits = (i: number) => e.read('pool pending', i, 0) * 0.5;
  sink.counter(target, 'go_sql_wait_count_total', name, waits);
  const waited = (i: number) => waits(i) * e.read('pool wait seconds', i, 0.002);
  sink.counter(target, 'go_sql_wait_duration_seconds_total', name, waited, true);
}

function goProcess(e: Exported): void {
  const { sink, target, labels, part } = e;
  sink.counter(target, 'process_cpu_seconds_total', labels, (i) => e.course.cpu[i]!, true);
  const memory = (i: number) => e.memoryShare(i) * part.memoryLimit;
  sink.gauge(target, 'process_resident_memory_bytes', labels, memory);
  sink.gauge(target, 'go_goroutines', labels, (i) => Math.round(e.read('goroutines', i, 30 + 3 * inFlight(e, i))));
  sink.gauge(target, 'go_memstats_heap_inuse_bytes', labels, (i) => memory(i) * 0.7);
  sink.gauge(target, 'process_open_fds', labels, (i) => Math.round(e.read('open files', i, 25 + 2 * inFlight(e, i))));
  sink.gauge(target, 'process_max_fds', labels, (i) => e.read('max files', i, 1_048_576));
}
