import { expect, test } from '@jest/globals';
import type { Sli } from '../../../../bot/domain/service-level.ts';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { callGraph } from '../../../../bot/engine/propagation/call-graph.ts';
import { surgesFor } from '../../../../bot/engine/propagation/surge.ts';
import { symptomsOf } from '../../../../bot/engine/propagation/symptoms.ts';
import { alert, level, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const made = (name: string, service: string, before: number, during: number): MadeSeries => ({
  name,
  labels: { service, stat: name === 'requests' ? 'Sum' : 'Average' },
  value: level(before, during),
});

function surges(series: readonly MadeSeries[], topology: Record<string, string[]>): readonly string[] {
  const evidence = metricEvidence({ series, topology, alerts: [alert('LatencyHigh', { service: 'edge' })] });
  const metrics = readMetrics(evidence);
  const graph = callGraph(evidence);
  return symptomsOf(evidence, metrics, graph).flatMap((one) => surgesFor(one, graph, metrics).map(({ name }) => name));
}

const slow = made('request_latency_seconds', 'edge', 0.2, 0.5);

test('a rise below is its caller’s, however steep it looks where requests are few', () => {
  const series = [slow, made('requests', 'edge', 100, 180), made('requests', 'rare', 40, 101)];
  expect(surges(series, { edge: ['rare'], rare: [] })).toEqual(['edge']);
});

test('it is so too where the service between them is not measured', () => {
  const series = [slow, made('requests', 'edge', 100, 200), made('requests', 'deep', 40, 82)];
  expect(surges(series, { edge: ['unmeasured'], unmeasured: ['deep'], deep: [] })).toEqual(['edge']);
});

test('a rise that no caller has enters where it is', () => {
  const series = [slow, made('requests', 'edge', 100, 100), made('requests', 'deep', 40, 120)];
  expect(surges(series, { edge: ['deep'], deep: [] })).toEqual(['deep']);
});

test('what comes to a store, programs send', () => {
  const queries = { name: 'redis_commands_processed_total', labels: { service: 'cache' }, value: level(60, 300) };
  const series = [slow, made('requests', 'edge', 100, 300), queries];
  expect(surges(series, { edge: ['cache'], cache: [] })).toEqual(['edge']);
});

test('requests that come again because they fail are no surge', () => {
  const counter = (code: string, before: number, during: number): MadeSeries => ({
    name: 'http_requests_total',
    labels: { service: 'edge', code },
    type: 'counter',
    value: (i) => 60 * (Math.min(i, ONSET_MINUTE) * before + Math.max(0, i - ONSET_MINUTE) * during),
  });
  const topology = { edge: [] };
  expect(surges([slow, counter('200', 100, 10), counter('500', 0.1, 390)], topology)).toEqual([]);
  expect(surges([slow, counter('200', 100, 300), counter('500', 0.1, 100)], topology)).toEqual(['edge']);
});

test('calls of a function that are made again as they fail are no surge, where both are only counted', () => {
  const counted = (name: string, before: number, during: number): MadeSeries => ({
    name: `aws_lambda_${name}_sum`,
    labels: { dimension_FunctionName: 'edge' },
    value: level(before, during),
  });
  const topology = { edge: [] };
  expect(surges([slow, counted('invocations', 600, 1750), counted('errors', 1, 1740)], topology)).toEqual([]);
  expect(surges([slow, counted('invocations', 600, 1750), counted('errors', 1, 90)], topology)).toEqual(['edge']);
});

/** Requests that come four times as many from a minute on; answers that are slow for some minutes then; instances. */
function absorbed(instances: (i: number) => number): readonly string[] {
  const slowFrom = ONSET_MINUTE - 40;
  const late = level(0.2, 2.2, 0);
  const quick = level(0.2);
  const evidence = metricEvidence({
    topology: { edge: [] },
    alerts: [alert('LatencyHigh', { service: 'edge' }, 53)],
    series: [
      {
        name: 'request_latency_seconds',
        labels: { service: 'edge' },
        value: (i) => (i >= slowFrom && i < slowFrom + 10 ? late(i) : quick(i)),
      },
      { name: 'requests', labels: { service: 'edge', stat: 'Sum' }, value: level(600, 2400, slowFrom) },
      { name: 'kube_deployment_status_replicas_available', labels: { deployment: 'edge' }, value: instances },
    ],
  });
  const metrics = readMetrics(evidence);
  const graph = callGraph(evidence);
  return symptomsOf(evidence, metrics, graph).flatMap((one) => surgesFor(one, graph, metrics).map(({ name }) => name));
}

test('more requests that were too many until instances were added are a surge, though they go on', () => {
  expect(absorbed((i) => (i >= ONSET_MINUTE - 35 ? 12 : 4))).toEqual(['edge']);
});

test('where none were added, what ends while the requests go on was not theirs', () => {
  expect(absorbed(() => 4)).toEqual([]);
});

/** Requests at an entry that rose soon after the record began, answers that grew slow a little later, and both well again. */
function overAfterLong(times: number, slowness: number): readonly string[] {
  const [rate, took] = [level(100, 100 * times, 0), level(0.04, 0.04 * slowness, 0)];
  const [usualRate, usuallyTook] = [level(100), level(0.04)];
  const isSpell = (i: number, from: number) => i >= from && i < 232;
  const evidence = metricEvidence({
    topology: { edge: [] },
    question: 'it was slow',
    series: [
      {
        name: 'request_latency_seconds',
        labels: { service: 'edge' },
        value: (i) => (isSpell(i, 23) ? took(i) : usuallyTook(i)),
      },
      {
        name: 'requests',
        labels: { service: 'edge', stat: 'Sum' },
        value: (i) => (isSpell(i, 20) ? rate(i) : usualRate(i)),
      },
    ],
  });
  const metrics = readMetrics(evidence);
  const graph = callGraph(evidence);
  return symptomsOf(evidence, metrics, graph).flatMap((one) => surgesFor(one, graph, metrics).map(({ name }) => name));
}

test('a surge that began after a short past is one by the step with which it began', () => {
  expect(overAfterLong(3, 25)).toEqual(['edge']);
  expect(overAfterLong(1, 25)).toEqual([]);
  expect(overAfterLong(3, 1)).toEqual([]);
});

test('requests whose last change is that they ebb away are a surge while far above normal, and none without a level before', () => {
  const counted = { name: 'http_requests_total', labels: { service: 'edge', code: '200' }, type: 'counter' };
  const rise = { ...counted, value: (i: number) => 1_800 * i + 7_200 * Math.max(0, i - ONSET_MINUTE) };
  const made = metricEvidence({
    series: [slow, rise],
    topology: { edge: [] },
    alerts: [alert('LatencyHigh', { service: 'edge' })],
  });
  /** As a short record is told: what came after the rise is the larger change. */
  const of = (changed: Partial<Sli>) => {
    if (made.slis?.status !== 'observed') throw new Error('no service levels');
    const { value: levels, ...observed } = made.slis;
    const items = levels.items.map((one) => (one.indicator === 'rate' ? { ...one, ...changed } : one));
    const evidence = { ...made, slis: { ...observed, value: { ...levels, items } } };
    const [metrics, graph] = [readMetrics(evidence), callGraph(evidence)];
    return symptomsOf(evidence, metrics, graph).flatMap((one) =>
      surgesFor(one, graph, metrics).map(({ name }) => name),
    );
  };
  const ebbing = { direction: 'down', shape: 'drift' } as const;
  expect(of(ebbing)).toEqual(['edge']);
  expect(of({ ...ebbing, value: 31 })).toEqual([]);
  expect(of({ onset: undefined, direction: undefined })).toEqual([]);
});
