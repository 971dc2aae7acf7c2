import type { Exported } from './exporter.ts';
import { answers, inFlight, routeShares } from './requests.ts';

const BUCKETS = [0.003, 0.03, 0.1, 0.3, 1.5, 10];

/** A Node.js service with prom-client 15 and express-prom-bundle. */
export function promClient(e: Exported): void {
  const { sink, target, labels, part } = e;
  for (const { route, share, pace } of routeShares(part.routes)) {
    const seconds = (i: number) => (e.course.latencyMs[i]! * pace) / 1000;
    const of = (code: string) => ({
      ...labels,
      status_code: code,
      method: 'GET',
      path: route.replace(/\{(\w+)\}/g, '#val'),
    });
    const name = 'http_request_duration_seconds';
    sink.histogram(target, name, of('200'), BUCKETS, (i) => answers(e, i).ok * share, seconds);
    sink.histogram(target, name, of('500'), BUCKETS, (i) => answers(e, i).failed * share, seconds);
    sink.histogram(target, name, of('503'), BUCKETS, (i) => answers(e, i).unavailable * share, seconds);
  }
  for (const one of e.outgoing.filter(({ callee }) => ['service', 'external'].includes(callee.kind))) {
    const of = (status: string) => ({ ...labels, target: one.callee.name, status });
    const rate = (i: number) => one.rps[i]! * e.share(i);
    const name = 'http_client_request_duration_seconds';
    sink.histogram(
      target,
      name,
      of('2xx'),
      BUCKETS,
      (i) => rate(i) * (1 - one.failures[i]!),
      (i) => one.latencyMs[i]! / 1000,
    );
    sink.histogram(
      target,
      name,
      of('error'),
      BUCKETS,
      (i) => rate(i) * one.failures[i]!,
      (i) => one.latencyMs[i]! / 1000,
    );
  }
  const lag = (i: number) => e.read('event loop lag', i, 0.0025 + 0.05 * e.course.throttled[i]!);
  sink.gauge(target, 'nodejs_eventloop_lag_seconds', labels, lag);
  sink.gauge(target, 'nodejs_eventloop_lag_p99_seconds', labels, (i) => lag(i) * 4 + 0.011);
  const heap = (i: number) => e.read('heap share', i, 0.45 + 0.05 * Math.sin(i / 3));
  sink.gauge(target, 'nodejs_heap_size_used_bytes', labels, (i) => heap(i) * part.memoryLimit * 0.75);
  sink.gauge(target, 'nodejs_heap_size_total_bytes', labels, () => part.memoryLimit * 0.75);
  for (const kind of ['minor', 'major'])
    sink.histogram(
      target,
      'nodejs_gc_duration_seconds',
      { ...labels, kind },
      [0.001, 0.01, 0.1, 1],
      (i) => e.read('gc pauses', i, kind === 'minor' ? 0.6 : 0.05),
      (i) => e.read('gc seconds', i, kind === 'minor' ? 0.001 : 0.008),
    );
  sink.gauge(target, 'nodejs_active_handles_total', labels, (i) => Math.round(12 + inFlight(e, i)));
  sink.counter(target, 'process_cpu_seconds_total', labels, (i) => e.course.cpu[i]!, true);
  sink.gauge(target, 'process_resident_memory_bytes', labels, (i) => e.memoryShare(i) * part.memoryLimit);
  sink.gauge(target, 'process_open_fds', labels, (i) => Math.round(e.read('open files', i, 40 + 2 * inFlight(e, i))));
  sink.gauge(target, 'process_max_fds', labels, (i) => e.read('max files', i, 65_535));
}
