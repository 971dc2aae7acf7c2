import type { Exported } from './exporter.ts';
import { answers, inFlight, poolActive, routeShares, storeCalls } from './requests.ts';

/** Spring Boot's default service level buckets, thinned. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const POOL = 10;
const THREADS = 200;

/** A Spring Boot application's `/actuator/prometheus`: Micrometer 1.12. */
export function micrometer(e: Exported): void {
  const { sink, target, labels, part } = e;
  const latency = (pace: number) => (i: number) => (e.course.latencyMs[i]! * pace) / 1000;
  for (const { route, share, pace } of routeShares(part.routes)) {
    const of = (status: string, outcome: string, exception: string) => ({
      ...labels,
      application: part.name,
      method: 'GET',
      uri: route,
      status,
      outcome,
      exception,
      error: exception,
    });
    const name = 'http_server_requests_seconds';
    sink.histogram(target, name, of('200', 'SUCCESS', 'none'), BUCKETS, (i) => answers(e, i).ok * share, latency(pace));
    sink.histogram(
      target,
      name,
      of('500', 'SERVER_ERROR', 'RuntimeException'),
      [0.1, 1, 10],
      (i) => answers(e, i).failed * share,
      latency(pace),
    );
    sink.counter(target, `${name}_count`, of('404', 'CLIENT_ERROR', 'none'), (i) => answers(e, i).client * share);
    sink.counter(
      target,
      `${name}_count`,
      of('503', 'SERVER_ERROR', 'ServiceUnavailableException'),
      (i) => answers(e, i).unavailable * share,
    );
  }
  clientCalls(e);
  if (e.outgoing.some(({ callee }) => callee.kind === 'database')) hikari(e);
  jvm(e);
  tomcat(e);
  sink.counter(target, 'logback_events_total', { ...labels, level: 'error' }, (i) =>
    e.read('error lines', i, e.rps(i) * e.course.errors[i]! * 0.8),
  );
  sink.counter(target, 'logback_events_total', { ...labels, level: 'warn' }, (i) => 0.01 + e.rps(i) * 0.001);
}

function clientCalls(e: Exported): void {
  for (const one of e.outgoing.filter(({ callee }) => ['service', 'gateway', 'external'].includes(callee.kind))) {
    const name = 'http_client_requests_seconds';
    const of = (status: string, outcome: string) => ({
      ...e.labels,
      application: e.part.name,
      client_name: one.callee.name,
      method: 'GET',
      uri: one.callee.routes[0]!,
      status,
      outcome,
    });
    const rate = (i: number) => one.rps[i]! * e.share(i);
    const ok = of('200', 'SUCCESS');
    e.sink.counter(e.target, `${name}_count`, ok, (i) => rate(i) * (1 - one.failures[i]!));
    e.sink.counter(
      e.target,
      `${name}_sum`,
      ok,
      (i) => rate(i) * (1 - one.failures[i]!) * (one.latencyMs[i]! / 1000),
      true,
    );
    e.sink.counter(
      e.target,
      `${name}_count`,
      of('500', 'SERVER_ERROR'),
      (i) => rate(i) * Math.max(0, one.failures[i]! - one.unanswered[i]!),
    );
    e.sink.counter(e.target, `${name}_count`, of('IO_ERROR', 'UNKNOWN'), (i) => rate(i) * one.unanswered[i]!);
  }
}

function hikari(e: Exported): void {
  const pool = { ...e.labels, application: e.part.name, pool: 'HikariPool-1' };
  const max = (i: number) => e.read('pool max', i, POOL);
  const active = (i: number) => Math.round(Math.min(max(i), e.read('pool active', i, poolActive(e, i, POOL))));
  e.sink.gauge(e.target, 'hikaricp_connections_active', pool, active);
  e.sink.gauge(e.target, 'hikaricp_connections_max', pool, max);
  e.sink.gauge(e.target, 'hikaricp_connections_idle', pool, (i) => max(i) - active(i));
  e.sink.gauge(e.target, 'hikaricp_connections_pending', pool, (i) => Math.round(e.read('pool pending', i, 0)));
  e.sink.counter(e.target, 'hikaricp_connections_timeout_total', pool, (i) => e.read('pool timeouts', i, 0));
  const acquired = (i: number) => storeCalls(e, i).rate;
  e.sink.counter(e.target, 'hikaricp_connections_acquire_seconds_count', pool, acquired);
  e.sink.counter(
    e.target,
    'hikaricp_connections_acquire_seconds_sum',
    pool,
    (i) => acquired(i) * e.read('pool wait seconds', i, 0.0004),
    true,
  );
  e.sink.counter(e.target, 'hikaricp_connections_usage_seconds_count', pool, acquired);
  e.sink.counter(
    e.target,
    'hikaricp_connections_usage_seconds_sum',
    pool,
    (i) => acquired(i) * e.read('pool usage seconds', i, storeCalls(e, i).seconds),
    true,
  );
}

function jvm(e: Exported): void {
  const { sink, target, labels, part } = e;
  const heapMax = part.memoryLimit * 0.7;
  const saw = e.scene.random.whole(0, 20);
  const heap = (i: number) => e.read('heap share', i, 0.32 + 0.18 * (((i + saw) % 9) / 9));
  sink.gauge(target, 'jvm_memory_used_bytes', { ...labels, area: 'heap', id: 'G1 Old Gen' }, (i) => heap(i) * heapMax);
  sink.gauge(target, 'jvm_memory_max_bytes', { ...labels, area: 'heap', id: 'G1 Old Gen' }, () => heapMax);
  const pause = { ...labels, action: 'end of minor GC', cause: 'G1 Evacuation Pause', gc: 'G1 Young Generation' };
  const gcShare = (i: number) => e.read('gc share', i, 0.004);
  sink.counter(target, 'jvm_gc_pause_seconds_count', pause, (i) => e.read('gc pauses', i, 0.15));
  sink.counter(target, 'jvm_gc_pause_seconds_sum', pause, gcShare, true);
  sink.gauge(target, 'jvm_gc_overhead', labels, gcShare);
  sink.gauge(target, 'jvm_threads_live_threads', labels, (i) => Math.round(e.read('threads', i, 48 + inFlight(e, i))));
  sink.gauge(target, 'process_cpu_usage', labels, (i) => e.course.cpu[i]! / part.cpuLimit);
  sink.gauge(target, 'process_files_open_files', labels, (i) =>
    Math.round(e.read('open files', i, 180 + inFlight(e, i))),
  );
  sink.gauge(target, 'process_files_max_files', labels, (i) => e.read('max files', i, 65_536));
}

function tomcat(e: Exported): void {
  const name = { ...e.labels, name: 'http-nio-8080' };
  const max = (i: number) => e.read('threads max', i, THREADS);
  e.sink.gauge(e.target, 'tomcat_threads_busy_threads', name, (i) =>
    Math.round(Math.min(max(i), e.read('threads busy', i, inFlight(e, i)))),
  );
  e.sink.gauge(e.target, 'tomcat_threads_config_max_threads', name, max);
}
