import type { Measure } from '../../core/model.ts';
import { camel } from './times.ts';

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const path = (service: { name: string; paths?: string[] }): string => service.paths?.[0] ?? `/${service.name}`;

/** SmallRye's MicroProfile metrics: no status, only calls that ended in an exception. */
export const microprofile: Measure = (m, load, labels, service) => {
  const base = { ...labels, class: `org.vela.${camel(service.name)}Resource`, method: 'get_java.lang.String' };
  m.counter('base_REST_request_total', base, load.rate);
  m.counter('base_REST_request_elapsedTime_seconds', base, (at) => load.rate(at) * load.mean(at));
  m.counter('base_REST_request_unmappedException_total', base, load.bad, 12);
};

export const yabeda: Measure = (m, load, labels, service) => {
  const base = { ...labels, controller: service.name, action: 'show', format: 'html', method: 'get' };
  m.counter('rails_requests_total', { ...base, status: '200' }, load.good);
  m.counter('rails_requests_total', { ...base, status: load.code }, load.bad);
  m.histogram('rails_request_duration_seconds', { ...base, status: '200' }, load.rate, load.mean, seconds);
  const waiting = (at: number): number => Math.max(0, load.rate(at) * load.mean(at) - 15);
  m.gauge('puma_backlog', { ...labels, index: '0' }, (at) => Math.round(Math.min(60, waiting(at) * 3)));
  m.gauge('puma_pool_capacity', { ...labels, index: '0' }, (at) =>
    Math.max(0, Math.round(15 - load.rate(at) * load.mean(at))),
  );
  m.gauge('puma_max_threads', { ...labels, index: '0' }, () => 15);
};

/** Go kit's instrumentation of a service: errors are a label, latency a summary in microseconds. */
export const gokitMeasure: Measure = (m, load, labels, service) => {
  const name = `ferry_${service.name.replace(/-/g, '_')}`;
  const method = camel(path(service).slice(1));
  m.counter(`${name}_request_count`, { ...labels, method, error: 'false' }, load.good);
  m.counter(`${name}_request_count`, { ...labels, method, error: 'true' }, load.bad);
  m.histogram(
    `${name}_request_latency_microseconds`,
    { ...labels, method },
    load.rate,
    (at) => load.mean(at) * 1e6,
    seconds,
    false,
  );
};

export const axumMeasure: Measure = (m, load, labels, service) => {
  const base = { ...labels, method: 'GET', endpoint: path(service) };
  m.counter('axum_http_requests_total', { ...base, status: '200' }, load.good);
  m.counter('axum_http_requests_total', { ...base, status: load.code }, load.bad);
  m.histogram('axum_http_requests_duration_seconds', { ...base, status: '200' }, load.good, load.mean, seconds);
  m.histogram('axum_http_requests_duration_seconds', { ...base, status: load.code }, load.bad, load.mean, seconds);
  m.gauge('axum_http_requests_pending', base, (at) => Math.round(load.rate(at) * load.mean(at)));
};

export const djangoMeasure: Measure = (m, load, labels, service) => {
  const view = `${service.name}:detail`;
  const name = 'django_http_responses_total_by_status_view_method_total';
  m.counter(name, { ...labels, status: '200', view, method: 'GET' }, load.good);
  m.counter(name, { ...labels, status: load.code, view, method: 'GET' }, load.bad);
  m.histogram(
    'django_http_requests_latency_seconds_by_view_method',
    { ...labels, view, method: 'GET' },
    load.rate,
    load.mean,
    seconds,
  );
};

/** HAProxy's own exporter, as seen from the load balancer. */
export const haproxyMeasure: Measure = (m, load, labels) => {
  const base = { ...labels, proxy: 'be_shop' };
  m.counter('haproxy_backend_http_responses_total', { ...base, code: '2xx' }, load.good);
  m.counter('haproxy_backend_http_responses_total', { ...base, code: '5xx' }, load.bad);
  m.counter('haproxy_frontend_http_requests_total', { ...labels, proxy: 'fe_https' }, load.rate);
  m.gauge('haproxy_backend_response_time_average_seconds', base, load.mean);
  m.gauge('haproxy_backend_current_queue', base, (at) => Math.max(0, Math.round(load.rate(at) * load.mean(at)) - 40));
  m.gauge('haproxy_backend_max_response_time_seconds', base, (at) => load.mean(at) * 6);
  for (const server of ['web-1', 'web-2']) m.gauge('haproxy_server_status', { ...base, server, state: 'UP' }, () => 1);
};

/** CloudWatch through prometheus/cloudwatch_exporter. */
export const lambdaMeasure: Measure = (m, load, labels, service) => {
  const minute = (rate: (at: number) => number) => (at: number) => Math.round(rate(at) * 60);
  if (service.name.endsWith('-api')) {
    const base = { job: 'aws_apigateway', instance: '', api_name: service.name, stage: 'live' };
    m.gauge('aws_apigateway_count_sum', base, minute(load.rate));
    m.gauge('aws_apigateway_5xxerror_sum', base, minute(load.bad));
    m.gauge('aws_apigateway_latency_average', base, (at) => load.mean(at) * 1000);
    return;
  }
  const base = { job: 'aws_lambda', instance: '', ...labels };
  m.gauge('aws_lambda_invocations_sum', base, minute(load.rate));
  m.gauge('aws_lambda_errors_sum', base, minute(load.bad));
  m.gauge('aws_lambda_duration_average', base, (at) => load.mean(at) * 1000);
  m.gauge('aws_lambda_throttles_sum', base, () => 0);
  m.gauge('aws_lambda_concurrent_executions_maximum', base, (at) => Math.ceil(load.rate(at) * load.mean(at)));
};

export const ecsMeasure: Measure = (m, load, labels, service) => {
  const minute = (rate: (at: number) => number) => (at: number) => Math.round(rate(at) * 60);
  const target = {
    load_balancer: 'app/wharf/50dc6c495c0c9188',
    target_group: `targetgroup/${service.name}/73e2d6bc24d8a067`,
  };
  const base = { job: 'aws_applicationelb', instance: '', ...target };
  m.gauge('aws_applicationelb_request_count_sum', base, minute(load.rate));
  m.gauge('aws_applicationelb_httpcode_target_5_xx_count_sum', base, minute(load.bad));
  m.gauge('aws_applicationelb_target_response_time_average', base, load.mean);
  m.gauge('aws_applicationelb_healthy_host_count_minimum', base, () => service.pods ?? 3);
  const own = { job: 'aws_ecs', instance: '', ...labels };
  m.gauge('aws_ecs_cpuutilization_average', own, (at) => Math.min(98, 11 + load.rate(at) * 0.6));
  m.gauge('aws_ecs_memory_utilization_average', own, () => 41);
};

/** OpenTelemetry's own names, as deltas. */
export const otelDelta: Measure = (m, load, labels, service) => {
  const base = { ...labels, http_request_method: 'GET', http_route: path(service), url_scheme: 'http' };
  const name = 'http_server_request_duration_seconds';
  m.delta(name, { ...base, http_response_status_code: '200' }, load.good, load.mean, seconds);
  const bad = { http_response_status_code: load.code, error_type: load.code };
  m.delta(name, { ...base, ...bad }, load.bad, load.mean, seconds);
};

export const traefikMeasure: Measure = (m, load, labels, service) => {
  const base = {
    job: 'traefik',
    instance: 'nmd-c1:8082',
    service: `${service.name}@consulcatalog`,
    method: 'GET',
    protocol: 'http',
  };
  m.counter('traefik_service_requests_total', { ...base, code: '200' }, load.good);
  m.counter('traefik_service_requests_total', { ...base, code: load.code }, load.bad);
  m.histogram(
    'traefik_service_request_duration_seconds',
    { ...base, code: '200' },
    load.rate,
    load.mean,
    [0.1, 0.3, 1.2, 5],
  );
  const own = { job: 'nomad', exported_job: service.name, task_group: service.name, task: service.name, ...labels };
  m.gauge('nomad_client_allocs_cpu_total_percent', own, (at) => 4 + load.rate(at) * 0.4);
  m.gauge('nomad_client_allocs_memory_usage', own, () => 241_000_000);
  m.gauge('nomad_client_allocs_memory_allocated', own, () => 536_870_912);
};

/** Micronaut with Micrometer: a summary with quantiles and no buckets. */
export const micronautMeasure: Measure = (m, load, labels, service) => {
  const base = { ...labels, exception: 'none', method: 'GET', uri: path(service) };
  const name = 'http_server_requests_seconds';
  m.histogram(name, { ...base, status: '200' }, load.good, load.mean, seconds, false);
  m.histogram(name, { ...base, status: load.code }, load.bad, load.mean, seconds, false);
  m.gauge(`${name}_max`, { ...base, status: '200' }, (at) => load.mean(at) * 5);
};

/** From outside only. */
export const probe: Measure = (m, load, _labels, service) => {
  const base = { job: 'blackbox', instance: `https://${service.host}${path(service)}`, module: 'http_2xx' };
  const fails = (at: number): boolean => load.rate(at) < 0.01 || load.bad(at) / load.rate(at) > 0.5;
  m.gauge('probe_success', base, (at) => (fails(at) ? 0 : 1));
  m.gauge('probe_duration_seconds', base, (at) => load.mean(at) + 0.031);
  m.gauge('probe_http_status_code', base, (at) => (fails(at) ? Number(load.code) : 200));
  m.gauge('probe_dns_lookup_time_seconds', base, () => 0.004);
  const phases = { resolve: 0.004, connect: 0.009, tls: 0.018 };
  for (const [phase, value] of Object.entries(phases))
    m.gauge('probe_http_duration_seconds', { ...base, phase }, () => value);
  m.gauge('probe_http_duration_seconds', { ...base, phase: 'processing' }, load.mean);
  m.gauge('probe_ssl_earliest_cert_expiry', base, () => 1_830_000_000);
};

export const unmeasured: Measure = () => undefined;

/** Go's client library, where requests are counted by `code`. */
export const withClient: Measure = (m, load, labels, service) => {
  const base = { ...labels, path: path(service), method: 'post' };
  m.counter('promhttp_metric_handler_requests_total', { ...labels, code: '200' }, () => 0.03);
  m.counter('http_server_requests_total', { ...base, code: '200' }, load.good);
  m.counter('http_server_requests_total', { ...base, code: load.code }, load.bad);
  m.histogram('http_server_request_duration_seconds', base, load.rate, load.mean, seconds);
};
