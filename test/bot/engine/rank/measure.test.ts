import { expect, test } from '@jest/globals';
import type { Observation } from '../../../../bot/domain/observation.ts';
import type { EvidenceSet, LogPattern, MetricSeries } from '../../../../bot/domain/signals.ts';
import type { ComplaintKind } from '../../../../bot/engine/knowledge/complaint-words.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { isSteady } from '../../../../bot/engine/rank/levels.ts';
import { measure } from '../../../../bot/engine/rank/measure.ts';
import { judgeNoFault } from '../../../../bot/engine/rank/no-fault.ts';
import {
  AS_OF,
  counter,
  iso,
  type MadeSeries,
  metricEvidence,
  ONSET_MINUTE,
} from '../../../support/metric-evidence.ts';

const RISE = 40;
const probe = (high: number): MadeSeries => ({
  name: 'probe_duration_seconds',
  labels: { job: 'blackbox', instance: 'https://till.quay.example/' },
  value: (i) => (i < ONSET_MINUTE ? 0.2 : high) + (i % 3) / 1000,
});
const lag = (high: number): MadeSeries => ({
  name: 'kafka_consumer_fetch_manager_records_lag_max',
  labels: { job: 'crate-joiner', client_id: 'crate-joiner-1' },
  value: (i) => (i < ONSET_MINUTE ? 50 : high) + (i % 7),
});
const mails = (high: number): MadeSeries => ({
  name: 'postfix_showq_message_size_bytes_count',
  labels: { job: 'postfix', queue: 'deferred' },
  value: (i) => (i < ONSET_MINUTE ? 40 : high) + (i % 3),
});
const missing = (series: MadeSeries, kind: ComplaintKind) =>
  measure(metricEvidence({ series: [series] }), new Set([kind]), undefined, PARAMETERS).missing;

test.each<[string, MadeSeries, MadeSeries, ComplaintKind]>([
  ['the time of a probe from outside', probe(0.2), probe(0.2 * RISE), 'latency'],
  ['how far a consumer is behind', lag(50), lag(50 * RISE), 'late'],
  ['how many mails lie in a queue', mails(40), mails(40 * RISE), 'late'],
])('%s measures the complaint where it is steady, and does not where it rose', (_, steady, risen, kind) => {
  expect(missing(steady, kind)).toEqual([]);
  expect(missing(risen, kind)).toEqual([kind]);
});

/** What CloudWatch sums a minute of a target group: the time of day makes more requests and more failures. */
const target = (failed: number): readonly MadeSeries[] => {
  const labels = { target_group: 'targetgroup/till/6d0ecf831eec9f09' };
  const busier = (i: number) => 1 + i / 480;
  return [
    {
      name: 'aws_applicationelb_request_count_sum',
      labels,
      value: (i) => Math.round(2_000 * busier(i)) + ((i * 37) % 90),
    },
    {
      name: 'aws_applicationelb_httpcode_target_5_xx_count_sum',
      labels,
      value: (i) => Math.round((i < ONSET_MINUTE ? 2 : failed) * busier(i)) + ((i * 5) % 3),
    },
    { name: 'aws_ecs_cpuutilization_average', labels: { service_name: 'till' }, value: () => 30 },
  ];
};

test('failures that a cloud counts beside all requests measure a complaint about errors where they stay few', () => {
  const errors = (failed: number) =>
    measure(metricEvidence({ series: target(failed) }), new Set(['errors']), undefined, PARAMETERS);
  expect(errors(2).missing).toEqual([]);
  expect(errors(2).measured.map(({ text }) => text.slice(0, 38))).toEqual(['till: share of failed requests 0.137 %']);
  expect(errors(400).missing).toEqual(['errors']);
});

test('a level that was worked off again is steady, and one that still stands is not', () => {
  const rise = {
    kind: 'level-shift',
    direction: 'up',
    onset: '2026-05-03T12:38:00Z',
    before: 130,
    during: 3_771,
    score: 5,
  };
  const level = (last: number) =>
    isSteady({ name: 'lag', labels: {}, changes: [rise], last } as unknown as MetricSeries);
  expect(level(254)).toBe(true);
  expect(level(3_600)).toBe(false);
});

const delivery = (dsn: string, status: string, count: number): LogPattern => {
  const text = `gw-3 postfix/smtp[4412]: 8F0A: to=<a@quay.example>, relay=mx.quay.example[192.0.2.9]:25, delay=2, dsn=${dsn}, status=${status} (said)`;
  return { template: text, level: 'info', count, samples: [{ text }] };
};
/** A machine of which there are only logs. */
const mail = (...patterns: readonly LogPattern[]): EvidenceSet => {
  const service = { service: 'postfix', lines: patterns.reduce((sum, { count }) => sum + count, 0), levels: {} };
  const evidence = metricEvidence({ logs: [{ ...service, patterns }] });
  const none = { status: 'unknown', tool: 'list', reason: 'none in this source', absent: true } as const;
  return { ...evidence, objects: none, events: none, metrics: none };
};
const verdict = (evidence: EvidenceSet) =>
  judgeNoFault(evidence, [], [], new Set(['availability']), undefined, PARAMETERS).verdict;

test('mails that are sent on tell that a mail server is well; those held back do not', () => {
  const sent = delivery('2.0.0', 'sent', 90);
  expect(verdict(mail(sent))).toBe('healthy');
  // An address that does not exist is its sender's mistake.
  expect(verdict(mail(sent, delivery('5.1.1', 'bounced', 30)))).toBe('healthy');
  expect(verdict(mail(sent, delivery('4.4.1', 'deferred', 30)))).toBe('unknown');
  expect(verdict(mail(sent, delivery('5.7.1', 'bounced', 30)))).toBe('unknown');
});

test('logs that are no daemons’ may be of pods that nobody listed', () => {
  const text = 'served a request';
  const own = { template: text, level: 'info', count: 900, samples: [{ text }] } as const;
  expect(verdict(mail(delivery('2.0.0', 'sent', 90), own))).toBe('unknown');
});

// ECS, "Container Insights metrics": DesiredTaskCount and RunningTaskCount of a service.
const count = (of: string, value: number): MadeSeries => ({
  name: `aws_ecs_containerinsights_${of}_task_count_average`,
  labels: { dimension_ServiceName: 'till' },
  value: () => value,
});
const unanswered = (running: number) =>
  measure(
    metricEvidence({ series: [count('desired', 4), count('running', running)] }),
    new Set<ComplaintKind>(['rollout']),
    undefined,
    PARAMETERS,
  ).missing;

test('a rollout is measured where a cloud counts the tasks that run and that are wanted', () => {
  expect(unanswered(4)).toEqual([]);
  expect(unanswered(3)).toEqual(['rollout']);
});

const REQUESTS = { job: 'till', method: 'GET', handler: '/pay' };
const failing = (perMinute: number): readonly MadeSeries[] => [
  counter('http_requests_total', { ...REQUESTS, status: '200' }, 600),
  counter('http_requests_total', { ...REQUESTS, status: '500' }, 0, perMinute),
];
const timed: readonly MadeSeries[] = ['0.1', '0.5', '+Inf'].map((le, i) =>
  counter('http_request_duration_seconds_bucket', { ...REQUESTS, le }, [540, 600, 600][i]!),
);
const kubeState = (available: number): readonly MadeSeries[] => [
  { name: 'kube_deployment_spec_replicas', labels: { namespace: 'shop', deployment: 'till' }, value: () => 3 },
  {
    name: 'kube_deployment_status_replicas_available',
    labels: { namespace: 'shop', deployment: 'till' },
    value: (i) => (i < ONSET_MINUTE ? 3 : available),
  },
  counter(
    'kube_pod_container_status_restarts_total',
    { namespace: 'shop', pod: 'till-5c6d-x2x4v', container: 'till' },
    0,
  ),
];
const none = { status: 'unknown', tool: 'list', reason: 'none in this source', absent: true } as const;
/** A system whose objects nobody recorded. */
const recorded = (series: readonly MadeSeries[], over: Partial<EvidenceSet> = {}): EvidenceSet => ({
  ...metricEvidence({ series, alerts: [] }),
  objects: none,
  events: none,
  ...over,
});
const judged = (evidence: EvidenceSet, kinds: readonly ComplaintKind[] = []) =>
  judgeNoFault(evidence, [], [], new Set(kinds), undefined, PARAMETERS).verdict;

test('on machines a rollout is measured by how requests fare', () => {
  expect(judged(recorded([...failing(0), ...timed]), ['rollout'])).toBe('healthy');
  expect(judged(recorded([...failing(200), ...timed]), ['rollout'])).toBe('unknown');
  expect(judged(recorded(failing(0)), ['rollout'])).toBe('unknown');
  // Of a cluster the replicas tell, and here nobody counted those that run.
  expect(judged(recorded([...failing(0), ...timed, kubeState(3)[0]!]), ['rollout'])).toBe('unknown');
});

test('kube-state-metrics tells of pods where the source holds no objects, not where they were refused', () => {
  const series = [...failing(0), ...timed, ...kubeState(3)];
  expect(judged(recorded(series))).toBe('healthy');
  expect(judged(recorded([...failing(0), ...timed, ...kubeState(1)]))).toBe('unknown');
  expect(judged(recorded(series.filter(({ name }) => !name.includes('restarts'))))).toBe('unknown');
  expect(judged(recorded(series, { alerts: none }))).toBe('unknown');
  const refused = { status: 'unknown', tool: 'list_objects', reason: 'forbidden' } as const;
  expect(judged(recorded(series, { objects: refused }))).toBe('unknown');
});

test('the readiness of every pod tells what wanted replicas would, where nobody counts those', () => {
  const ready = (name: string, during: number): MadeSeries => ({
    name,
    labels: { namespace: 'shop', pod: 'till-5c6d-x2x4v', container: 'till' },
    value: (i) => (i < ONSET_MINUTE ? 1 : during),
  });
  const uncounted = (available: number, ...told: readonly MadeSeries[]) =>
    judged(recorded([...failing(0), ...timed, ...kubeState(available).slice(1), ...told]));
  for (const name of ['kube_pod_container_status_ready', 'kube_pod_status_ready']) {
    expect(uncounted(3, ready(name, 1))).toBe('healthy');
    expect(uncounted(3, ready(name, 0))).toBe('unknown');
    expect(uncounted(1, ready(name, 1))).toBe('unknown');
  }
  expect(uncounted(3)).toBe('unknown');
  // Whether a rollout got through is told by what it wanted, not by what runs on.
  const told = recorded([...failing(0), ...timed, kubeState(3)[1]!, ready('kube_pod_container_status_ready', 1)]);
  expect(judged(told, ['rollout'])).toBe('unknown');
});

test('errors that filled a log for many minutes and are over are no health where somebody complains', () => {
  const errors = (seconds: number): Observation => ({
    kind: 'log-errors',
    name: 'error',
    component: 'service/scans',
    class: 'relevant',
    from: iso(AS_OF - 1800),
    until: iso(AS_OF - 1800 + seconds),
    evidence: [
      { source: 'logs', tool: 'summarize_logs', target: 'service/scans', text: 'scans wrote 80 times: it is full' },
    ],
  });
  const of = (one: Observation, question?: string) => {
    const evidence = recorded([...failing(0), ...timed, ...kubeState(3)], question === undefined ? {} : { question });
    return judgeNoFault(evidence, [one], [], new Set(), undefined, PARAMETERS).verdict;
  };
  expect(of(errors(800), 'uploads failed for a while')).toBe('unknown');
  expect(of(errors(60), 'uploads failed for a while')).toBe('healthy');
  expect(of(errors(800))).toBe('healthy');
});

test('requests that nobody sent are no figure of health', () => {
  const served = (each: number): readonly MadeSeries[] => [
    { name: 'http_requests_total', labels: { service: 'till', code: '200' }, type: 'counter', value: (i) => i * each },
    { name: 'http_requests_total', labels: { service: 'till', code: '500' }, type: 'counter', value: () => 3 },
  ];
  const lacks = (each: number) =>
    measure(metricEvidence({ series: served(each) }), new Set(['errors']), undefined, PARAMETERS).missing;
  expect(lacks(600)).toEqual([]);
  expect(lacks(0)).toEqual(['errors']);
});

test('answers that came late for a while leave open what was asked of latency, not of failures that were counted', () => {
  const calls = recorded([...failing(0), ...timed, ...kubeState(3)]);
  const { end } = calls.window;
  const before = (minutes: number) => new Date(Date.parse(end) - minutes * 60_000).toISOString();
  const late = {
    component: 'service/stock',
    kind: 'latency',
    name: 'http_request_duration_seconds',
    class: 'relevant',
    evidence: [],
    from: before(40),
    until: before(20),
  } as unknown as Observation;
  const asked = (kinds: readonly ComplaintKind[], residue: readonly Observation[]) =>
    judgeNoFault(calls, residue, [], new Set(kinds), undefined, PARAMETERS).verdict;
  expect([asked(['errors'], [late]), asked(['latency'], [late]), asked([], [late])]).toEqual([
    'healthy',
    'unknown',
    'unknown',
  ]);
  expect(asked(['errors'], [{ ...late, kind: 'error-ratio' }])).toBe('unknown');
  expect(asked(['errors', 'latency'], [late])).toBe('unknown');
});
