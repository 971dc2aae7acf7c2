import { expect, test } from '@jest/globals';
import { foreignLoad } from '../../../../../bot/engine/analyzers/metrics/foreign-load.ts';
import { type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

const CORES = 4;

/** A counter of seconds that grows by so many a second before and from the onset on. */
function seconds(name: string, labels: Record<string, string>, before: number, during = before): MadeSeries {
  const grown = (i: number) => 60 * (Math.min(i, ONSET_MINUTE) * before + Math.max(0, i - ONSET_MINUTE) * during);
  return { name, labels: { instance: 'host-1:8080', ...labels }, type: 'counter', value: (i) => 100 + grown(i) };
}

const container = (name: string, before: number, during = before) =>
  seconds('container_cpu_usage_seconds_total', { name, image: `${name}:1` }, before, during);

/** The one host of a shop with so much of each processor idle since the onset. */
const host = (idle: number) =>
  Array.from({ length: CORES }, (_, cpu) =>
    seconds('node_cpu_seconds_total', { instance: 'host-1:9100', cpu: String(cpu), mode: 'idle' }, 0.8, idle),
  );

const busyRatio = (idle: number): MadeSeries => ({
  name: 'node_cpu_busy_ratio',
  labels: { instance: 'host-1:9100' },
  value: (i) => 1 - (i >= ONSET_MINUTE ? idle : 0.8) + 0.002 * (i % 3),
});

const topology = { web: ['api'], api: ['db'] };
const analyze = (idle: number, ...programs: MadeSeries[]) =>
  foreignLoad.analyze(metricEvidence({ series: [...host(idle), busyRatio(idle), ...programs], topology }));

test('a container that is part of no call and takes the processor of its host is a noisy neighbour', () => {
  const result = analyze(0.02, container('encoder', 0, 3.2), container('api', 0.3), container('web', 0.2));
  expect(result).toMatchObject({
    status: 'found',
    findings: [{ component: 'node/host-1', cause: 'noisy_neighbor', parameters: { neighbor: 'encoder' } }],
  });
});

test.each([
  ['the host has time left', 0.4, [container('encoder', 0, 2), container('api', 0.3)]],
  ['the system itself takes it', 0.02, [container('encoder', 0.1), container('api', 0.3, 3.4)]],
  ['it took as much before', 0.02, [container('encoder', 3), container('api', 0.3, 0.7)]],
  ['several share it', 0.02, [container('encoder', 0, 1.2), container('api', 0.3, 1.2), container('web', 0.2, 1.3)]],
])('there is none where %s', (_, idle, programs) => {
  expect(analyze(idle, ...programs).status).not.toBe('found');
});

test('without recorded calls the one that serves nobody is foreign, beside those that do', () => {
  const requests = (service: string) =>
    seconds('http_requests_total', { service, code: '200', instance: 'host-1:8081' }, 20);
  const series = (...more: MadeSeries[]) => [
    ...host(0.02),
    busyRatio(0.02),
    container('encoder', 0, 3.2),
    container('api', 0.3),
    ...more,
  ];
  const found = (...more: MadeSeries[]) => foreignLoad.analyze(metricEvidence({ series: series(...more) }));
  expect(found(requests('api'))).toMatchObject({
    status: 'found',
    findings: [{ cause: 'noisy_neighbor', grade: 'measured', parameters: { neighbor: 'encoder' } }],
  });
  expect(found(requests('api'), requests('encoder')).status).not.toBe('found');
  expect(found().status).not.toBe('found');
});
