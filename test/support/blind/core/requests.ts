import type { Metrics } from './metrics.ts';
import type { Effect, Service, System, Vocabulary } from './model.ts';
import type { Curve, Span } from './span.ts';

const seconds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const millis = seconds.map((s) => s * 1000);

export interface Load {
  rate: Curve;
  good: Curve;
  bad: Curve;
  /** Seconds. */
  mean: Curve;
  code: string;
}

/** What comes to a service and what becomes of it, over time. */
export function loadOf(service: Service, effect: Effect, span: Span): Load {
  const rps = service.rps ?? 10;
  const share = (at: number): number => (effect.ramp ? span.grown(at) : span.share(at));
  const slope = (at: number): number => 1 + ((effect.drift ?? 0) * (at - span.start)) / (span.end - span.start);
  const wave = (at: number): number => slope(at) + 0.06 * Math.sin((at - span.start) / 1700);
  const rates = new Map<number, number>();
  const rate: Curve = (at) => {
    const known = rates.get(at);
    if (known !== undefined) return known;
    const gone = effect.down ? 1 - share(at) : 1;
    const value = rps * wave(at) * (1 + share(at) * ((effect.traffic ?? 1) - 1)) * gone * span.random.around(0.05);
    rates.set(at, value);
    return value;
  };
  const failed = (at: number): number => 0.0008 + share(at) * (effect.errors ?? 0);
  return {
    rate,
    good: (at) => rate(at) * (1 - failed(at)),
    bad: (at) => rate(at) * failed(at),
    mean: (at) => ((service.ms ?? 20) / 1000) * (1 + share(at) * ((effect.slow ?? 1) - 1)) * span.random.around(0.06),
    code: `${effect.code ?? 500}`,
  };
}

type Labels = Record<string, string>;
type Writer = (m: Metrics, load: Load, labels: Labels, service: Service, system: System) => void;

const path = (service: Service): string => service.paths?.[0] ?? `/${service.name.split('-')[0]}`;
const split = (
  m: Metrics,
  name: string,
  load: Load,
  labels: Labels,
  key: string,
  good = '200',
  bad = load.code,
): void => {
  m.counter(name, { ...labels, [key]: good }, load.good);
  m.counter(name, { ...labels, [key]: bad }, load.bad);
};

const writers: Partial<Record<Vocabulary, Writer>> = {
  micrometer: (m, load, labels, service) => {
    const base = { ...labels, application: service.name, method: 'GET', uri: path(service) };
    const name = 'http_server_requests_seconds';
    m.histogram(name, { ...base, status: '200', outcome: 'SUCCESS', exception: 'none' }, load.good, load.mean, seconds);
    m.histogram(
      name,
      { ...base, status: load.code, outcome: 'SERVER_ERROR', exception: 'none' },
      load.bad,
      load.mean,
      seconds,
    );
  },
  otel: (m, load, labels, service) => {
    const base = { ...labels, service_name: service.name, http_request_method: 'GET', http_route: path(service) };
    const name = 'http_server_request_duration_seconds';
    m.histogram(name, { ...base, http_response_status_code: '200' }, load.good, load.mean, seconds);
    m.histogram(name, { ...base, http_response_status_code: load.code }, load.bad, load.mean, seconds);
  },
  client: (m, load, labels, service) => {
    split(m, 'http_requests_total', load, { ...labels, handler: path(service), method: 'get' }, 'code');
    m.histogram('http_request_duration_seconds', { ...labels, handler: path(service) }, load.rate, load.mean, seconds);
  },
  aspnet: (m, load, labels, service) => {
    split(
      m,
      'http_requests_received_total',
      load,
      { ...labels, method: 'GET', controller: service.name, action: 'Get' },
      'code',
    );
    m.histogram(
      'http_request_duration_seconds',
      { ...labels, controller: service.name, action: 'Get' },
      load.rate,
      load.mean,
      seconds,
    );
  },
  phoenix: (m, load, labels, service) => {
    const name = `${service.name.replace(/-/g, '_')}_prom_ex_phoenix_http_requests_total`;
    split(
      m,
      name,
      load,
      { ...labels, action: 'show', controller: 'PageController', method: 'GET', path: path(service) },
      'status',
    );
    m.histogram(
      `${service.name.replace(/-/g, '_')}_prom_ex_phoenix_http_request_duration_milliseconds`,
      { ...labels, path: path(service) },
      load.rate,
      (at) => load.mean(at) * 1000,
      millis,
    );
  },
  grpc: (m, load, labels, service) => {
    const base = {
      ...labels,
      grpc_service: `${service.name.replace(/-/g, '.')}.v1.Api`,
      grpc_method: 'Get',
      grpc_type: 'unary',
    };
    split(
      m,
      'grpc_server_handled_total',
      load,
      base,
      'grpc_code',
      'OK',
      load.code === '504' ? 'DeadlineExceeded' : 'Unavailable',
    );
    m.histogram('grpc_server_handling_seconds', base, load.rate, load.mean, seconds);
  },
  istio: (m, load, labels, service, system) => {
    const from = system.services.find((s) => s.calls?.includes(service.name))?.name ?? 'unknown';
    const base = {
      reporter: 'destination',
      ...(labels.pod ? { pod: labels.pod } : {}),
      source_workload: from,
      destination_workload: service.name,
      destination_service: `${service.name}.${labels.namespace}.svc.cluster.local`,
      destination_service_name: service.name,
      destination_workload_namespace: labels.namespace!,
      request_protocol: 'http',
    };
    m.counter('istio_requests_total', { ...base, response_code: '200', response_flags: '-' }, load.good);
    m.counter(
      'istio_requests_total',
      { ...base, response_code: load.code, response_flags: load.code === '503' ? 'UF' : '-' },
      load.bad,
    );
    m.histogram(
      'istio_request_duration_milliseconds',
      { ...base, response_code: '200' },
      load.good,
      (at) => load.mean(at) * 1000,
      millis,
    );
    m.histogram(
      'istio_request_duration_milliseconds',
      { ...base, response_code: load.code },
      load.bad,
      (at) => load.mean(at) * 1000,
      millis,
    );
  },
  linkerd: (m, load, labels, service) => {
    const base = {
      namespace: labels.namespace!,
      deployment: service.name,
      pod: labels.pod ?? `${service.name}-0`,
      direction: 'inbound',
    };
    m.counter('response_total', { ...base, classification: 'success', status_code: '200' }, load.good);
    m.counter('response_total', { ...base, classification: 'failure', status_code: load.code }, load.bad);
    m.histogram(
      'response_latency_ms',
      { ...base, status_code: '200' },
      load.rate,
      (at) => load.mean(at) * 1000,
      millis,
    );
  },
  cloudwatch: (m, load, _labels, service, system) => {
    const base = {
      account_id: '111122223333',
      region: system.namespace,
      dimension_TargetGroup: `targetgroup/${service.name}/6d0ecf831eec9f09`,
      tag_Name: service.name,
    };
    m.gauge('aws_applicationelb_request_count_sum', base, (at) => Math.round(load.rate(at) * 60));
    m.gauge('aws_applicationelb_httpcode_target_2_xx_count_sum', base, (at) => Math.round(load.good(at) * 60));
    m.gauge('aws_applicationelb_httpcode_target_5_xx_count_sum', base, (at) => Math.round(load.bad(at) * 60));
    m.gauge('aws_applicationelb_target_response_time_average', base, load.mean);
  },
  phpfpm: (m, load, labels, service) => {
    m.counter('phpfpm_accepted_connections', { ...labels, pool: 'www' }, load.rate);
    m.gauge('phpfpm_active_processes', { ...labels, pool: 'www' }, (at) =>
      Math.min(40, Math.max(1, Math.round(load.rate(at) * load.mean(at)))),
    );
    m.gauge('phpfpm_total_processes', { ...labels, pool: 'www' }, () => 40);
    m.gauge('phpfpm_listen_queue', { ...labels, pool: 'www' }, (at) =>
      Math.max(0, Math.round(load.rate(at) * load.mean(at)) - 40),
    );
    m.counter('phpfpm_slow_requests', { ...labels, pool: 'www' }, (at) =>
      load.mean(at) > ((service.ms ?? 20) / 1000) * 3 ? 0.4 : 0.001,
    );
  },
  nginx: (m, load, labels) => {
    split(m, 'nginx_http_response_count_total', load, { ...labels, method: 'GET' }, 'status');
    m.histogram('nginx_http_response_time_seconds_hist', labels, load.rate, load.mean, seconds);
    m.gauge('nginx_connections_active', labels, (at) => Math.round(load.rate(at) * load.mean(at) + 6));
  },
};

export function writeRequests(m: Metrics, load: Load, labels: Labels, service: Service, system: System): void {
  const write = service.measures ?? system.measures ?? writers[service.vocabulary ?? system.vocabulary];
  write?.(m, load, labels, service, system);
}
