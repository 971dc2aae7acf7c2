import { describe, expect, test } from '@jest/globals';
import type { EvidenceSet } from '../../../../bot/domain/signals.ts';
import { canonicalNames } from '../../../../bot/engine/rank/canonical.ts';
import { evidenceOf, market, object } from '../../../support/kubernetes.ts';
import { metricEvidence } from '../../../support/metric-evidence.ts';

const nobodyListed = { status: 'unknown', tool: 'list', reason: 'none in this source', absent: true } as const;
/** A system of two machines with their exporters, whose objects nobody listed. */
const machines = (more: Partial<EvidenceSet> = {}): EvidenceSet => ({
  ...metricEvidence({
    series: ['db-01', 'redis-2'].map((host) => ({
      name: 'node_load1',
      labels: { job: 'node', instance: `${host}:9100` },
      value: () => 1,
    })),
  }),
  objects: nobodyListed,
  ...more,
});

test.each([
  ['an ordinal, as a StatefulSet names its pods', 'service/redis-0', 'service/redis'],
  ['the machine that it runs on', 'service/postgresql-db-01', 'service/postgresql'],
  ['the program that starts it', 'service/patroni-postgresql', 'service/postgresql'],
  ['neither: a program that watches it from beside', 'service/patroni-exporter', 'service/patroni-exporter'],
  ['neither: a machine of that name', 'service/redis-2', 'service/redis-2'],
  ['neither: what the server is for', 'service/redis-sessions', 'service/redis-sessions'],
  ['neither: a program of the team’s own', 'service/basket-0', 'service/basket-0'],
  ['neither: no machine of that name', 'service/postgresql-app-07', 'service/postgresql-app-07'],
] as const)('the name of a server with %s', (_, written, meant) => {
  expect(canonicalNames(machines())(written)).toBe(meant);
});

test('an ordinal is part of the name where the objects say what there is', () => {
  const objects = { status: 'observed', tool: 'list', value: [] } as unknown as EvidenceSet['objects'];
  expect(canonicalNames(machines({ objects }))('service/redis-0')).toBe('service/redis-0');
});

test('the bare name of a program is the one component that is called after what it does here', () => {
  const called = (...callees: readonly string[]): EvidenceSet['topology'] => ({
    status: 'observed',
    tool: 'get_topology',
    query: '',
    at: '',
    value: { shop: callees },
  });
  const meant = (...callees: readonly string[]) =>
    canonicalNames(machines({ topology: called(...callees) }))('service/nginx');
  expect(meant('nginx-edge', 'carts')).toBe('service/nginx-edge');
  expect(meant('edge_nginx')).toBe('service/edge_nginx');
  expect(meant('nginx-edge', 'nginx-media')).toBe('service/nginx');
  expect(meant('nginx-edge', 'nginx')).toBe('service/nginx');
  expect(meant('nginx-exporter', 'carts')).toBe('service/nginx');
});

test('the name of a program of the team’s own with its machine is that program, where it is known besides', () => {
  const jobs = (...names: readonly string[]) => ({
    metrics: metricEvidence({
      series: [
        ...['db-01', 'app-02'].map((host) => ({
          name: 'node_load1',
          labels: { job: 'node', instance: `${host}:9100` },
          value: () => 1,
        })),
        ...names.map((job) => ({
          name: 'process_cpu_seconds_total',
          labels: { job, instance: 'app-02:8080' },
          value: (i: number) => i,
        })),
      ],
    }).metrics,
  });
  const meant = (name: `service/${string}`, ...names: readonly string[]) =>
    canonicalNames(machines(jobs(...names)))(name);
  expect(meant('service/rate-desk-app-02', 'rate-desk')).toBe('service/rate-desk');
  expect(meant('service/rate-desk-app-02', 'mail')).toBe('service/rate-desk-app-02');
  expect(meant('service/rate-desk-app-07', 'rate-desk')).toBe('service/rate-desk-app-07');
});

test.each([
  ['its maker, which runs beside it', 'stall', 'service/stall'],
  ['itself: made by a tool outside', 'Helm', 'service/proof-41'],
] as const)('a pod that no controller owns is %s', (_, manager, meant) => {
  const world = market();
  const labels = { 'app.kubernetes.io/managed-by': manager };
  const pod = object('Pod', 'proof-41', { spec: { containers: [{ name: 'proof', image: 'node:20' }] } });
  world.objects.push({ ...pod, metadata: { ...pod.metadata, labels } });
  expect(canonicalNames(evidenceOf(world))('service/proof-41')).toBe(meant);
});

test('a numbered name of which its log alone knows is a copy of the program that is called so', () => {
  const named = (...callees: readonly string[]) =>
    canonicalNames(
      machines({ topology: { status: 'observed', tool: 'get_topology', query: '', at: '', value: { shop: callees } } }),
    )('service/basket-2');
  expect(named('basket')).toBe('service/basket');
  expect(named('carts')).toBe('service/basket-2');
  expect(named('basket', 'basket-2')).toBe('service/basket-2');
});

describe('a log of a cloud that is called after its service and a resource', () => {
  const measured = (topology?: Record<string, string[]>) =>
    metricEvidence({
      series: [
        { name: 'aws_rds_cpuutilization_average', labels: { dbinstance_identifier: 'orders-db' }, value: () => 12 },
        { name: 'aws_lambda_throttles_sum', labels: { dimension_FunctionName: 'render' }, value: () => 0 },
        { name: 'aws_apigateway_count_sum', labels: { api_name: 'claims' }, value: () => 600 },
        { name: 'aws_ecs_cpuutilization_average', labels: { service_name: 'basket' }, value: () => 12 },
      ],
      ...(topology === undefined ? {} : { topology }),
    });

  test.each([
    ['service/rds-orders-db', 'service/orders-db'],
    ['service//aws/rds/instance/orders-db', 'service/orders-db'],
    ['service/aws-lambda-render', 'service/render'],
    ['service/apigw-claims', 'service/claims'],
    ['service/rds-basket', 'service/rds-basket'],
    ['service/rds-other-db', 'service/rds-other-db'],
    ['service/orders-db', 'service/orders-db'],
  ] as const)('%s is of %s', (written, meant) => {
    expect(canonicalNames(measured())(written)).toBe(meant);
  });

  test('is itself where the call graph knows somebody of that name', () => {
    expect(canonicalNames(measured({ shop: ['rds-orders-db'] }))('service/rds-orders-db')).toBe(
      'service/rds-orders-db',
    );
  });
});
