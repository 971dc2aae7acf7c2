import { expect, test } from '@jest/globals';
import type { TraceEdge } from '../../../../bot/domain/signals.ts';
import { readMachines } from '../../../../bot/engine/metric-reading/machines.ts';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const made = (name: string, labels: Record<string, string>): MadeSeries => ({
  name,
  labels,
  value: (i) => 3 + (i % 3),
});
const called = (callee: string, host?: string): TraceEdge => ({
  caller: 'quay',
  callee,
  operation: 'lift',
  calls: 90,
  errors: 0,
  p50Ms: 4,
  p99Ms: 9,
  ownP50Ms: 3,
  ...(host === undefined ? {} : { host }),
});
const evidence = (series: readonly MadeSeries[], traces: readonly TraceEdge[] = []) =>
  metricEvidence({ series, topology: { quay: ['hoist'] }, traces });
const owners = (series: readonly MadeSeries[], traces: readonly TraceEdge[] = []) =>
  readMetrics(evidence(series, traces)).components;

test('a figure of a machine under the name of an inventory is the machine\u2019s', () => {
  expect(owners([made('CPU_Used_Pct', { cmdb_id: 'hoist' })])).toEqual(['node/hoist']);
  expect(owners([made('ICMP_ping_loss_pct', { name: 'rack-7' })])).toEqual(['node/rack-7']);
});

test('what its own spans place on another machine is none itself', () => {
  const series = [made('CPU_Used_Pct', { name: 'hoist' }), made('CPU_Used_Pct', { name: 'rack-7' })];
  expect(owners(series, [called('hoist', 'rack-7')])).toEqual(['service/hoist', 'node/rack-7']);
  expect(owners(series, [called('hoist', 'hoist')])).toEqual(['node/hoist', 'node/rack-7']);
  const machines = readMachines(evidence(series, [called('hoist', 'rack-7')]));
  expect(machines.on('rack-7')).toEqual(['service/hoist']);
});

test('a machine of that name which no figure is of places nobody', () => {
  const machines = readMachines(
    evidence([made('CPU_Used_Pct', { name: 'hoist' })], [called('hoist', 'hoist-7f9c-x2')]),
  );
  expect(machines.on('hoist-7f9c-x2')).toEqual([]);
});

test('what only programs have is the program\u2019s that is called like its machine, and else the machine\u2019s', () => {
  expect(owners([made('JVM_Heap_Used_Pct', { host: 'hoist' })])).toEqual(['service/hoist']);
  expect(owners([made('JVM_Heap_Used_Pct', { host: 'rack-7' })])).toEqual(['node/rack-7']);
  expect(owners([made('mem_used_percent', { host: 'hoist' })])).toEqual(['node/hoist']);
});

test('a container is on the machine of its engine', () => {
  const series = [
    made('docker_container_cpu_usage_percent', { container_name: 'hoist', engine_host: 'rack-7' }),
    made('diskio_io_util', { host: 'rack-7' }),
  ];
  expect(readMachines(evidence(series)).on('rack-7')).toEqual(['service/hoist']);
});
