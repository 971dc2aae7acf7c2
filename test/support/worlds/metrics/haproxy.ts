import { everPodsOf } from '../scene.ts';
import type { Exported } from './exporter.ts';
import { hostOf } from './targets.ts';

/** HAProxy 2.9's own Prometheus exporter: a front end, a back end for each service behind it, a server for each instance. */
export function haproxy(e: Exported): void {
  const { sink, target, labels } = e;
  const front = { ...labels, proxy: 'www' };
  sink.counter(target, 'haproxy_frontend_http_requests_total', front, (i) => e.rps(i));
  sink.gauge(target, 'haproxy_frontend_current_sessions', front, (i) =>
    Math.round(8 + (e.rps(i) * e.course.latencyMs[i]!) / 1000),
  );
  sink.gauge(target, 'haproxy_frontend_limit_sessions', front, () => 4_000);
  for (const one of e.outgoing) {
    const proxy = { ...labels, proxy: one.callee.name };
    const rate = (i: number) => one.rps[i]! * e.share(i);
    const answered = (i: number) => Math.max(0, one.failures[i]! - one.unanswered[i]!);
    const responses = (code: string, share: (i: number) => number) =>
      sink.counter(target, 'haproxy_backend_http_responses_total', { ...proxy, code }, (i) => rate(i) * share(i));
    responses('2xx', (i) => (1 - one.failures[i]!) * 0.99);
    responses('4xx', (i) => (1 - one.failures[i]!) * 0.01);
    responses('5xx', (i) => answered(i) + one.unanswered[i]!);
    sink.counter(target, 'haproxy_backend_connection_errors_total', proxy, (i) => rate(i) * one.unanswered[i]!);
    sink.gauge(target, 'haproxy_backend_response_time_average_seconds', proxy, (i) => one.latencyMs[i]! / 1000);
    sink.gauge(target, 'haproxy_backend_total_time_average_seconds', proxy, (i) => (one.latencyMs[i]! + 2) / 1000);
    sink.gauge(target, 'haproxy_backend_current_queue', proxy, () => 0);
    const servers = everPodsOf(e.scene, one.callee);
    sink.gauge(
      target,
      'haproxy_backend_active_servers',
      proxy,
      (i) => servers.filter((pod) => pod.down[i] !== 1).length,
    );
    for (const [n, pod] of servers.entries()) {
      const server = { ...proxy, server: hostOf(one.callee, n) };
      for (const state of ['UP', 'DOWN'])
        sink.gauge(target, 'haproxy_server_status', { ...server, state }, (i) =>
          (pod.down[i] === 1) === (state === 'DOWN') ? 1 : 0,
        );
      sink.counter(target, 'haproxy_server_check_failures_total', server, (i) => (pod.down[i] === 1 ? 0.5 : 0));
    }
  }
}
