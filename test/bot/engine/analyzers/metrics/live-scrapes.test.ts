import { expect, test } from '@jest/globals';
import type { KubernetesObject, ServiceLogs } from '../../../../../bot/domain/signals.ts';
import { targetDown } from '../../../../../bot/engine/analyzers/metrics/target-down.ts';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { AS_OF, alert, iso, level, type MadeSeries, metricEvidence } from '../../../../support/metric-evidence.ts';

const pod = (name: string): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels: { app: 'cart' } },
    spec: { containers: [{ name: 'cart' }] },
    status: { phase: 'Running' },
  }) as unknown as KubernetesObject;
const up = (name: string): MadeSeries => ({
  name: 'up',
  labels: { job: 'cart', namespace: 'shop', pod: name, service: 'cart', instance: `${name}:9090` },
  value: (i) => (i < 239 ? 1 : 0),
});
const downFor = (objects: readonly KubernetesObject[]) =>
  targetDown.analyze(metricEvidence({ series: [up('cart-1')], objects }), PARAMETERS);

test('the target of a pod that was replaced is not down; that of one that is there is', () => {
  expect(downFor([pod('cart-2')]).status).not.toBe('found');
  expect(downFor([pod('cart-1'), pod('cart-2')]).status).toBe('found');
});

const MIB = 2 ** 20;
const memory = (value: (i: number) => number): readonly MadeSeries[] => {
  const labels = { namespace: 'shop', pod: 'cart-1', container: 'cart', service: 'cart' };
  return [
    { name: 'container_memory_working_set_bytes', labels, value },
    { name: 'container_spec_memory_limit_bytes', labels, value: () => 200 * MIB },
    { name: 'process_resident_memory_bytes', labels, value: level(230 * MIB) },
  ];
};
const pressureAt = (value: (i: number) => number) =>
  diagnose(
    metricEvidence({
      series: memory(value),
      logs: [],
      alerts: [alert('CartUnwell', { service: 'cart' }, 1)],
      target: { kind: 'service', name: 'cart' },
      question: 'CartUnwell fires',
    }),
  ).hypotheses.find(({ cause }) => cause === 'pod_memory_pressure');

test('a container that climbed to nine tenths of its limit in the last minutes is short of memory; one that always was there, or that its own resident set alone says so of, is less surely', () => {
  const climbs = pressureAt((i) => (i < 238 ? 40 : [130, 185][i - 238]!) * MIB);
  expect(climbs).toMatchObject({ component: 'service/cart' });
  expect(climbs!.summary).toContain('93 % of its memory limit');
  expect(pressureAt(level(185 * MIB))?.confidence ?? 0).toBeLessThan(climbs!.confidence);
  expect(pressureAt(level(40 * MIB))).toBeUndefined();
});

test('one that climbed to where people are warned, four fifths of its limit, is short of it as well; one that always was there is not', () => {
  const climbs = (mebibytes: number) => pressureAt((i) => (i < 238 ? 40 : [90, mebibytes][i - 238]!) * MIB);
  expect(climbs(170)!.summary).toContain('85 % of its memory limit');
  expect(pressureAt(level(170 * MIB))).toBeUndefined();
});

/** What is said of a service that an alert fires for, by its own latency. */
const slowest = (during: number) => {
  const seconds = (name: string, of: (i: number) => number): MadeSeries => ({
    name: 'http_request_duration_seconds_p99',
    labels: { namespace: 'shop', service: name },
    value: (i) => of(i) * (1 + (i % 5) / 100),
  });
  const { hypotheses } = diagnose(
    metricEvidence({
      series: [seconds('cart', (i) => (i < 228 ? 0.02 : i < 236 ? 0.006 : during))],
      logs: [],
      alerts: [alert('CartUnwell', { service: 'cart' }, 3)],
      target: { kind: 'service', name: 'cart' },
      question: 'cart is slow',
    }),
  );
  return hypotheses.filter(({ component }) => component === 'service/cart');
};

test('a service whose own figures are better than usual is not where slowness starts, though they had been better still', () => {
  expect(slowest(1.3)).not.toEqual([]);
  expect(slowest(0.013)).toEqual([]);
});

const DEPLOYED = AS_OF - 600;
const logsOf = (text: string, firstSeen: number): ServiceLogs => ({
  service: 'cart',
  namespace: 'shop',
  lines: 1_000,
  firstSeen: iso(AS_OF - 7_200),
  lastSeen: iso(AS_OF),
  levels: { info: 960, error: 40 },
  patterns: [
    {
      template: text,
      count: 40,
      level: 'error',
      firstSeen: iso(firstSeen),
      lastSeen: iso(AS_OF - 5),
      buckets: [...Array(29).fill(0), 40],
      samples: [{ timestamp: iso(firstSeen), text }],
    },
  ],
});
const OWN = "TypeError: Cannot read properties of undefined (reading 'total')\n    at price (/app/price.js:10:5)";
const blamed = (text: string, firstSeen: number) =>
  diagnose(
    metricEvidence({
      topology: { web: ['cart'], cart: [] },
      alerts: [alert('HighErrorRate', { service: 'cart' }, 8)],
      changes: [{ id: 'c0ffee1', kind: 'deploy', service: 'cart', timestamp: iso(DEPLOYED), summary: 'cart 2.0' }],
      logs: [logsOf(text, firstSeen)],
      target: { kind: 'service', name: 'cart' },
      question: 'HighErrorRate fires',
      series: [],
    }),
  ).hypotheses.find(({ cause }) => cause === 'bad_deploy');

test('an error of its own code that began with a version and goes on ties the deploy to it; an older one, or one of a call, does not', () => {
  expect(blamed(OWN, DEPLOYED + 20)).toMatchObject({ component: 'service/cart', grade: 'measured', change: 'c0ffee1' });
  expect(blamed(OWN, DEPLOYED - 900)?.grade).not.toBe('measured');
  expect(blamed('call to stock failed: Error: connect ECONNREFUSED 10.0.0.7:80', DEPLOYED + 20)?.grade).not.toBe(
    'measured',
  );
});
