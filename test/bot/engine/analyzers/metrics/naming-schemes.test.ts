import { describe, expect, test } from '@jest/globals';
import type { AlertRecord } from '../../../../../bot/domain/signals.ts';
import { ANALYZERS } from '../../../../../bot/engine/analyzers/index.ts';
import { rank } from '../../../../../bot/engine/rank/rank.ts';
import { alert, level, type MadeSeries, metricEvidence } from '../../../../support/metric-evidence.ts';

type Labels = Record<string, string>;
const TOPOLOGY = { edge: ['cart', 'search'], cart: ['store'], search: [], store: [] };
/** Seconds before and during: the store turns slow, and those that call it. */
const WAITS: Readonly<Record<string, readonly [number, number]>> = {
  edge: [0.2, 0.5],
  cart: [0.06, 0.36],
  search: [0.03, 0.03],
  store: [0.01, 0.31],
};
/** Failures a minute of 600 requests. */
const FAILURES: Readonly<Record<string, readonly [number, number]>> = {
  edge: [6, 90],
  cart: [3, 85],
  search: [0.5, 0.5],
  store: [0.6, 84],
};

/** A counter that grows by what `rate` gives for each minute. */
function counter(rate: (i: number) => number): (i: number) => number {
  const sums: number[] = [];
  for (let i = 0; i < 240; i++) sums.push((sums.at(-1) ?? 1000) + rate(i));
  return (i) => sums[i]!;
}

/** Sum and count of a histogram for every service; `unit` is how many of the series' units a second has. */
function histogram(name: string, labels: (service: string) => Labels, unit = 1): MadeSeries[] {
  return Object.entries(WAITS).flatMap(([service, [before, during]]) => [
    { name: `${name}_count`, labels: labels(service), type: 'counter', value: counter(level(600)) },
    {
      name: `${name}_sum`,
      labels: labels(service),
      type: 'counter',
      value: counter(level(600 * before * unit, 600 * during * unit)),
    },
  ]);
}

/** Requests counted by how they ended. */
function outcomes(name: string, labels: (service: string, failed: boolean) => Labels): MadeSeries[] {
  return Object.entries(FAILURES).flatMap(([service, [before, during]]) => [
    { name, labels: labels(service, false), type: 'counter', value: counter(level(600, 600 - during)) },
    { name, labels: labels(service, true), type: 'counter', value: counter(level(before, during)) },
  ]);
}

function firstFor(series: readonly MadeSeries[], alerts: readonly AlertRecord[]) {
  const evidence = metricEvidence({ topology: TOPOLOGY, series, alerts });
  const findings = ANALYZERS.flatMap((analyzer) => {
    const analysis = analyzer.analyze(evidence);
    return analysis.status === 'found' ? analysis.findings : [];
  });
  return rank(findings, evidence).hypotheses[0];
}

describe('where slowness starts, under the names of', () => {
  test.each<[string, string, MadeSeries[]]>([
    [
      'Istio',
      'destination_service_name',
      histogram(
        'istio_request_duration_milliseconds',
        (name) => ({ destination_service_name: name, reporter: 'destination' }),
        1000,
      ),
    ],
    [
      'OpenTelemetry',
      'service.name',
      histogram('http_server_request_duration_seconds', (name) => ({ 'service.name': name, 'http.route': '/x' })),
    ],
    [
      'Micrometer',
      'application',
      histogram('http_server_requests_seconds', (name) => ({ application: name, uri: '/x', status: '200' })),
    ],
    [
      'gRPC middleware',
      'job',
      histogram('grpc_server_handling_seconds', (name) => ({ job: name, grpc_method: 'Get' })),
    ],
    ['Envoy', 'app', histogram('envoy_cluster_upstream_rq_time', (name) => ({ app: name }), 1000)],
    [
      'Linkerd',
      'deployment',
      histogram('response_latency_ms', (name) => ({ deployment: name, direction: 'inbound' }), 1000),
    ],
    ['pods', 'app', histogram('http_request_duration_seconds', (name) => ({ pod: `${name}-7f9c5d8b6-x2x9z` }))],
    [
      'X-Ray',
      'ServiceName',
      Object.entries(WAITS).map(([name, [before, during]]) => ({
        name: 'ResponseTime',
        labels: { ServiceName: name },
        value: level(before, during),
      })),
    ],
  ])('%s', (_, label, series) => {
    expect(firstFor(series, [alert('HighLatency', { [label]: 'edge' })])).toMatchObject({
      component: 'service/store',
      cause: 'latency_regression',
    });
  });
});

describe('where failures start, under the names of', () => {
  test.each<[string, string, MadeSeries[]]>([
    [
      'Istio',
      'destination_service_name',
      outcomes('istio_requests_total', (name, failed) => ({
        destination_service_name: name,
        response_code: failed ? '503' : '200',
      })),
    ],
    [
      'OpenTelemetry',
      'service_name',
      outcomes('http_server_request_duration_seconds_count', (name, failed) => ({
        service_name: name,
        http_response_status_code: failed ? '500' : '200',
      })),
    ],
    [
      'Micrometer',
      'application',
      outcomes('http_server_requests_seconds_count', (name, failed) => ({
        application: name,
        outcome: failed ? 'SERVER_ERROR' : 'SUCCESS',
      })),
    ],
    [
      'gRPC middleware',
      'job',
      outcomes('grpc_server_handled_total', (name, failed) => ({
        job: name,
        grpc_code: failed ? 'Unavailable' : 'OK',
      })),
    ],
    [
      'Envoy',
      'app',
      outcomes('envoy_cluster_upstream_rq_xx', (name, failed) => ({
        app: name,
        envoy_response_code_class: failed ? '5' : '2',
      })),
    ],
    [
      'Linkerd',
      'deployment',
      outcomes('response_total', (name, failed) => ({
        deployment: name,
        classification: failed ? 'failure' : 'success',
      })),
    ],
    [
      'span metrics',
      'service',
      outcomes('traces_spanmetrics_calls_total', (name, failed) => ({
        service: name,
        status_code: failed ? 'STATUS_CODE_ERROR' : 'STATUS_CODE_UNSET',
      })),
    ],
  ])('%s', (_, label, series) => {
    const first = firstFor(series, [alert('HighErrorRate', { [label]: 'edge' })]);
    expect(first?.component).toBe('service/store');
    expect(['availability_regression', 'dependency_unavailable']).toContain(first?.cause);
  });
});
