import type { Exported } from './exporter.ts';

const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** ingress-nginx 1.11: a request of the front door for each that goes on to a service behind it. */
export function ingressNginx(e: Exported): void {
  const { sink, target, labels } = e;
  const controller = { ...labels, controller_class: 'k8s.io/ingress-nginx', controller_pod: labels.pod ?? 'ingress-0' };
  for (const one of e.outgoing) {
    const of = (status: string) => ({
      ...controller,
      exported_namespace: one.callee.namespace,
      exported_service: one.callee.name,
      ingress: one.callee.name,
      host: 'www.example.com',
      path: '/',
      method: 'GET',
      status,
    });
    const rate = (i: number) => one.rps[i]! * e.share(i);
    const answered = (i: number) => Math.max(0, one.failures[i]! - one.unanswered[i]!);
    sink.counter(target, 'nginx_ingress_controller_requests', of('200'), (i) => rate(i) * (1 - one.failures[i]!));
    sink.counter(target, 'nginx_ingress_controller_requests', of('500'), (i) => rate(i) * answered(i));
    const refused = e.scene.giveUpMs.get(one.callee.role) ?? 1;
    sink.counter(
      target,
      'nginx_ingress_controller_requests',
      of(refused > 100 ? '504' : '502'),
      (i) => rate(i) * one.unanswered[i]!,
    );
    const { status: _, ...timed } = of('200');
    sink.histogram(
      target,
      'nginx_ingress_controller_request_duration_seconds',
      timed,
      BUCKETS,
      rate,
      (i) => (one.latencyMs[i]! + 1) / 1000,
    );
    sink.histogram(
      target,
      'nginx_ingress_controller_response_duration_seconds',
      timed,
      BUCKETS,
      rate,
      (i) => one.latencyMs[i]! / 1000,
    );
  }
  sink.gauge(
    target,
    'nginx_ingress_controller_ssl_expire_time_seconds',
    { ...controller, host: 'www.example.com', secret_name: 'www-tls' },
    (i) => e.read('certificate expiry', i, e.scene.axis.end + 61 * 86_400),
  );
  sink.gauge(target, 'nginx_ingress_controller_config_last_reload_successful', controller, (i) =>
    e.read('reload ok', i, 1),
  );
  sink.gauge(target, 'nginx_ingress_controller_nginx_process_connections', { ...controller, state: 'active' }, (i) =>
    Math.round(20 + (e.rps(i) * e.course.latencyMs[i]!) / 1000),
  );
}
