import type { Exported } from './exporter.ts';
import { answers, inFlight, routeShares } from './requests.ts';

const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 7.5];

/** A Python service: prometheus-fastapi-instrumentator's metrics and prometheus_client's process collector. */
export function fastapi(e: Exported): void {
  const { sink, target, labels, part } = e;
  for (const { route, share, pace } of routeShares(part.routes)) {
    const of = { ...labels, method: 'GET', handler: route };
    const seconds = (i: number) => (e.course.latencyMs[i]! * pace) / 1000;
    sink.counter(target, 'http_requests_total', { ...of, status: '2xx' }, (i) => answers(e, i).ok * share);
    sink.counter(target, 'http_requests_total', { ...of, status: '4xx' }, (i) => answers(e, i).client * share);
    sink.counter(target, 'http_requests_total', { ...of, status: '5xx' }, (i) => {
      const { failed, unavailable } = answers(e, i);
      return (failed + unavailable) * share;
    });
    sink.histogram(target, 'http_request_duration_seconds', of, BUCKETS, (i) => e.rps(i) * share, seconds);
  }
  pythonProcess(e);
}

/** prometheus_client's process collector, and the pool that a SQLAlchemy application tells of. */
export function pythonProcess(e: Exported): void {
  const { sink, target, labels, part } = e;
  if (e.outgoing.some(({ callee }) => callee.kind === 'database')) {
    const size = (i: number) => e.read('pool max', i, 15);
    const active = (i: number) => Math.min(size(i), e.read('pool active', i, Math.min(15, inFlight(e, i) * 0.6)));
    sink.gauge(target, 'sqlalchemy_pool_checkedout', labels, (i) => Math.round(active(i)));
    sink.gauge(target, 'sqlalchemy_pool_size', labels, size);
  }
  sink.counter(target, 'process_cpu_seconds_total', labels, (i) => e.course.cpu[i]!, true);
  sink.gauge(target, 'process_resident_memory_bytes', labels, (i) => e.memoryShare(i) * part.memoryLimit);
  sink.gauge(target, 'process_open_fds', labels, (i) => Math.round(e.read('open files', i, 30 + 2 * inFlight(e, i))));
  sink.gauge(target, 'process_max_fds', labels, (i) => e.read('max files', i, 1_048_576));
}
