import { describe, expect, test } from '@jest/globals';
import type { Series } from '../../../../backends/metrics/provider.ts';
import { serviceLevelsOf } from '../../../support/service-levels.ts';

const START = 1_780_000_000;
const MINUTES = 240;
const ONSET = 220;
const WINDOW = { start: START + (MINUTES - 60) * 60, end: START + MINUTES * 60 };

type Labels = Record<string, string>;

/** A statistic of each minute, as CloudWatch's exporters write it; no point where the figure is undefined. */
function statistic(name: string, labels: Labels, value: (minute: number) => number | undefined, period = 1): Series {
  const points = Array.from({ length: MINUTES }, (_, i) => i + 1).flatMap((minute) => {
    const figure = value(Math.floor((minute - 1) / period));
    return figure === undefined ? [] : [[START + minute * 60, figure] as const];
  });
  return {
    name,
    labels,
    type: 'gauge',
    timestamps: Float64Array.from(points, ([time]) => time),
    values: Float64Array.from(points, ([, figure]) => figure),
  };
}

/** A figure that is never the same twice in a row, as counts of many requests are. */
const about = (level: number) => (minute: number) => level + (minute % 7);
const since = (before: number | undefined, during: number | undefined) => (minute: number) =>
  minute >= ONSET ? during : before;

const told = (series: readonly Series[]) => serviceLevelsOf(series, WINDOW).items;
const find = (series: readonly Series[], service: string, indicator: string, statistic?: string, peer?: string) =>
  told(series).find(
    (sli) => sli.service === service && sli.indicator === indicator && sli.statistic === statistic && sli.peer === peer,
  );

describe('a function', () => {
  const labels = { dimension_FunctionName: 'render', name: 'arn:aws:lambda:eu-west-1:1:function:render', region: 'x' };
  const invocations = statistic('aws_lambda_invocations_sum', labels, about(597));
  const throttles = statistic('aws_lambda_throttles_sum', labels, since(0, 900));

  test('a sum of each period is a rate, whole at the end of the window too', () => {
    const rate = find([invocations], 'render', 'rate');
    expect(rate).toMatchObject({ side: 'server', unit: 'requests/s', basis: 'gauge' });
    expect(rate?.value).toBeCloseTo(10, 1);
    expect(rate?.last).toBeCloseTo(10, 0);
    expect(rate?.onset).toBeUndefined();
  });

  test('errors that have points only where there were any are a share of the invocations, 0 elsewhere', () => {
    const errors = statistic('aws_lambda_errors_sum', labels, since(undefined, 150));
    const ratio = find([invocations, errors], 'render', 'error_ratio');
    expect(ratio).toMatchObject({ normal: 0, direction: 'up' });
    expect(ratio?.value).toBeCloseTo(0.25, 2);
    expect(ratio?.failed).toBeCloseTo(3000, -2);
  });

  test('a function beside it that never failed fails in no case; where nobody asked for errors, nobody knows', () => {
    const other = { dimension_FunctionName: 'upload' };
    const errors = statistic('aws_lambda_errors_sum', labels, since(undefined, 150));
    const series = [invocations, errors, statistic('aws_lambda_invocations_sum', other, about(60))];
    expect(find(series, 'upload', 'error_ratio')).toMatchObject({ value: 0, failed: 0 });
    expect(find([series[2]!], 'upload', 'error_ratio')).toBeUndefined();
  });

  test('throttled requests are no failed invocations', () => {
    const errors = statistic('aws_lambda_errors_sum', labels, () => 0);
    expect(find([invocations, errors, throttles], 'render', 'error_ratio')).toMatchObject({ value: 0 });
  });

  test('durations are milliseconds, by each statistic but the extremes', () => {
    const series = [
      invocations,
      statistic('aws_lambda_duration_average', labels, since(120, 960)),
      statistic('aws_lambda_duration_p99', labels, since(400, 2900)),
      statistic('aws_lambda_duration_maximum', labels, since(700, 5000)),
    ];
    expect(find(series, 'render', 'latency', 'mean')).toMatchObject({ normal: 0.12, value: 0.96, unit: 's' });
    expect(find(series, 'render', 'latency', 'p99')?.value).toBeCloseTo(2.9);
    expect(told(series).filter(({ indicator }) => indicator === 'latency')).toHaveLength(2);
  });

  test('no invocations while other figures came are none, and a last period that is late is not', () => {
    const other = statistic('aws_lambda_invocations_sum', { function_name: 'tick' }, about(60));
    const stopped = statistic('aws_lambda_invocations_sum', labels, since(600, undefined));
    expect(find([stopped, other], 'render', 'rate')).toMatchObject({ direction: 'down', value: 0, last: 0 });
    expect(find([stopped], 'render', 'rate')?.last).toBeCloseTo(10);
    const late = statistic('aws_lambda_invocations_sum', labels, (minute) => (minute < MINUTES - 2 ? 600 : undefined));
    expect(find([late, other], 'render', 'rate')?.last).toBeCloseTo(10);
  });

  test('aliases and versions are parts of it, and are not counted twice', () => {
    const alias = statistic('aws_lambda_invocations_sum', { ...labels, dimension_Resource: 'render:live' }, about(300));
    expect(find([invocations, alias], 'render', 'rate')?.value).toBeCloseTo(10, 1);
    const canary = statistic('aws_lambda_invocations_sum', { ...labels, dimension_Resource: 'render:next' }, about(60));
    expect(find([alias, canary], 'render', 'rate')?.value).toBeCloseTo(6.1, 1);
  });

  test('a sum of five minutes that is shown every minute is counted once', () => {
    const slow = statistic('aws_lambda_invocations_sum', labels, (block) => 3000 + (block % 4), 5);
    expect(find([slow], 'render', 'rate')?.value).toBeCloseTo(10, 1);
  });
});

describe('a balancer', () => {
  const balancer = { dimension_LoadBalancer: 'app/front/50dc6c495c0c9188' };
  const group = (name: string) => ({ ...balancer, dimension_TargetGroup: `targetgroup/${name}/73e2d6bc24d8a067` });
  const requests = (labels: Labels, perMinute: number) =>
    statistic('aws_applicationelb_request_count_sum', labels, about(perMinute));
  const answered = (labels: Labels, during: number) =>
    statistic('aws_applicationelb_httpcode_target_5_xx_count_sum', labels, since(undefined, during));
  const own = (during: number) =>
    statistic('aws_applicationelb_httpcode_elb_5_xx_count_sum', balancer, since(undefined, during));

  test('what is told by group is the group’s, seen by its balancer, and all groups together are the balancer’s', () => {
    const series = [requests(group('web'), 597), requests(group('api'), 297), answered(group('api'), 150)];
    expect(find(series, 'api', 'error_ratio')?.value).toBeCloseTo(0.5, 1);
    expect(find(series, 'api', 'error_ratio', undefined, 'front')?.value).toBeCloseTo(0.5, 1);
    expect(find(series, 'web', 'error_ratio')?.value).toBe(0);
    expect(find(series, 'front', 'rate')?.value).toBeCloseTo(15, 1);
    expect(find(series, 'front', 'error_ratio')?.value).toBeCloseTo(1 / 6, 1);
  });

  test('its own 5xx are no target’s', () => {
    const series = [requests(group('web'), 597), requests(balancer, 597), answered(group('web'), 0), own(60)];
    expect(find(series, 'web', 'error_ratio')?.value).toBe(0);
    expect(find(series, 'front', 'error_ratio')?.value).toBeCloseTo(0.1, 2);
  });

  test('connections that its targets refuse are failures of the group', () => {
    const refused = statistic('aws_applicationelb_target_connection_error_count_sum', group('web'), since(0, 300));
    expect(find([requests(group('web'), 597), refused], 'web', 'error_ratio')?.value).toBeCloseTo(0.5, 1);
  });

  test('what it can pass to nobody it answers itself, and counts no request for it', () => {
    const routed = statistic('aws_applicationelb_request_count_sum', balancer, since(600, undefined));
    const { value, failed } = find([routed, own(600)], 'front', 'error_ratio')!;
    expect(value).toBe(1);
    expect(failed).toBeGreaterThan(10_000);
  });

  test('the answers of the only group of a balancer are told by the balancer’s figures, its own 5xx are not', () => {
    const hosts = (name: string) => statistic('aws_applicationelb_un_healthy_host_count_maximum', group(name), () => 0);
    const series = [requests(balancer, 597), answered(balancer, 150), own(300)];
    expect(find([...series, hosts('web')], 'web', 'error_ratio')?.value).toBeCloseTo(0.25, 2);
    expect(find([...series, hosts('web')], 'front', 'error_ratio')?.value).toBeCloseTo(0.75, 2);
    expect(told([...series, hosts('web'), hosts('api')]).map(({ service }) => service)).not.toContain('web');
  });

  test('zones are parts of it, and response times are seconds', () => {
    const zone = (labels: Labels, name: string) => ({ ...labels, dimension_AvailabilityZone: name });
    const time = (labels: Labels) =>
      statistic('aws_applicationelb_target_response_time_average', labels, since(0.04, 0.5));
    const series = [
      requests(group('web'), 597),
      requests(zone(group('web'), 'a'), 297),
      requests(zone(group('web'), 'b'), 297),
      time(group('web')),
    ];
    expect(find(series, 'web', 'rate')?.value).toBeCloseTo(10, 1);
    expect(find(series.slice(1), 'web', 'rate')?.value).toBeCloseTo(10, 1);
    expect(find(series, 'web', 'latency', 'mean')).toMatchObject({ normal: 0.04, value: 0.5 });
    expect(find(series, 'front', 'latency', 'mean')).toBeUndefined();
  });
});

describe('other services', () => {
  test.each<[string, Labels, string]>([
    ['aws_apigateway_5_xxerror', { api_name: 'claims' }, 'claims'],
    ['aws_apigateway_5_xx_error', { dimension_ApiName: 'claims', dimension_Stage: 'live' }, 'claims'],
    ['aws_apigateway_5xx', { dimension_ApiId: 'a1b2c3', name: 'arn:aws:apigateway:x::/apis/a1b2c3' }, 'a1b2c3'],
    ['aws_apigateway_5xx', { dimension_ApiId: 'a1b2c3', tag_Name: 'claims' }, 'claims'],
    ['cloudwatch_aws_api_gateway_5xx_error', { api_name: 'claims' }, 'claims'],
    ['amazonaws_com_AWS_ApiGateway_5XXError', { ApiName: 'claims' }, 'claims'],
  ])('an API counts %s with %j, whoever exports it', (errors, labels, service) => {
    const count = errors.replace(/5.*$/, errors.startsWith('amazonaws') ? 'Count' : 'count');
    const series = [
      statistic(`${count}_sum`, labels, about(597)),
      statistic(`${errors}_sum`, labels, since(undefined, 60)),
    ];
    expect(find(series, service, 'error_ratio')?.value).toBeCloseTo(0.1, 2);
  });

  test('an average of an API’s errors is their share', () => {
    const labels = { api_name: 'claims' };
    const share = statistic('aws_apigateway_5_xxerror_average', labels, since(0, 0.2));
    expect(find([share], 'claims', 'error_ratio')).toMatchObject({ normal: 0, value: 0.2 });
    const latency = statistic('aws_apigateway_latency_p99', labels, since(300, 29_000));
    expect(find([share, latency], 'claims', 'latency', 'p99')).toMatchObject({ normal: 0.3, value: 29 });
  });

  test('a distribution tells its errors in percent', () => {
    const labels = { dimension_DistributionId: 'E2X', dimension_Region: 'Global', tag_Name: 'shop-cdn' };
    const series = [
      statistic('aws_cloudfront_requests_sum', labels, about(5997)),
      statistic('aws_cloudfront_5xx_error_rate_average', labels, since(0, 20)),
    ];
    expect(find(series, 'shop-cdn', 'error_ratio')?.value).toBeCloseTo(0.2, 2);
    expect(find(series, 'shop-cdn', 'rate')?.value).toBeCloseTo(100, 0);
  });

  test('a table’s answers are counted by its operations', () => {
    const of = (operation: string) => ({ dimension_TableName: 'seats', dimension_Operation: operation });
    const series = ['GetItem', 'PutItem'].flatMap((operation) => [
      statistic('aws_dynamodb_successful_request_latency_sample_count', of(operation), about(297)),
      statistic('aws_dynamodb_successful_request_latency_average', of(operation), since(4, 40)),
    ]);
    expect(find(series, 'seats', 'rate')?.value).toBeCloseTo(10, 1);
    expect(find(series, 'seats', 'latency', 'mean')).toMatchObject({ normal: 0.004, value: 0.04 });
  });

  test('what a service is asked is timed by Application Signals in milliseconds, and its calls are another’s', () => {
    const labels = { dimension_Service: 'claims', dimension_Environment: 'eks:live/shop' };
    const called = { ...labels, dimension_RemoteService: 'cards' };
    const name = 'aws_applicationsignals';
    const series = [
      statistic(`${name}_latency_sample_count`, labels, about(597)),
      statistic(`${name}_latency_average`, labels, since(40, 60)),
      statistic(`${name}_fault_sum`, labels, since(0, 60)),
      statistic(`${name}_latency_average`, called, () => 900),
      statistic(`${name}_fault_sum`, called, () => 500),
    ];
    expect(find(series, 'claims', 'error_ratio')?.value).toBeCloseTo(0.1, 2);
    expect(find(series, 'claims', 'latency', 'mean')).toMatchObject({ normal: 0.04, value: 0.06 });
    expect(told(series.slice(3))).toEqual([]);
  });

  test('a stream’s summaries are sums and samples of each period, their quantiles the extremes', () => {
    const labels = { FunctionName: 'render', Namespace: 'AWS/Lambda' };
    const name = 'amazonaws_com_AWS_Lambda_Duration';
    const series = [
      statistic(`${name}_sum`, labels, since(60_000, 480_000)),
      statistic(`${name}_count`, labels, since(600, 600)),
      statistic(name, { ...labels, quantile: '1' }, () => 9000),
      statistic('amazonaws_com_AWS_Lambda_Invocations_sum', labels, about(597)),
    ];
    expect(find(series, 'render', 'latency', 'mean')).toMatchObject({ normal: 0.1, value: 0.8 });
    expect(told(series).filter(({ indicator }) => indicator === 'latency')).toHaveLength(1);
  });

  test('what CloudWatch tells of no requests makes no indicator', () => {
    const series = [
      statistic('aws_sqs_number_of_messages_sent_sum', { queue_name: 'jobs' }, about(60)),
      statistic('aws_lambda_concurrent_executions_maximum', { function_name: 'render' }, about(6)),
      statistic('aws_rds_read_latency_average', { dbinstance_identifier: 'db' }, () => 0.001),
      statistic('cloudwatch_aws_sns_number_of_notifications_failed_sum', { topic_name: 'x' }, about(6)),
    ];
    expect(told(series)).toEqual([]);
  });
});
