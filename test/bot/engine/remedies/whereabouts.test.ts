import { expect, test } from '@jest/globals';
import { knownParameters } from '../../../../bot/engine/remedies/known-parameters.ts';
import { level, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const figure = (name: string, labels: Record<string, string>): MadeSeries => ({ name, labels, value: level(3) });
const known = (...series: readonly MadeSeries[]) =>
  knownParameters('service/ledger', { ...metricEvidence({ series }), namespaces: [] });
/** node_exporter's systemd collector writes one series for each state of each unit. */
const unit = (instance: string, state = 'active') =>
  figure('node_systemd_unit_state', { instance, name: 'ledger.service', state, type: 'simple' });

test('a unit is named with its machine', () => {
  expect(known(unit('field-1:9100'), unit('field-1:9100', 'failed'))).toEqual({
    unit: 'ledger',
    host: 'field-1',
  });
});

test('of two machines with the unit none is named', () => {
  expect(known(unit('field-1:9100'), unit('field-2:9100'))).toEqual({ unit: 'ledger' });
});

test.each([
  ['YACE', 'dimension_FunctionName'],
  ['cloudwatch_exporter', 'function_name'],
])('a function is named by the labels of %s', (_, label) => {
  expect(known(figure('aws_lambda_errors_sum', { [label]: 'ledger' }))).toEqual({ lambdaName: 'ledger' });
});

test('a managed database is named by its identifier', () => {
  const series = figure('aws_rds_cpuutilization_average', { dimension_DBInstanceIdentifier: 'ledger' });
  expect(known(series)).toMatchObject({ dbInstance: 'ledger' });
});

test('a service of ECS is named with its cluster, and not without', () => {
  const dimensions = { dimension_ClusterName: 'market', dimension_ServiceName: 'ledger' };
  expect(known(figure('aws_ecs_cpuutilization_average', dimensions))).toEqual({
    ecsCluster: 'market',
    ecsService: 'ledger',
  });
  const alone = { dimension_ServiceName: 'ledger' };
  expect(known(figure('aws_ecs_cpuutilization_average', alone))).toEqual({});
});

test('a label of the same name on a series of its own program names nothing of AWS', () => {
  expect(known(figure('process_cpu_seconds_total', { service: 'ledger', table_name: 'books' }))).toEqual({});
});

test('figures about pods tell of a cluster, though none of its objects was read', () => {
  const labels = { namespace: 'market', pod: 'ledger-5d9-x', container: 'ledger' };
  expect(known(figure('container_memory_working_set_bytes', labels))).toEqual({ place: 'cluster' });
  expect(known(figure('container_memory_working_set_bytes', { name: 'ledger' }))).toEqual({});
});

test('a server outside a cluster is known by its exporter, a program that only uses one is not', () => {
  const connections = figure('mysql_global_status_threads_connected', { instance: 'ledger:9104', service: 'ledger' });
  expect(known(connections)).toEqual({ engine: 'mysql' });
  expect(known(figure('hikaricp_connections_active', { service: 'ledger', pool: 'mysql' }))).toEqual({});
});
