import type { Exported } from './exporter.ts';

const BUCKETS = [1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

/** Istio's standard metrics: every call is told of by the caller's sidecar and by the callee's. */
export function istio(e: Exported): void {
  for (const one of e.outgoing.filter(({ callee }) => callee.kind === 'service' || callee.kind === 'worker')) {
    const { caller, callee } = one;
    const of = (reporter: 'source' | 'destination', code: string, flags: string) => ({
      job: 'envoy-stats',
      namespace: reporter === 'source' ? caller.namespace : callee.namespace,
      reporter,
      source_workload: caller.name,
      source_workload_namespace: caller.namespace,
      destination_workload: callee.name,
      destination_workload_namespace: callee.namespace,
      destination_service: `${callee.name}.${callee.namespace}.svc.cluster.local`,
      destination_service_name: callee.name,
      destination_service_namespace: callee.namespace,
      request_protocol: 'http',
      response_code: code,
      response_flags: flags,
      connection_security_policy: reporter === 'source' ? 'unknown' : 'mutual_tls',
    });
    const answered = (i: number) => Math.max(0, one.failures[i]! - one.unanswered[i]!);
    const refused = (e.scene.giveUpMs.get(callee.role) ?? 1) < 100;
    const lost = refused ? of('source', '503', 'UF') : of('source', '504', 'UT');
    if (e.ordinal > 0) continue;
    const { sink, target } = e;
    sink.counter(target, 'istio_requests_total', of('source', '200', '-'), (i) => one.rps[i]! * (1 - one.failures[i]!));
    sink.counter(target, 'istio_requests_total', of('source', '500', '-'), (i) => one.rps[i]! * answered(i));
    sink.counter(target, 'istio_requests_total', lost, (i) => one.rps[i]! * one.unanswered[i]!);
    const arrived = (i: number) => one.rps[i]! * (1 - one.unanswered[i]!);
    const theirs = e.courseOf(callee);
    sink.counter(
      target,
      'istio_requests_total',
      of('destination', '200', '-'),
      (i) => arrived(i) * (1 - theirs.errors[i]!),
    );
    sink.counter(target, 'istio_requests_total', of('destination', '500', '-'), (i) => arrived(i) * theirs.errors[i]!);
    const name = 'istio_request_duration_milliseconds';
    sink.histogram(
      target,
      name,
      of('source', '200', '-'),
      BUCKETS,
      (i) => one.rps[i]!,
      (i) => one.latencyMs[i]!,
    );
    sink.histogram(target, name, of('destination', '200', '-'), BUCKETS, arrived, (i) => theirs.latencyMs[i]!);
  }
}
