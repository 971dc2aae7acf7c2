import { describe, expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../bot/domain/signals.ts';
import { withKnownLevels } from '../../../../bot/engine/metric-reading/known-levels.ts';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { readCalls } from '../../../../bot/engine/propagation/calls.ts';
import { readReach } from '../../../../bot/engine/rank/reach.ts';
import { level, type MadeEvidence, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const gauge = (name: string, labels: Record<string, string>): MadeSeries => ({ name, labels, value: level(10) });
const logs = (service: string, text = 'ready'): ServiceLogs => ({
  service,
  lines: 1,
  levels: {},
  patterns: [{ template: text, count: 1, level: 'error', samples: [{ text }] }],
});
const balancer = { load_balancer: 'app/edge-alb/50dc6c495c0c9188' };
const behind = { ...balancer, target_group: 'targetgroup/web-tg/6d0ecf831eec9f09' };
const cloud: MadeEvidence = {
  logs: [logs('web'), logs('cart')],
  series: [
    gauge('aws_applicationelb_target_response_time_average', behind),
    gauge('aws_applicationelb_httpcode_elb_5_xx_count_sum', balancer),
    gauge('aws_ecs_cpuutilization_average', { service_name: 'web' }),
    gauge('aws_ecs_cpuutilization_average', { service_name: 'cart' }),
    gauge('aws_rds_cpuutilization_average', { dbinstance_identifier: 'cart-db' }),
  ],
};
const called = (made: MadeEvidence, caller: string, how: 'known' | 'possible' = 'known') => [
  ...(readCalls(withKnownLevels(metricEvidence(made)))[how].get(caller) ?? []),
];

test('what is called by the name of a machine runs on it', () => {
  const series = [gauge('windows_cpu_time_total', { instance: 'sql01:9182', job: 'windows' })];
  const reach = readReach(metricEvidence({ topology: { web: ['sql01'] }, series, logs: [] }));
  expect([...reach.dependants('node/sql01')].sort()).toEqual(['service/sql01', 'service/web']);
  const apart = readReach(metricEvidence({ topology: { web: ['store'] }, series, logs: [] }));
  expect([...apart.dependants('node/sql01')]).toEqual([]);
});

test('what is asked for under the name of a business enters where nobody within calls', () => {
  const topology = { front: ['orders'], orders: ['store'] };
  const asked = (series: MadeSeries[], name: string) => called({ topology, series, logs: [] }, name);
  expect(asked([gauge('business_mrt_ms', { tc: 'Transfer' })], 'Transfer')).toEqual(['front']);
  expect(asked([gauge('biz_mean_resp_ms', { app: 'portal' })], 'portal')).toEqual(['front']);
  // Who is within is called as was recorded; a program of which nobody recorded calls is no kind of business.
  expect(asked([gauge('business_mrt_ms', { tc: 'orders' })], 'orders')).toEqual(['store']);
  expect(asked([gauge('request_latency_seconds', { app: 'portal' })], 'portal')).toEqual([]);
});

describe('where nobody recorded the calls', () => {
  test('a balancer calls the services of its target groups', () => {
    expect(called(cloud, 'edge-alb')).toEqual(['web']);
  });

  test('a target group that names no balancer is that of the only one; of two it may be either’s', () => {
    const { target_group } = behind;
    const apart = [
      gauge('aws_applicationelb_request_count_sum', { target_group }),
      gauge('aws_applicationelb_request_count_sum', balancer),
    ];
    expect(called({ ...cloud, series: apart }, 'edge-alb')).toEqual(['web']);
    const second = gauge('aws_applicationelb_request_count_sum', { load_balancer: 'app/back-alb/50dc6c495c0c9189' });
    expect(called({ ...cloud, series: [...apart, second] }, 'edge-alb')).toEqual([]);
    expect(called({ ...cloud, series: [...apart, second] }, 'back-alb')).toEqual([]);
  });

  test('what is counted by target group is the service, what is not is the balancer', () => {
    const metrics = readMetrics(withKnownLevels(metricEvidence(cloud)));
    expect(metrics.of('service/web', 'latency')).toHaveLength(1);
    expect(metrics.of('service/edge-alb', 'latency')).toHaveLength(0);
  });

  test('a failing call tells of itself, if the one called is known by that name', () => {
    const text = 'timeout of 3000ms exceeded (GET http://cart:8080/api)';
    const made = { ...cloud, logs: [logs('web', text), logs('cart')] };
    expect(called(made, 'web')).toEqual(['cart']);
    expect(called({ ...made, series: [], logs: [logs('web', text)] }, 'web')).toEqual([]);
  });

  test('who is said to have answered with a failure was called, if known by that name', () => {
    const made = (text: string) => ({ ...cloud, logs: [logs('web', text), logs('cart')] });
    expect(called(made('upstream cart answered 500 Internal Server Error'), 'web')).toEqual(['cart']);
    expect(called(made('{"msg":"cart responded with status 503"}'), 'web')).toEqual(['cart']);
    expect(called(made('Request failed with status code 502 (cart)'), 'web')).toEqual(['cart']);
    expect(called(made('status=503 from cart, giving up'), 'web')).toEqual(['cart']);
    expect(called(made('Request failed with status code 404 (cart)'), 'web')).toEqual([]);
    expect(called(made('cart answered 404 Not Found'), 'web')).toEqual([]);
    expect(called(made('nobody answered 500 Internal Server Error'), 'web')).toEqual([]);
  });

  test('a store that nobody is known to call may be called by any program, another program by those in front', () => {
    expect(called(cloud, 'web', 'possible').sort()).toEqual(['cart', 'cart-db']);
    expect(called(cloud, 'cart', 'possible')).toEqual(['cart-db']);
    expect(called(cloud, 'web')).toEqual([]);
  });

  test('workers that speak FastCGI alone are called by the web server, and no other program is', () => {
    const series = ['nginx', 'php-fpm', 'mailer'].map((job) => gauge('process_cpu_usage', { job, service: job }));
    const made = { series, logs: [] };
    expect(called(made, 'nginx', 'possible')).toEqual(['php-fpm']);
    expect(called(made, 'mailer', 'possible')).toEqual([]);
    expect(readReach(metricEvidence(made)).isCalled('php-fpm')).toBe(false);
  });

  test('in a cluster a store may be called by the program of its name alone', () => {
    const objects = ['parcel-api', 'parcels-db', 'mail-api'].map((name) => ({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name, namespace: 'shop' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } } },
      },
    }));
    const series = objects.map(({ metadata: { name } }) => gauge('process_cpu_usage', { service: name }));
    const made = { objects, series, logs: [] };
    expect(called(made, 'parcel-api', 'possible')).toEqual(['parcels-db']);
    expect(called(made, 'mail-api', 'possible')).toEqual([]);
  });

  test('where they are recorded, nothing is added but a balancer of which the record has nothing', () => {
    const made = { ...cloud, topology: { web: ['cart'], cart: [] } };
    expect(called(made, 'web', 'possible')).toEqual(['cart']);
    expect(called(made, 'edge-alb')).toEqual(['web']);
    const recorded = { ...cloud, topology: { 'edge-alb': ['cart'], web: ['cart'] } };
    expect(called(recorded, 'edge-alb', 'possible')).toEqual(['cart']);
  });

  describe('by functions of a cloud', () => {
    const ofFunction = (name: string) => [
      gauge('aws_lambda_invocations_sum', { function_name: name }),
      gauge('aws_lambda_errors_sum', { function_name: name }),
    ];
    const made = {
      logs: [logs('take-fn', 'TooManyRequestsException: Rate Exceeded (score-fn)'), logs('score-fn')],
      series: [
        ...['take-fn', 'score-fn', 'mail-fn'].flatMap(ofFunction),
        gauge('aws_apigateway_count_sum', { api_name: 'claims' }),
      ],
    };

    test('one that an error names is called by who wrote it, and an API may call the others', () => {
      expect(called(made, 'take-fn', 'possible')).toEqual(['score-fn']);
      expect(called(made, 'claims', 'possible').sort()).toEqual(['mail-fn', 'take-fn']);
      expect(called(made, 'claims')).toEqual([]);
    });

    test('one whose name is but a part of another word is not named, nor is one in a line that is no error', () => {
      const longer = { ...made, logs: [logs('take-fn', 'failed: score-fn-replay is gone')] };
      expect(called(longer, 'take-fn', 'possible')).toEqual([]);
      const told = logs('take-fn', 'calling score-fn');
      const patterns = told.patterns.map((pattern) => ({ ...pattern, level: 'info' as const }));
      expect(called({ ...made, logs: [{ ...told, patterns }] }, 'take-fn', 'possible')).toEqual([]);
    });

    test('an API that a record of calls leaves out may call what nobody is recorded to', () => {
      const recorded = { ...made, topology: { 'take-fn': ['score-fn'] } };
      expect(called(recorded, 'claims', 'possible').sort()).toEqual(['mail-fn', 'take-fn']);
      expect(called({ ...made, topology: { claims: ['take-fn'] } }, 'claims', 'possible')).toEqual(['take-fn']);
    });
  });
});

test('a back end of HAProxy is the service that it is named after; one that is named like nobody stays HAProxy’s', () => {
  const of = (proxy: string) =>
    readMetrics(
      metricEvidence({
        logs: [logs('web'), logs('haproxy')],
        series: [gauge('haproxy_backend_active_servers', { proxy, job: 'haproxy', instance: 'lb-1:8404' })],
      }),
    ).components;
  expect(of('be_web')).toEqual(['service/web']);
  expect(of('be_static')).toEqual(['service/haproxy']);
});

test('what is scraped at a machine’s address runs on it', () => {
  const reach = readReach(
    metricEvidence({
      logs: [logs('cart')],
      series: [
        gauge('node_load1', { instance: 'app-1:9100', job: 'node' }),
        gauge('node_load1', { instance: 'db-1:9100', job: 'node', node: 'db-1' }),
        gauge('pg_up', { instance: 'db-1:9187', job: 'cart-db' }),
        gauge('process_open_fds', { instance: 'app-1:8080', job: 'cart' }),
      ],
    }),
  );
  expect([...reach.dependants('node/app-1')]).toEqual(['service/cart']);
  expect([...reach.dependants('node/db-1')].sort()).toEqual(['service/cart', 'service/cart-db']);
  expect([...reach.dependencies('service/cart')]).toContain('node/app-1');
});
