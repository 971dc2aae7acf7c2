import { describe, expect, test } from '@jest/globals';
import { withKnownLevels } from '../../../../bot/engine/metric-reading/known-levels.ts';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { readTrouble } from '../../../../bot/engine/propagation/trouble.ts';
import { alert, level, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

/** A counter that grows by `before` a minute and by `during` from the onset on. */
function counter(name: string, labels: Record<string, string>, before: number, during = before): MadeSeries {
  return {
    name,
    labels,
    type: 'counter',
    value: (i) => Math.min(i, ONSET_MINUTE) * before + Math.max(0, i - ONSET_MINUTE) * during,
  };
}

const histogram = (service: string, before: number, during = before) => [
  counter('http_request_duration_seconds_sum', { service, route: '/a' }, 600 * before, 600 * during),
  counter('http_request_duration_seconds_sum', { service, route: '/b' }, 600 * before, 600 * during),
  counter('http_request_duration_seconds_count', { service, route: '/a' }, 600),
  counter('http_request_duration_seconds_count', { service, route: '/b' }, 600),
  counter('http_request_duration_seconds_bucket', { service, route: '/a', le: '0.1' }, 500),
];

describe('service levels', () => {
  test('the mean latency of a histogram, over all its routes', () => {
    const metrics = readMetrics(metricEvidence({ series: histogram('cart', 0.1, 0.4) }));
    const latencies = metrics.of('service/cart', 'latency');
    expect(latencies).toHaveLength(1);
    expect(latencies[0]!.series.last).toBeCloseTo(0.4, 2);
    expect(latencies[0]!.series.changes[0]).toMatchObject({ direction: 'up' });
    expect(latencies[0]!.series.changes[0]!.before).toBeCloseTo(0.1, 2);
    expect(metrics.of('service/cart', 'traffic').map(({ series }) => series.name)).toEqual([
      'http_request_duration_seconds (requests a second)',
    ]);
  });

  test('the share of failed requests, from their status', () => {
    const made = [
      counter('http_requests_total', { service: 'cart', code: '200' }, 900, 700),
      counter('http_requests_total', { service: 'cart', code: '500' }, 0, 200),
    ];
    const ratio = readMetrics(metricEvidence({ series: made }))
      .of('service/cart', 'errors')
      .find(({ series }) => series.name.includes('share'))!;
    expect(ratio.series.last).toBeCloseTo(200 / 900, 2);
    expect(ratio.series.changes[0]).toMatchObject({ direction: 'up', before: 0 });
  });

  test('a steady histogram has no change', () => {
    const metrics = readMetrics(metricEvidence({ series: histogram('cart', 0.1) }));
    expect(metrics.of('service/cart', 'latency')[0]!.series.changes).toEqual([]);
  });

  test('blame follows histograms as it follows gauges', () => {
    const evidence = metricEvidence({
      topology: { edge: ['cart', 'mail'], cart: [], mail: [] },
      series: [...histogram('edge', 0.2, 0.5), ...histogram('cart', 0.1, 0.4), ...histogram('mail', 0.1)],
      alerts: [alert('HighLatency', { service: 'edge' })],
    });
    expect(readTrouble(evidence).blames[0]!.name).toBe('cart');
  });
});

test.each([
  ['nginx-vts', 'nginx_vts_server_requests_total', 'nginx'],
  ['edgelog', 'nginxlog_http_response_count_total', 'nginx'],
  ['hoist-api', 'http_requests_total', 'hoist-api'],
])('requests counted by the job %s are those of the program that is known', (job, name, service) => {
  const series = ['200', '500'].map((code) => counter(name, { job, instance: 'edge2:9913', code }, 600));
  const levels = (topology: Record<string, string[]>) => {
    const { slis } = withKnownLevels(metricEvidence({ series, topology }));
    return slis.status === 'observed' ? [...new Set(slis.value.items.map((sli) => sli.service))] : [];
  };
  expect(levels({ nginx: ['hoist'], hoist: [] })).toEqual([service]);
  expect(levels({ quay: ['hoist'], hoist: [] })).toEqual([job]);
});

test('two exporters on one host count the requests of one program', () => {
  const levels = (...instances: readonly string[]) => {
    const series = instances.map((instance, n) =>
      counter(n === 0 ? 'nginx_vts_server_requests_total' : 'nginx_http_requests_total', { instance }, 600),
    );
    const { slis } = withKnownLevels(metricEvidence({ series, topology: { nginx: ['hoist'] } }));
    return slis.status === 'observed' ? [...new Set(slis.value.items.map(({ service }) => service))] : [];
  };
  expect(levels('edge2:9913', 'edge2:9113')).toEqual(['nginx']);
  expect(levels('edge2:9913', 'edge3:9113')).toHaveLength(2);
});

test('names of several services behind one program stay theirs', () => {
  const series = ['crates', 'bills'].map((service) => counter('nginxlog_http_response_count_total', { service }, 600));
  const { slis } = withKnownLevels(metricEvidence({ series, topology: { nginx: [] } }));
  expect(slis.status === 'observed' && new Set(slis.value.items.map(({ service }) => service)).size).toBe(2);
});

describe('requests that a balancer counts by target group', () => {
  const balancer = { dimension_LoadBalancer: 'app/front/50dc6c495c0c9188' };
  const counted = (labels: Record<string, string>): MadeSeries => ({
    name: 'aws_applicationelb_request_count_sum',
    labels,
    value: level(600),
  });
  const group = (name: string) =>
    counted({ ...balancer, dimension_TargetGroup: `targetgroup/${name}/73e2d6bc24d8a067` });
  const services = (series: readonly MadeSeries[]) => {
    const running = { name: 'aws_ecs_cpuutilization_average', value: level(10) };
    const known = ['web', 'api'].map((name) => ({ ...running, labels: { dimension_ServiceName: name } }));
    const { slis } = withKnownLevels(metricEvidence({ series: [...series, ...known] }));
    return slis.status === 'observed' ? slis.value.items.map(({ service, peer }) => `${service} ${peer ?? ''}`) : [];
  };

  test('are those of the service that the group is named after', () => {
    expect(services([group('web-blue'), group('api')]).sort()).toEqual([
      'api ',
      'api front',
      'front ',
      'web ',
      'web front',
    ]);
  });

  test('are the balancer’s where the group is named like nobody', () => {
    expect(services([group('tg-1')])).toEqual(['front ']);
    expect(services([counted({ dimension_TargetGroup: 'targetgroup/tg-1/73e2d6bc24d8a067' })])).toEqual(['tg-1 ']);
  });
});
