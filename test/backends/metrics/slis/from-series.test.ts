import { expect, test } from '@jest/globals';
import type { Series } from '../../../../backends/metrics/provider.ts';
import { serviceLevelsOf } from '../../../support/service-levels.ts';

const START = 1_780_000_000;
const MINUTES = 300;
const WINDOW = { start: START + (MINUTES - 60) * 60, end: START + MINUTES * 60 };

/** A counter that grows by `perMinute(minute)`, scraped each minute. */
function counter(name: string, labels: Record<string, string>, perMinute: (minute: number) => number): Series {
  let total = 1000;
  const values = Float64Array.from({ length: MINUTES + 1 }, (_, minute) => {
    if (minute > 0) total += perMinute(minute);
    return total;
  });
  return { name, labels, type: 'counter', timestamps: times(), values };
}

function gauge(name: string, labels: Record<string, string>, value: (minute: number) => number): Series {
  const values = Float64Array.from({ length: MINUTES + 1 }, (_, minute) => value(minute));
  return { name, labels, type: 'gauge', timestamps: times(), values };
}

function times(): Float64Array {
  return Float64Array.from({ length: MINUTES + 1 }, (_, minute) => START + minute * 60);
}

const find = (series: readonly Series[], indicator: string, statistic?: string, side = 'server') =>
  serviceLevelsOf(series, WINDOW).items.find(
    (sli) => sli.indicator === indicator && sli.statistic === statistic && sli.side === side,
  );

test('the error ratio of a service is that of all its routes and pods together', () => {
  const failing = (minute: number) => (minute > 280 ? 20 : 0);
  const series = ['a', 'b'].flatMap((route) => [
    counter(
      'http_requests_total',
      { service: 'web', route, code: '200' },
      (minute) => 100 - (route === 'a' ? failing(minute) : 0),
    ),
    counter('http_requests_total', { service: 'web', route, code: '500' }, (minute) =>
      route === 'a' ? failing(minute) : 0,
    ),
  ]);
  const errors = find(series, 'error_ratio');
  expect(errors).toMatchObject({ service: 'web', unit: 'ratio', basis: 'counter', normal: 0, direction: 'up' });
  expect(errors?.value).toBeCloseTo(0.1, 5);
  expect(errors?.failed).toBeCloseTo(400, -1);
  expect(errors?.requests).toBeCloseTo(4000, -2);
  expect(errors?.onset).toBe(new Date((START + 281 * 60) * 1000).toISOString().replace('.000', ''));
  expect(find(series, 'rate')?.value).toBeCloseTo(200 / 60, 4);
});

test('requests that are counted by the minute are so many a minute, however often they are read', () => {
  const every = (step: number, name: string): Series => {
    const timestamps = Float64Array.from({ length: (MINUTES * 60) / step + 1 }, (_, n) => START + n * step);
    return { name, labels: { service: 'web' }, type: 'gauge', timestamps, values: timestamps.map(() => 1200) };
  };
  expect(find([every(15, 'biz_requests_per_min')], 'rate')?.value).toBeCloseTo(20, 4);
  expect(find([every(60, 'biz_requests_per_min')], 'rate')?.value).toBeCloseTo(20, 4);
  // What says no time is what came since the last reading.
  expect(find([every(15, 'biz_requests')], 'rate')?.value).toBeCloseTo(80, 4);
});

test.each<[Record<string, string>, string, string | undefined]>([
  [{ job: 'quay/hoist', code: '200' }, 'hoist', 'quay'],
  [{ job: 'quay/hoist', namespace: 'crane', code: '200' }, 'hoist', 'crane'],
  [{ service: 'hoist@consulcatalog', code: '200' }, 'hoist', undefined],
  [{ job: 'hoist', code: '200' }, 'hoist', undefined],
  // Nomad's tasks; a piece of work that others call so is no service.
  [{ task: 'hoist', alloc_id: '5c7d2a1e', code: '200' }, 'hoist', undefined],
  [{ task: 'sums.add', job: 'hoist', code: '200' }, 'hoist', undefined],
  [{ container_label_com_docker_compose_service: 'hoist', job: 'cadvisor', code: '200' }, 'hoist', undefined],
  [{ 'com.docker.swarm.service.name': 'hoist', code: '200' }, 'hoist', undefined],
  [{ app_name: 'hoist', instance: '10.0.0.7:8080', code: '200' }, 'hoist', undefined],
])('the service is what remains of %j without namespace and provider', (labels, service, namespace) => {
  const name = labels.service === undefined ? 'http_requests_total' : 'traefik_service_requests_total';
  const rate = find([counter(name, labels, () => 100)], 'rate');
  expect(rate?.service).toBe(service);
  expect(rate?.namespace).toBe(namespace);
});

test('quantiles come from summed buckets, the mean from sum and count', () => {
  const slow = (minute: number) => minute > 270;
  const bucket = (le: string, share: (minute: number) => number) =>
    counter('http_request_duration_seconds_bucket', { service: 'web', le }, (minute) => 100 * share(minute));
  const series = [
    bucket('0.1', (minute) => (slow(minute) ? 0 : 0.5)),
    bucket('0.2', (minute) => (slow(minute) ? 0 : 1)),
    bucket('1', () => 1),
    bucket('+Inf', () => 1),
    counter('http_request_duration_seconds_count', { service: 'web' }, () => 100),
    counter('http_request_duration_seconds_sum', { service: 'web' }, (minute) => (slow(minute) ? 60 : 10)),
  ];
  const p50 = find(series, 'latency', 'p50');
  expect(p50).toMatchObject({ basis: 'histogram', unit: 's', direction: 'up', requests: 3000 });
  expect(p50?.normal).toBeCloseTo(0.1, 5);
  expect(p50?.value).toBeCloseTo(0.6, 5);
  expect(find(series, 'latency', 'mean')).toMatchObject({ normal: 0.1, value: 0.6, basis: 'mean' });
});

test('a flat service has no change, whatever the number of points', () => {
  const noise = (minute: number) => ((minute * 7919) % 101) / 100 - 0.5;
  const series = [
    counter('rpc_seconds_count', { service: 'web' }, (minute) => 600 + Math.round(60 * noise(minute))),
    counter('rpc_seconds_sum', { service: 'web' }, (minute) => 27 + 2.7 * noise(minute)),
  ];
  const mean = find(series, 'latency', 'mean');
  expect(mean?.onset).toBeUndefined();
  expect(mean?.value).toBeCloseTo(0.045, 3);
  expect(mean?.normal).toBeCloseTo(0.045, 3);
});

test('client and server side are kept apart, with the peer that a client names', () => {
  const series = [
    counter('http_requests_total', { service: 'web', code: '200' }, () => 60),
    counter('http_client_requests_total', { service: 'web', target: 'pay', code: '200' }, () => 50),
    counter('http_client_requests_total', { service: 'web', target: 'pay', code: '503' }, () => 10),
  ];
  expect(find(series, 'error_ratio')).toMatchObject({ value: 0 });
  const client = find(series, 'error_ratio', undefined, 'client');
  expect(client).toMatchObject({ service: 'web', peer: 'pay' });
  expect(client?.value).toBeCloseTo(1 / 6, 5);
});

test('a mesh counts both sides of an edge, and a server all its callers together', () => {
  const edge = (reporter: string, source: string, code: string, perMinute: number) =>
    counter(
      'istio_requests_total',
      { reporter, source_workload: source, destination_workload: 'pay', response_code: code },
      () => perMinute,
    );
  const series = [
    edge('destination', 'web', '200', 60),
    edge('destination', 'job', '500', 30),
    edge('source', 'web', '200', 60),
  ];
  const { items } = serviceLevelsOf(series, WINDOW);
  const errors = items.filter(({ indicator, side }) => indicator === 'error_ratio' && side === 'server');
  expect(errors.map(({ service, peer, value }) => [service, peer, Number(value.toFixed(3))])).toEqual(
    expect.arrayContaining([
      ['pay', undefined, 0.333],
      ['pay', 'web', 0],
      ['pay', 'job', 1],
    ]),
  );
  expect(items.some(({ side, service, peer }) => side === 'client' && service === 'web' && peer === 'pay')).toBe(true);
});

test('recorded rates, quantiles and shares are indicators too', () => {
  const series = [
    gauge('http_requests_per_second', { service: 'web' }, () => 20),
    gauge('http_errors_per_second', { service: 'web' }, (minute) => (minute > 280 ? 8 : 0)),
    gauge('http_request_duration_seconds', { service: 'web', quantile: '0.95' }, () => 0.12),
    gauge('request_availability_percent', { service: 'pay' }, (minute) => (minute > 280 ? 90 : 100)),
  ];
  expect(find(series, 'error_ratio')?.value).toBeCloseTo(0.4, 5);
  expect(find(series, 'latency', 'p95')).toMatchObject({ value: 0.12, unit: 's' });
  const pay = serviceLevelsOf(series, WINDOW).items.find(({ service }) => service === 'pay');
  expect(pay?.value).toBeCloseTo(0.1, 5);
});

test('figures of a kind of business by its code are how many, how well and how fast', () => {
  const kept = (tc: Record<string, string>) => [
    gauge('business_cnt', tc, () => 1200),
    gauge('business_sr', tc, (minute) => (minute > 280 ? 90 : 99.5)),
    gauge('business_mrt_ms', tc, () => 120),
  ];
  const told = { tc: 'Transfer' };
  expect(find(kept(told), 'rate')).toMatchObject({ service: 'Transfer', value: 20 });
  expect(find(kept(told), 'error_ratio')?.value).toBeCloseTo(0.1, 5);
  expect(find(kept(told), 'latency', 'mean')).toMatchObject({ service: 'Transfer', value: 0.12 });
  // A code that is none of theirs names nobody.
  expect(serviceLevelsOf(kept({ code: 'Transfer' }), WINDOW).items).toEqual([]);
});

test('requests of the machinery, and durations of other things, are no indicators', () => {
  const names = [
    'prometheus_http_requests_total',
    'apiserver_request_total',
    'workqueue_queue_duration_seconds_count',
    'go_gc_duration_seconds_count',
    'http_request_size_bytes_count',
    'http_requests_in_flight',
    'resolver_request_list_current',
    'http_requests_running',
    'kubelet_http_requests_total',
    'db_pool_wait_duration_seconds_count',
    'kestrel_connection_duration_seconds_count',
    'kestrel_tls_handshake_duration_seconds_count',
    'signalr_server_connection_duration_seconds_count',
    'dns_lookup_duration_seconds_count',
  ];
  const series = names.map((name) => counter(name, { service: 'web', code: '200' }, () => 60));
  expect(serviceLevelsOf(series, WINDOW).items).toEqual([]);
});

test('buckets of a wrong type and without a last one still count', () => {
  const slow = (minute: number) => minute > 270;
  const bucket = (le: string, share: (minute: number) => number) => ({
    ...counter('rpc_server_handling_seconds_bucket', { service: 'web', le }, (minute) => 100 * share(minute)),
    type: 'gauge',
  });
  const series = [
    bucket('0.1', (minute) => (slow(minute) ? 0.05 : 1)),
    bucket('1', (minute) => (slow(minute) ? 0.1 : 1)),
    bucket('10', () => 1),
  ];
  const p50 = find(series, 'latency', 'p50');
  expect(p50).toMatchObject({ basis: 'histogram', direction: 'up' });
  expect(p50?.normal).toBeLessThan(0.1);
  expect(p50?.value).toBeGreaterThan(1);
});

test.each([0, 7, 30, 53])(
  'requests go on to the end of the window where the last scrape was %i seconds before it',
  (offset) => {
    const calls = counter('http_requests_total', { service: 'web', code: '200' }, () => 120);
    const earlier = { ...calls, timestamps: times().map((time) => time - offset) };
    const rate = find([earlier], 'rate');
    expect(rate?.direction).toBeUndefined();
    expect(rate?.last).toBeCloseTo(2, 5);
  },
);

test('a counter that nobody scrapes any more tells nothing of the end of the window', () => {
  const calls = counter('http_requests_total', { service: 'web', code: '200' }, () => 120);
  const gone = { ...calls, timestamps: times().map((time) => time - 10 * 60) };
  const course = find([gone], 'rate')!.course;
  expect(course.at(-1)![0]).toBeLessThanOrEqual(WINDOW.end - 9 * 60);
});

test('a sum of which one part began anew tells no burst of requests, a program that did counts from zero', () => {
  const fallen = (to: number): Series => {
    const calls = counter('http_requests_total', { service: 'web', code: '200' }, () => 120);
    const values = calls.values.map((value, minute) => (minute < 270 ? value : value - calls.values[270]! + to));
    return { ...calls, values };
  };
  const whole = 1000 + 120 * 270;
  for (const to of [0, whole * 0.7]) {
    const rates = find([fallen(to)], 'rate')!.course.map(([, figure]) => figure);
    expect(Math.max(...rates)).toBeLessThan(2.1);
    expect(Math.min(...rates.slice(5))).toBeGreaterThanOrEqual(0);
  }
});

test("Google's latencies are a histogram of milliseconds, whose sum is no traffic", () => {
  const name = 'stackdriver_cloud_run_revision_run_googleapis_com_request_latencies';
  const series = ['100.0', '500.0', '+Inf'].map((le) =>
    counter(`${name}_bucket`, { service_name: 'web', le }, (minute) => (le === '100.0' && minute > 280 ? 0 : 60)),
  );
  const slow = find(series, 'latency', 'p95');
  expect(slow).toMatchObject({ unit: 's', direction: 'up' });
  expect(slow!.normal!).toBeLessThan(0.1);
  expect(slow!.value).toBeGreaterThan(0.3);
  expect(find(series, 'rate')).toBeUndefined();
});

test("Azure's totals are of a minute, and of the resource that they name", () => {
  const labels = { resourceName: 'web', resourceGroup: 'rg' };
  const series = [
    gauge('azure_microsoft_web_sites_requests_total_count', labels, () => 300),
    gauge('azure_microsoft_web_sites_http5xx_total_count', labels, (minute) => (minute > 280 ? 30 : 0)),
    gauge('azure_microsoft_web_sites_httpresponsetime_average_seconds', labels, () => 0.2),
  ];
  expect(find(series, 'rate')).toMatchObject({ service: 'web', last: 5 });
  expect(find(series, 'error_ratio')?.last).toBeCloseTo(0.1, 5);
  expect(find(series, 'latency', 'mean')?.last).toBeCloseTo(0.2, 5);
});

test("WildFly's errors are a share of its requests, and its time that adds up is a mean by them, never a latency", () => {
  const labels = { app: 'hoist', pod: 'hoist-1' };
  const untyped = (name: string, perMinute: (minute: number) => number): Series => {
    const { type: _, ...series } = counter(name, labels, perMinute);
    return series;
  };
  const series = [
    untyped('wildfly_undertow_request_count_total', () => 600),
    untyped('wildfly_undertow_error_count_total', (minute) => (minute > 270 ? 60 : 0.6)),
    untyped('wildfly_undertow_processing_time_total_seconds', () => 72),
  ];
  expect(find(series, 'error_ratio')).toMatchObject({ service: 'hoist' });
  expect(find(series, 'error_ratio')?.value).toBeCloseTo(0.1, 2);
  const mean = find(series, 'latency', 'mean')?.value;
  expect(mean === undefined || Math.abs(mean - 0.12) < 0.001).toBe(true);
  const alone = find(series.slice(2), 'latency', 'mean');
  expect(alone).toBeUndefined();
});

test('a counter of which only failed responses were kept is a share of what another metric counts, and no traffic', () => {
  const failed = counter('app_responses_total', { service: 'web', status: '500' }, (minute) => (minute > 280 ? 30 : 0));
  const timed = counter('app_request_duration_seconds_count', { service: 'web' }, () => 120);
  expect(find([failed, timed], 'rate')).toMatchObject({ metric: 'app_request_duration_seconds', value: 2 });
  expect(find([failed, timed], 'error_ratio')?.value).toBeCloseTo(0.25, 5);
  // Where nothing else counts, every request failed.
  expect(find([failed], 'error_ratio')?.value).toBe(1);
});

test("Envoy's request times are milliseconds, which their names do not say", () => {
  const labels = { envoy_cluster_name: 'web', job: 'edge' };
  const series = [
    counter('envoy_cluster_upstream_rq_time_sum', labels, () => 6000),
    counter('envoy_cluster_upstream_rq_time_count', labels, () => 60),
  ];
  expect(find(series, 'latency', 'mean', 'client')?.value).toBeCloseTo(0.1, 5);
});

test('requests read off the wire are those of the container that sends them, and of whom it calls', () => {
  const sent = { container_id: '/docker/till', destination: 'stock:8080', actual_destination: '10.0.0.4:8080' };
  const calls = (status: string, failing: number) =>
    counter('container_http_requests_total', { ...sent, status }, (minute) => (minute > 280 ? failing : 0) + 50);
  const queries = { container_id: '/k8s/shop/stock-0/stock', destination: 'stock-db:5432' };
  const timed = (part: string, each: number) =>
    counter(`container_postgres_queries_duration_seconds_total_${part}`, queries, () => each);
  const items = serviceLevelsOf(
    [
      calls('200', 0),
      calls('500', 50),
      timed('sum', 6),
      timed('count', 300),
      counter('container_net_tcp_active_requests', sent, () => 7),
      counter('container_http_requests_total', { ...sent, container_id: '3f4e5a', status: '200' }, () => 9),
    ],
    WINDOW,
  ).items;
  expect(items.map(({ service, peer, side, indicator }) => `${service} ${peer} ${side} ${indicator}`).sort()).toEqual([
    'stock-0 stock-db client latency',
    'stock-0 stock-db client rate',
    'till stock client error_ratio',
    'till stock client rate',
  ]);
  expect(items.find(({ indicator }) => indicator === 'latency')?.value).toBeCloseTo(0.02, 5);
});

test('a recording that stops before its window does is no fall of the traffic at its end', () => {
  const until = (seconds: number, each: (at: number) => number): Series => {
    const timestamps = Float64Array.from({ length: seconds / 30 + 1 }, (_, n) => START + n * 30);
    let total = 0;
    const values = timestamps.map((at) => (total += each(at - START)));
    return { name: 'http_requests_total', labels: { service: 'web' }, type: 'counter', timestamps, values };
  };
  const window = { start: START, end: START + 6000 + 162 };
  const rate = (series: Series) =>
    serviceLevelsOf([series], window).items.find(({ indicator }) => indicator === 'rate');
  expect(rate(until(6000, () => 600))?.direction).toBeUndefined();
  expect(rate(until(6000, (at) => (at > 5400 ? 150 : 600)))).toMatchObject({ direction: 'down', value: 5 });
});
