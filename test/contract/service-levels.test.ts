import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createHttpSource, type HttpSource } from '../../backends/common/live/http-source.ts';
import { openSnapshot } from '../../backends/common/snapshot/index.ts';
import type { MetricsProvider } from '../../backends/metrics/provider.ts';
import { createPrometheusProvider } from '../../backends/metrics/providers/prometheus.ts';
import { createSnapshotMetricsProvider } from '../../backends/metrics/providers/snapshot.ts';
import { summarizeSli } from '../../backends/metrics/slis/summarize.ts';
import { prometheusInstalled, type RunningServer, startPrometheus } from '../support/prometheus.ts';

const NOW = Math.floor(Date.now() / 60_000) * 60;
const MINUTES = 120;
const WINDOW_MINUTES = 30;
/** The last quarter of an hour is the incident. */
const ONSET = MINUTES - 15;
const SERVICES = 6;
const ROUTES = 8;
const BROKEN = 'svc3';

const started: RunningServer[] = [];
const sources: HttpSource[] = [];
const folders: string[] = [];
afterAll(async () => {
  for (const source of sources) source.close();
  for (const server of started) await server.stop();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Many services with many routes; one of them fails 40 % of its requests and is a second slower from the onset on. */
function samples(): string {
  const lines: string[] = [];
  const counter = (series: string, perMinute: (minute: number) => number): void => {
    let total = 0;
    for (let minute = 0; minute <= MINUTES; minute++) {
      total += perMinute(minute);
      lines.push(`${series} ${total} ${NOW - (MINUTES - minute) * 60}`);
    }
  };
  for (const type of ['http_requests', 'http_request_duration_seconds']) {
    lines.push(`# TYPE ${type} ${type === 'http_requests' ? 'counter' : 'histogram'}`);
    for (let service = 0; service < SERVICES; service++)
      for (let route = 0; route < ROUTES; route++) {
        const labels = `service="svc${service}",route="/r${route}"`;
        const broken = (minute: number) => `svc${service}` === BROKEN && minute > ONSET;
        if (type === 'http_requests') {
          counter(`http_requests_total{${labels},code="200"}`, (minute) => (broken(minute) ? 36 : 60));
          counter(`http_requests_total{${labels},code="500"}`, (minute) => (broken(minute) ? 24 : 0));
        } else {
          counter(`http_request_duration_seconds_bucket{${labels},le="0.1"}`, (minute) => (broken(minute) ? 0 : 60));
          counter(`http_request_duration_seconds_bucket{${labels},le="2"}`, () => 60);
          counter(`http_request_duration_seconds_bucket{${labels},le="+Inf"}`, () => 60);
          counter(`http_request_duration_seconds_count{${labels}}`, () => 60);
          counter(`http_request_duration_seconds_sum{${labels}}`, (minute) => (broken(minute) ? 63 : 3));
        }
      }
  }
  lines.push('# TYPE http_client_requests counter');
  for (const callee of ['svc1', BROKEN])
    counter(`http_client_requests_total{service="svc0",target="${callee}",code="200"}`, () => 60);
  return `${lines.join('\n')}\n# EOF\n`;
}

/** What a CloudWatch exporter tells of a function: half of its invocations fail from the onset on, of which nothing is told before. */
function cloudSamples(): string {
  const lines: string[] = [];
  const gauge = (name: string, figure: (minute: number) => number | undefined): void => {
    lines.push(`# TYPE ${name} gauge`);
    for (let minute = 0; minute <= MINUTES; minute++) {
      const value = figure(minute);
      const labels = 'dimension_FunctionName="render",name="arn:aws:lambda:x:1:function:render",job="yace"';
      if (value !== undefined) lines.push(`${name}{${labels}} ${value} ${NOW - (MINUTES - minute) * 60}`);
    }
  };
  gauge('aws_lambda_invocations_sum', (minute) => 600 + (minute % 3));
  gauge('aws_lambda_errors_sum', (minute) => (minute > ONSET ? 300 : undefined));
  gauge('aws_lambda_duration_average', (minute) => (minute > ONSET ? 900 : 120));
  return `${lines.join('\n')}\n# EOF\n`;
}

async function ofSnapshot(text = samples()): Promise<MetricsProvider> {
  const folder = mkdtempSync(join(tmpdir(), 'service-levels-'));
  folders.push(folder);
  mkdirSync(join(folder, 'metrics'));
  writeFileSync(join(folder, 'metrics', 'all.om'), text);
  const at = new Date(NOW * 1000).toISOString();
  writeFileSync(join(folder, 'snapshot.json'), JSON.stringify({ version: 1, cluster: 'shop', capturedAt: at }));
  return createSnapshotMetricsProvider(await openSnapshot(folder));
}

const queries = { count: 0 };

async function ofPrometheus(maxSamples?: number, text = samples()): Promise<MetricsProvider> {
  const server = await startPrometheus(text);
  started.push(server);
  const source = createHttpSource({ name: 'Prometheus', baseUrl: server.url });
  sources.push(source);
  return createPrometheusProvider({
    prometheus: {
      ...source,
      json: (path, request) => {
        queries.count++;
        return source.json(path, request);
      },
    },
    cluster: 'shop',
    // What limits single series must not limit what is summed: every metric here is larger than this.
    choice: { names: [], maxNames: 100, maxSeries: 20, maxSeriesPerName: 10 },
    matchers: '',
    spanSeconds: 3600,
    stepSeconds: 60,
    maxPoints: 1000,
    ...(maxSamples === undefined ? {} : { maxSamples }),
    now: () => new Date(NOW * 1000),
  });
}

async function levelsOf(provider: MetricsProvider, focus: readonly string[] = []) {
  const end = provider.now();
  const window = { start: new Date(end.getTime() - WINDOW_MINUTES * 60_000), end, openEnd: true };
  const reading = await provider.slis({ window, focus }, { signal: AbortSignal.timeout(60_000) });
  const span = {
    start: window.start.getTime() / 1000,
    end: reading.grid.start + reading.grid.length * reading.grid.step,
  };
  const items = reading.items.flatMap((series) => summarizeSli(series, reading.grid, span) ?? []);
  return { ...reading, items };
}

const cases: [string, boolean, (text?: string) => Promise<MetricsProvider>][] = [
  ['snapshot', true, ofSnapshot],
  ['Prometheus', prometheusInstalled, (text) => ofPrometheus(undefined, text)],
];

describe.each(cases)('service levels of a %s', (_, installed, open) => {
  const check = installed ? test : test.skip;

  check('the one broken service of many is told, with figures over all its series', async () => {
    const { items, present, leftOut } = await levelsOf(await open());
    expect(present).toBe(true);
    expect(leftOut).toEqual([]);
    const of = (service: string, indicator: string, statistic?: string) =>
      items.find(
        (sli) =>
          sli.service === service &&
          sli.side === 'server' &&
          sli.indicator === indicator &&
          sli.statistic === statistic,
      );
    const errors = of(BROKEN, 'error_ratio');
    expect(errors?.value).toBeCloseTo(0.4, 1);
    expect(errors?.direction).toBe('up');
    expect(errors?.failed).toBeGreaterThan(1500);
    const rate = of('svc0', 'rate');
    expect(rate?.value).toBeCloseTo(ROUTES, 0);
    expect(of('svc0', 'error_ratio')?.value).toBe(0);
    expect(of(BROKEN, 'latency', 'mean')?.value).toBeCloseTo(1.05, 1);
    expect(of(BROKEN, 'latency', 'mean')?.normal).toBeCloseTo(0.05, 2);
    expect(of(BROKEN, 'latency', 'p95')?.value).toBeGreaterThan(1);
    expect(of('svc0', 'latency', 'p95')?.value).toBeLessThan(0.11);
    const begun = Date.parse(errors?.onset ?? '') / 1000;
    expect(Math.abs(begun - (NOW - (MINUTES - ONSET) * 60))).toBeLessThanOrEqual(180);
    expect(new Set(items.map(({ service }) => service)).size).toBe(SERVICES);
  });

  check('what CloudWatch counts in periods is a rate, and what it tells nothing of did not happen', async () => {
    const { items } = await levelsOf(await open(cloudSamples()));
    const of = (indicator: string) => items.find((sli) => sli.service === 'render' && sli.indicator === indicator);
    expect(of('rate')?.value).toBeCloseTo(10, 0);
    expect(of('error_ratio')).toMatchObject({ normal: 0, direction: 'up' });
    expect(of('error_ratio')?.value).toBeCloseTo(0.5, 1);
    expect(of('error_ratio')?.failed).toBeGreaterThan(3500);
    expect(of('latency')).toMatchObject({ statistic: 'mean', normal: 0.12 });
    expect(of('latency')?.value).toBeCloseTo(0.9, 1);
  });

  check('a caller tells its callees apart, whatever label names them', async () => {
    const { items } = await levelsOf(await open());
    const called = items.filter(({ side, indicator }) => side === 'client' && indicator === 'rate');
    expect(called.map(({ service, peer }) => `${service} ${peer}`).sort()).toEqual(['svc0 svc1', `svc0 ${BROKEN}`]);
  });
});

(prometheusInstalled ? test : test.skip)('a large Prometheus costs ten queries at most', async () => {
  const provider = await ofPrometheus();
  queries.count = 0;
  await levelsOf(provider, [BROKEN]);
  expect(queries.count).toBeLessThanOrEqual(10);
});

(prometheusInstalled ? test : test.skip)(
  'what is asked about is read whatever it costs, and the rest is told',
  async () => {
    const { items, leftOut } = await levelsOf(await ofPrometheus(10), [BROKEN]);
    expect(
      items.find(({ service, indicator }) => service === BROKEN && indicator === 'error_ratio')?.value,
    ).toBeCloseTo(0.4, 1);
    expect(leftOut.map(({ metric }) => metric)).toContain('http_requests_total');
  },
);
