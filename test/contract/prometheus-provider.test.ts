import { afterAll, expect, test } from '@jest/globals';
import { createHttpSource, type HttpSource } from '../../backends/common/live/http-source.ts';
import { createMetricsApp } from '../../backends/metrics/app.ts';
import type { MetricsProvider } from '../../backends/metrics/provider.ts';
import {
  createPrometheusProvider,
  type PrometheusProviderOptions,
} from '../../backends/metrics/providers/prometheus.ts';
import { API_KEY, read } from '../backends/support/call.ts';
import { prometheusInstalled, type RunningServer, startAlertmanager, startPrometheus } from '../support/prometheus.ts';
import { metricsProviderContract } from './provider-contracts.ts';

/** A whole minute, so that the steps of a query fall on the samples. */
const NOW = Math.floor(Date.now() / 60_000) * 60;
const MINUTES = 10;

const started: RunningServer[] = [];
const sources: HttpSource[] = [];
afterAll(async () => {
  for (const source of sources) source.close();
  for (const server of started) await server.stop();
});

const samples = (series: string, value: (minute: number) => number): string[] =>
  Array.from({ length: MINUTES }, (_, i) => `${series} ${value(i)} ${NOW - (MINUTES - 1 - i) * 60}`);
const GRAPH = 'client="web",server="api"';
const HELD = [
  '# TYPE up gauge',
  ...samples('up{service="web"}', () => 1),
  '# TYPE load gauge',
  ...samples('load{service="web"}', (i) => i),
  '# TYPE traces_service_graph_request counter',
  ...samples(`traces_service_graph_request_total{${GRAPH}}`, (i) => (i < 5 ? 0 : 1)),
  '# TYPE traces_service_graph_request_server_seconds histogram',
  ...samples(`traces_service_graph_request_server_seconds_bucket{${GRAPH},le="0.1"}`, (i) => (i < 5 ? 0 : 1)),
  ...samples(`traces_service_graph_request_server_seconds_bucket{${GRAPH},le="+Inf"}`, (i) => (i < 5 ? 0 : 1)),
  ...samples(`traces_service_graph_request_server_seconds_count{${GRAPH}}`, (i) => (i < 5 ? 0 : 1)),
  ...samples(`traces_service_graph_request_server_seconds_sum{${GRAPH}}`, (i) => (i < 5 ? 0 : 0.08)),
  '# EOF',
].join('\n');

let held: Promise<{ prometheus: RunningServer; alertmanager: RunningServer }> | undefined;
let bare: Promise<RunningServer> | undefined;

async function startHeld() {
  const [prometheus, alertmanager] = await Promise.all([startPrometheus(`${HELD}\n`), startAlertmanager()]);
  started.push(prometheus, alertmanager);
  const alert = { labels: { alertname: 'Slow' }, startsAt: new Date((NOW - 60) * 1000).toISOString() };
  const headers = { 'content-type': 'application/json' };
  const posted = await fetch(`${alertmanager.url}/api/v2/alerts`, {
    method: 'POST',
    headers,
    body: JSON.stringify([alert]),
  });
  if (!posted.ok) throw new Error(`Alertmanager answered ${posted.status}`);
  return { prometheus, alertmanager };
}

async function startBare() {
  const server = await startPrometheus('');
  started.push(server);
  return server;
}

function source(name: string, baseUrl: string): HttpSource {
  const made = createHttpSource({ name, baseUrl });
  sources.push(made);
  return made;
}

const LIMITS = { names: [], maxNames: 100, maxSeries: 100, maxSeriesPerName: 50 };
const common = (): Omit<PrometheusProviderOptions, 'prometheus'> => ({
  cluster: 'shop',
  choice: LIMITS,
  matchers: '',
  spanSeconds: 1_800,
  stepSeconds: 60,
  maxPoints: 1_000,
  now: () => new Date(NOW * 1000),
});

async function open(changes: Partial<PrometheusProviderOptions> = {}): Promise<MetricsProvider> {
  held ??= startHeld();
  const { prometheus, alertmanager } = await held;
  return createPrometheusProvider({
    ...common(),
    prometheus: source('Prometheus', prometheus.url),
    alertmanager: source('Alertmanager', alertmanager.url),
    ...changes,
  });
}

/** Pods, each of a service of its own, over five hours; the open files of one of them treble in the last ten minutes. */
const LARGE = 60;
const HOURS = 5;
let large: Promise<RunningServer> | undefined;

function largeSamples(): string {
  const times = Array.from({ length: HOURS * 60 }, (_, i) => NOW - (HOURS * 60 - 1 - i) * 60);
  const family = (type: string, name: string, more: string, value: (pod: number, time: number) => number): string[] => [
    `# TYPE ${name.replace(/_total$/, '')} ${type}`,
    ...Array.from({ length: LARGE }, (_, pod) => pod).flatMap((pod) =>
      times.map((time) => `${name}{service="svc${pod}",pod="svc${pod}-0"${more}} ${value(pod, time)} ${time}`),
    ),
  ];
  const wobble = (time: number) => (time / 60) % 3;
  return `${[
    ...family('gauge', 'process_open_fds', '', (pod, time) => (pod === 3 && time > NOW - 600 ? 90 : 30) + wobble(time)),
    ...family('counter', 'http_requests_total', ',code="200"', (_, time) => time - NOW + HOURS * 3_600),
    '# TYPE go_goroutines gauge',
    ...times.map((time) => `go_goroutines{service="svc1"} ${10 + wobble(time)} ${time}`),
    '# EOF',
  ].join('\n')}\n`;
}

async function openLarge(): Promise<MetricsProvider> {
  large ??= startPrometheus(largeSamples()).then((server) => {
    started.push(server);
    return server;
  });
  const choice = { ...LIMITS, maxSeries: 22, maxSeriesPerName: 20 };
  return createPrometheusProvider({ ...common(), choice, prometheus: source('Prometheus', (await large).url) });
}

const calmly = () => ({ signal: new AbortController().signal });

if (prometheusInstalled) {
  metricsProviderContract('prometheus', {
    open,
    openEmpty: async () => {
      bare ??= startBare();
      return createPrometheusProvider({ ...common(), prometheus: source('Prometheus', (await bare).url) });
    },
  });

  test('prometheus: names beyond the limit are counted, and told as not read by default', async () => {
    const named = await open({ choice: { ...LIMITS, maxNames: 1 } });
    expect((await named.series({}, calmly())).leftOut).toBe('1 of 2 metric names');
    expect((await named.describe(calmly())).warnings).toEqual(['not read by default: 1 of 2 metric names']);
  });

  test('prometheus: of a metric that is too large, what moved is read and what is asked about, and that is said', async () => {
    const provider = await openLarge();
    const window = { start: new Date((NOW - 3_600) * 1000), end: provider.now() };
    const reading = await provider.series({ window, focus: ['svc7'] }, calmly());
    const pods = reading.items.filter(({ name }) => name === 'process_open_fds').map(({ labels }) => labels.pod);
    expect(pods).toContain('svc3-0');
    expect(pods).toContain('svc7-0');
    expect(pods.length).toBeLessThan(LARGE / 2);
    expect(reading.leftOut).toBe(`process_open_fds (${LARGE} series): what moved most and what is of svc7`);
    expect([...(reading.partOf ?? [])]).toEqual(['process_open_fds']);
    expect(reading.items.map(({ name }) => name)).toContain('go_goroutines');
  });

  test('prometheus: requests of too many series are read as indicators, and no share is made of a part', async () => {
    const provider = await openLarge();
    const reading = await provider.series({}, calmly());
    expect(reading.indicated).toEqual(['http_requests_total']);
    expect(reading.items.map(({ name }) => name)).not.toContain('http_requests_total');
    const app = createMetricsApp({ provider, apiKey: API_KEY });
    const rates = await read<{ items: object[]; searched: { what: string } }>(app, '/metrics/errors?time_window=1h');
    expect(rates.items).toEqual([]);
    expect(rates.searched.what).toContain('http_requests_total: see the service level indicators');
    const levels = await read<{ items: { service: string }[] }>(app, '/metrics/slis?since=1h');
    expect(new Set(levels.items.map(({ service }) => service)).size).toBe(LARGE);
    await app.close();
  });

  test('prometheus: the backend serves it, page by page, and says what was left out', async () => {
    const app = createMetricsApp({ provider: await openLarge(), apiKey: API_KEY });
    const answer = await read<{ truncated: boolean; searched: { what: string }; items: { name: string }[] }>(
      app,
      '/metrics/series?since=1h&limit=1',
    );
    expect(answer).toMatchObject({ truncated: true, items: [{ name: 'process_open_fds' }] });
    expect(answer.searched.what).toContain(`left out: process_open_fds (${LARGE} series): what moved most`);
    for (const path of ['/topology', '/alerts', '/traces?since=10m', '/source', '/metrics/query?name=go_goroutines'])
      await expect(read(app, path)).resolves.toBeDefined();
    await app.close();
  });

  test('prometheus: all that one question reads, calls and topology among it, costs ten queries at most', async () => {
    held ??= startHeld();
    const asked: string[] = [];
    const counted = (url: string): HttpSource => {
      const plain = source('Prometheus', url);
      return {
        ...plain,
        json: (path, request) => {
          if (path.startsWith('/api/v1/query')) asked.push(request.form?.query ?? '');
          return plain.json(path, request);
        },
      };
    };
    await openLarge();
    for (const url of [(await large!).url, (await held).prometheus.url]) {
      asked.length = 0;
      const choice = { ...LIMITS, maxSeries: 22, maxSeriesPerName: 20 };
      const provider = createPrometheusProvider({ ...common(), choice, prometheus: counted(url) });
      const window = { start: new Date((NOW - 3_600) * 1000), end: provider.now(), openEnd: true };
      const past = { ...window, start: new Date((NOW - 5 * 3_600) * 1000) };
      await Promise.all([
        provider.series({ window: past, focus: ['svc7'] }, calmly()),
        provider.slis({ window, focus: ['svc7'] }, calmly()),
        provider.topology(calmly()),
        provider.traceEdges({ window }, calmly()),
        provider.alerts(calmly()),
      ]);
      expect(asked.length).toBeGreaterThan(2);
      expect(asked.length).toBeLessThanOrEqual(10);
    }
  });

  test('prometheus: what only a part of the servers behind it could answer is told, and forbids health', async () => {
    held ??= startHeld();
    const plain = source('Prometheus', (await held).prometheus.url);
    const warns = (warnings: object): HttpSource => ({
      ...plain,
      json: async (path, request) => ({ ...((await plain.json(path, request)) as object), ...warnings }),
    });
    const window = { start: new Date((NOW - 600) * 1000), end: new Date(NOW * 1000) };
    const part = {
      metric: 'every metric',
      reason: 'Prometheus could read only a part of what it holds',
      touchesFocus: true,
    };
    for (const warnings of [{ warnings: ['No StoreAPIs matched for this query'] }, { isPartial: true }]) {
      const provider = await open({ prometheus: warns(warnings) });
      expect((await provider.slis({ window, focus: [] }, calmly())).leftOut).toContainEqual(part);
      expect((await provider.series({}, calmly())).leftOut).toContain(part.reason);
      expect((await provider.describe(calmly())).coverage?.readings[0]).toMatchObject({ state: 'truncated' });
    }
    const remarked = await open({ prometheus: warns({ warnings: ['PromQL info: metric might not be a counter'] }) });
    expect((await remarked.slis({ window, focus: [] }, calmly())).leftOut).toEqual([]);
  });

  test('prometheus: a longer window gets a longer step; matchers restrict every query', async () => {
    const provider = await open({ maxPoints: 10 });
    const start = new Date((NOW - 3_600) * 1000);
    const { items } = await provider.series({ name: 'load', window: { start, end: provider.now() } }, calmly());
    expect([...items[0]!.timestamps]).toEqual([NOW - 360, NOW]);
    const narrow = await open({ matchers: 'service="other"' });
    expect(await narrow.series({}, calmly())).toMatchObject({ present: false, items: [] });
  });

  test('prometheus: calls carry quantiles, and own time', async () => {
    const provider = await open();
    const { items } = await provider.traceEdges({ window: { end: provider.now() } }, calmly());
    expect(items).toMatchObject([{ caller: 'web', callee: 'api', errors: 0, p50Ms: 50, ownP50Ms: 80 }]);
    expect((await provider.describe(calmly())).signals).toEqual(['metrics', 'topology', 'traces', 'alerts']);
  });

  test('prometheus: a mesh counts each call once, and names those that failed', async () => {
    const place = 'source_canonical_service="web",destination_canonical_service="api"';
    const grown = (rate: number) => (i: number) => i * rate;
    const mesh = await startPrometheus(
      `${[
        '# TYPE istio_requests counter',
        ...samples(`istio_requests_total{${place},reporter="source",response_code="200"}`, grown(9)),
        ...samples(`istio_requests_total{${place},reporter="source",response_code="503"}`, grown(1)),
        ...samples(`istio_requests_total{${place},reporter="destination",response_code="200"}`, grown(9)),
        ...samples(`istio_requests_total{${place.replace('web', 'unknown')},reporter="source"}`, grown(1)),
        '# EOF',
      ].join('\n')}\n`,
    );
    started.push(mesh);
    const provider = await open({ prometheus: source('Prometheus', mesh.url) });
    expect(await provider.topology(calmly())).toEqual({ present: true, topology: { web: ['api'] } });
    const { items } = await provider.traceEdges({ window: { end: provider.now() } }, calmly());
    const [edge] = items.filter(({ caller }) => caller === 'web');
    expect(edge!.calls / edge!.errors).toBeCloseTo(10, 0);
    expect(items.map(({ caller }) => caller).toSorted()).toEqual(['', 'web']);
  });

  test('prometheus: a server that is away is unavailable, and one that is no Prometheus is a bad upstream', async () => {
    const away = await open({ prometheus: source('Prometheus', 'http://127.0.0.1:1') });
    await expect(away.series({}, calmly())).rejects.toMatchObject({ kind: 'unavailable' });
    const other = await open({ prometheus: source('Prometheus', (await held!).alertmanager.url) });
    await expect(other.series({}, calmly())).rejects.toMatchObject({ kind: 'bad-upstream' });
  });
} else {
  test.skip('prometheus: needs the Debian packages prometheus and prometheus-alertmanager', () => undefined);
}
