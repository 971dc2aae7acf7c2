import { expect, test } from '@jest/globals';
import { openSnapshot } from '../../../backends/common/snapshot/index.ts';
import { createMetricsApp } from '../../../backends/metrics/app.ts';
import { createSnapshotMetricsProvider } from '../../../backends/metrics/providers/snapshot.ts';
import type { Operations } from '../../../schemas/generated/metrics.ts';
import { API_KEY, call, type Failure, read } from '../support/call.ts';
import { before, CAPTURED_AT, lines, secondsBefore, snapshotFolder } from '../support/snapshot-folder.ts';

type Response<K extends keyof Operations> = Operations[K]['response'];

/** Points a minute apart over the last `minutes`, by minutes before the recording. */
function points(series: string, minutes: number, value: (minutesAgo: number) => number): string[] {
  return Array.from({ length: minutes }, (_, i) => {
    const ago = minutes - 1 - i;
    return `${series} ${value(ago)} ${secondsBefore(ago * 60)}`;
  });
}

/** A little unevenness, always the same, so that a spread exists. */
const wobble = (i: number) => ((i * 7919) % 13) / 13;

const METRICS = lines(
  '# TYPE http_requests counter',
  '# TYPE http_request_duration_seconds gauge',
  '# UNIT http_request_duration_seconds seconds',
  ...points('http_requests_total{service="web",code="200"}', 180, (ago) => (180 - ago) * 90),
  ...points('http_requests_total{service="web",code="503"}', 180, (ago) => (180 - ago) * 10),
  ...points('http_request_duration_seconds{service="web"}', 180, (ago) => (ago < 15 ? 2 : 0.2) + 0.02 * wobble(ago)),
  ...points('http_request_duration_seconds{service="api"}', 180, (ago) => 0.1 + 0.02 * wobble(ago)),
  ...points(
    'container_cpu_usage_seconds_total{pod="web-6d4cf56db6-x2x5z",container="web"}',
    180,
    (ago) => (180 - ago) * 30,
  ),
  ...points(
    'container_memory_working_set_bytes{pod="web-6d4cf56db6-x2x5z",container="web"}',
    180,
    (ago) => 1e8 + (180 - ago) * 1e6,
  ),
  ...points('node_filesystem_avail_bytes{node="n1"}', 60, () => 5e9),
  ...points('node_network_receive_bytes_total{node="n1"}', 60, (ago) => (60 - ago) * 6_000),
  ...points('probe_success{target="api:80",service="api"}', 60, (ago) => (ago === 30 ? 0 : 1)),
  ...points('cart_error_ratio{service="cart"}', 60, () => 0.25),
  '# EOF',
);

const span = (id: string, parent: string, start: number, length: number, extra: object = {}) => ({
  traceId: 't1',
  spanId: id,
  parentSpanId: parent,
  name: `op-${id}`,
  kind: 2,
  startTimeUnixNano: `${(secondsBefore(60) * 1000 + start) * 1e6}`,
  endTimeUnixNano: `${(secondsBefore(60) * 1000 + start + length) * 1e6}`,
  ...extra,
});
const resource = (service: string, ...spans: object[]) => ({
  resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
  scopeSpans: [{ spans }],
});
const TRACES = {
  resourceSpans: [
    resource('web', span('root', '', 0, 100), span('call', 'root', 10, 80, { kind: 3 })),
    resource('api', span('serve', 'call', 20, 60, { status: { code: 2 } }), {
      ...span('query', 'serve', 30, 40, { kind: 3 }),
      attributes: [{ key: 'peer.service', value: { stringValue: 'orders-db' } }],
    }),
  ],
};

const ALERTS = [
  {
    labels: { alertname: 'Slow', service: 'web' },
    annotations: {},
    startsAt: before(600),
    status: { state: 'active' },
  },
  { labels: { alertname: 'Noise' }, annotations: {}, startsAt: before(60), status: { state: 'suppressed' } },
];

async function open(files?: Record<string, unknown>) {
  const dir = snapshotFolder({
    'snapshot.json': { cluster: 'shop', capturedAt: CAPTURED_AT },
    ...(files ?? { 'metrics.om': METRICS, 'traces/t.json': TRACES, 'alerts.json': ALERTS }),
  });
  return createMetricsApp({ provider: createSnapshotMetricsProvider(await openSnapshot(dir)), apiKey: API_KEY });
}

test('performance metrics by meaning, over the window, of a service', async () => {
  const app = await open();
  const slow = await read<Response<'get_performance_metrics'>>(
    app,
    '/metrics/performance?metric_type=response_time&service=web',
  );
  expect(slow.items).toMatchObject([
    { name: 'http_request_duration_seconds', service: 'web', unit: 'seconds', points: 61 },
  ]);
  expect(slow.items[0]!.max).toBeGreaterThan(1.9);
  const early = await read<Response<'get_performance_metrics'>>(
    app,
    '/metrics/performance?metric_type=response_time&service=web&start_time=2h&end_time=1h',
  );
  expect(early.items[0]!.max).toBeLessThan(0.3);
  const cpu = await read<Response<'get_performance_metrics'>>(
    app,
    '/metrics/performance?metric_type=cpu_usage&service=web',
  );
  expect(cpu.items).toMatchObject([{ meaning: 'cpu', service: 'web' }]);
  expect(cpu.items[0]!.perSecond).toBeCloseTo(0.5, 6);
  const throughput = await read<Response<'get_performance_metrics'>>(
    app,
    '/metrics/performance?metric_type=throughput',
  );
  expect(throughput.items.map(({ labels }) => labels.code)).toEqual(['200']);
});

test.each([
  ['cpu', ['container_cpu_usage_seconds_total']],
  ['memory', ['container_memory_working_set_bytes']],
  ['disk', ['node_filesystem_avail_bytes']],
  ['network', ['node_network_receive_bytes_total']],
])('resource metrics: %s', async (type, names) => {
  const { items } = await read<Response<'get_resource_metrics'>>(
    await open(),
    `/metrics/resources?resource_type=${type}`,
  );
  expect(items.map(({ name }) => name)).toEqual(names);
});

test('error rates: failed codes over all codes, and ratios as they are', async () => {
  const { items } = await read<Response<'get_error_rates'>>(await open(), '/metrics/errors');
  expect(items.map(({ service, kind }) => [service, kind])).toEqual([
    ['cart', 'ratio'],
    ['web', 'count'],
  ]);
  expect(items[0]!.value).toBeCloseTo(0.25, 9);
  expect(items[1]).toMatchObject({ value: 600, requests: 6_000, ratio: 0.1 });
  const shorter = await read<Response<'get_error_rates'>>(await open(), '/metrics/errors?time_window=6h&service=web');
  expect(shorter.items).toMatchObject([{ value: 1_790 }]);
});

test('availability: from probes, else from requests and errors, lowest first', async () => {
  const { items } = await read<Response<'get_availability_metrics'>>(
    await open(),
    '/metrics/availability?time_window=1h',
  );
  expect(items.map(({ service, samples, belowFull }) => [service, samples, belowFull])).toEqual([
    ['cart', 60, 60],
    ['web', 61, 61],
    ['api', 60, 1],
  ]);
  expect(items[1]!.availabilityPercent).toBeCloseTo(90, 6);
  expect(items[2]).toMatchObject({ lastDownAt: new Date(before(1_800)).toISOString(), latest: 100 });
  expect(items[2]!.availabilityPercent).toBeCloseTo((100 * 59) / 60, 6);
});

test('trends: the change with its onset; the threshold decides what is reported', async () => {
  const app = await open();
  const { items } = await read<Response<'analyze_trends'>>(app, '/metrics/trends?metric_name=request_duration');
  expect(items.map(({ labels }) => labels.service)).toEqual(['web', 'api']);
  expect(items[0]!.anomalies[0]).toMatchObject({ direction: 'up' });
  const onset = Date.parse(items[0]!.anomalies[0]!.onset);
  expect(Math.abs(onset - Date.parse(before(14 * 60)))).toBeLessThanOrEqual(120_000);
  expect(items[1]).toMatchObject({ anomalies: [], direction: 'steady' });
  const memory = await read<Response<'analyze_trends'>>(
    app,
    '/metrics/trends?metric_name=container_memory_working_set_bytes',
  );
  expect(memory.items).toMatchObject([{ direction: 'rising' }]);
});

test('series: strongest changes first, filtered by name, service and change', async () => {
  const app = await open();
  const all = await read<Response<'summarize_series'>>(app, '/metrics/series?since=1h');
  expect(all.total).toBe(10);
  const strengths = all.items.map(({ changes }) => Math.max(0, ...changes.map(({ score }) => score)));
  expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
  expect(strengths[0]).toBeGreaterThan(0);
  expect(all.items.find(({ changes }) => changes.some(({ kind }) => kind === 'level-shift'))).toMatchObject({
    name: 'http_request_duration_seconds',
    labels: { service: 'web' },
  });
  const named = await read<Response<'summarize_series'>>(app, '/metrics/series?name=container_*&service=web');
  expect(named.items.map(({ name }) => name).toSorted()).toEqual([
    'container_cpu_usage_seconds_total',
    'container_memory_working_set_bytes',
  ]);
  const changed = await read<Response<'summarize_series'>>(app, '/metrics/series?since=1h&changed_only=true');
  expect(changed.items.length).toBeGreaterThan(0);
  expect(changed.items.every(({ changes }) => changes.length > 0)).toBe(true);
  expect(changed.total).toBe(changed.items.length);
});

test('the pages of series hold each series once, in the same order as one page', async () => {
  const app = await open();
  const whole = await read<Response<'summarize_series'>>(app, '/metrics/series?since=1h');
  const seen: string[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const page: Response<'summarize_series'> = await read(app, `/metrics/series?since=1h&limit=3&cursor=${cursor}`);
    seen.push(...page.items.map(({ name, labels }) => name + JSON.stringify(labels)));
    cursor = page.nextCursor;
  }
  expect(seen.toSorted()).toEqual(whole.items.map(({ name, labels }) => name + JSON.stringify(labels)).toSorted());
  expect(seen[0]).toBe(whole.items[0]!.name + JSON.stringify(whole.items[0]!.labels));
});

test('points: labels match as in Prometheus, thinning keeps the extremes', async () => {
  const app = await open();
  const query = async (rest: string) => (await read<Response<'query_series'>>(app, `/metrics/query?${rest}`)).items;
  const name = 'name=http_request_duration_seconds';
  expect((await query(`${name}&labels=service=web&start=10m`))[0]!.points).toHaveLength(11);
  expect((await query(`${name}&labels=service!=web`)).map(({ labels }) => labels.service)).toEqual(['api']);
  expect((await query(`${name}&labels=service=~w.*`)).map(({ labels }) => labels.service)).toEqual(['web']);
  expect(await query(`${name}&labels=service=~w`)).toEqual([]);
  const [thin] = await query('name=probe_success&max_points=6');
  expect(thin!.points.length).toBeLessThanOrEqual(6);
  expect(Math.min(...thin!.points.map(([, value]) => value!))).toBe(0);
});

test('topology: as recorded, else from the traces', async () => {
  const fromTraces = await read<Response<'get_topology'>>(await open(), '/topology');
  expect(fromTraces.topology).toEqual({ web: ['api'], api: ['orders-db'], 'orders-db': [] });
  const recorded = await read<Response<'get_topology'>>(await open({ 'topology.json': { a: ['b'] } }), '/topology');
  expect(recorded.topology).toEqual({ a: ['b'] });
});

test('alerts: newest first, every state can be asked for', async () => {
  const app = await open();
  const names = async (query: string) =>
    (await read<Response<'list_alerts'>>(app, `/alerts${query}`)).items.map(({ labels }) => labels.alertname);
  expect(await names('')).toEqual(['Noise', 'Slow']);
  expect(await names('?state=active')).toEqual(['Slow']);
  expect(await names('?state=suppressed')).toEqual(['Noise']);
  expect(await names('?state=resolved')).toEqual([]);
});

test('traces: edges with errors, durations and own time', async () => {
  const app = await open();
  const { items } = await read<Response<'summarize_traces'>>(app, '/traces');
  expect(items).toContainEqual({
    caller: 'web',
    callee: 'api',
    operation: 'op-serve',
    calls: 1,
    errors: 1,
    p50Ms: 60,
    p99Ms: 60,
    ownP50Ms: 20,
    exampleTraceId: 't1',
  });
  expect(items).toContainEqual(expect.objectContaining({ caller: '', callee: 'web', p50Ms: 100, ownP50Ms: 40 }));
  expect(items).toContainEqual(expect.objectContaining({ caller: 'api', callee: 'orders-db', p50Ms: 40 }));
  expect(items).toHaveLength(3);
  expect((await read<Response<'summarize_traces'>>(app, '/traces?since=30s')).items).toEqual([]);
  expect((await read<Response<'summarize_traces'>>(app, '/traces?service=orders-db')).items).toHaveLength(1);
});

test.each([
  ['/metrics/performance?metric_type=latency', 'metric_type'],
  ['/metrics/availability?time_window=2d', 'time_window'],
  ['/metrics/trends', 'metric_name'],
  ['/metrics/trends?metric_name=a&anomaly_threshold=101', 'anomaly_threshold'],
  ['/metrics/query?name=a&labels=whatever', 'labels'],
  ['/metrics/query?name=a&labels=b=~(', 'labels'],
  ['/metrics/series?since=-1h', 'since'],
])('%s is refused', async (url, field) => {
  const { status, body } = await call<Failure>(await open(), url);
  expect([status, body.error.field]).toEqual([400, field]);
});

test('absent signals say so', async () => {
  const app = await open({ 'logs/web.log': 'hi\n' });
  for (const url of ['/metrics/series', '/alerts', '/traces', '/topology', '/metrics/errors', '/metrics/query?name=a'])
    expect([url, (await read<Response<'list_alerts'>>(app, url)).searched.present]).toEqual([url, false]);
  expect((await read<Response<'describe_source'>>(app, '/source')).signals).toEqual([]);
  expect((await read<Response<'describe_source'>>(await open(), '/source')).signals).toEqual([
    'metrics',
    'topology',
    'alerts',
    'traces',
  ]);
});

test('NaN and infinities never reach an answer', async () => {
  const app = await open({
    'metrics.om': lines('odd_errors NaN 1772366000', 'odd_errors +Inf 1772366100', 'odd_errors 2 1772366200'),
  });
  for (const url of [
    '/metrics/series',
    '/metrics/query?name=odd_errors',
    '/metrics/errors?time_window=24h',
    '/metrics/trends?metric_name=odd',
  ])
    expect((await call(app, url)).status).toBe(200);
});
