import { describe, expect, test } from '@jest/globals';
import type { EvidenceSet } from '../../../../bot/domain/signals.ts';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { blameFor } from '../../../../bot/engine/propagation/blame.ts';
import { callGraph } from '../../../../bot/engine/propagation/call-graph.ts';
import { symptomsOf } from '../../../../bot/engine/propagation/symptoms.ts';
import { modelIncident } from '../../../support/application-model.ts';
import { alert, level, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';
import { evidenceOf } from '../../../support/modelled-evidence.ts';

const latency = (service: string, before: number, during = before): MadeSeries => ({
  name: 'request_latency_seconds',
  labels: { service, stat: 'Average' },
  value: level(before, during),
});
const requests = (service: string, before: number, during = before): MadeSeries => ({
  name: 'requests',
  labels: { service },
  value: level(before, during),
});
const errors = (service: string, before: number, during = before): MadeSeries => ({
  name: 'error_ratio',
  labels: { service },
  value: (i) => Math.max(0, level(before, during)(i)),
});

function blame(evidence: EvidenceSet) {
  const metrics = readMetrics(evidence);
  const graph = callGraph(evidence);
  return blameFor(symptomsOf(evidence, metrics, graph), graph, metrics);
}

const slow = alert('LatencyHigh', { service: 'edge', stat: 'Average' });

describe('blame', () => {
  test('goes to the callee that explains the caller, not to the loudest', () => {
    const evidence = metricEvidence({
      topology: { edge: ['cart', 'batch'], cart: ['store'], store: [], batch: [] },
      series: [
        latency('edge', 0.2, 0.32),
        requests('edge', 100),
        latency('cart', 0.05, 0.17),
        requests('cart', 100),
        latency('store', 0.01, 0.13),
        requests('store', 100),
        // Ten times slower, but called once in five hundred requests: loud, and no explanation.
        latency('batch', 0.5, 5),
        requests('batch', 0.2),
      ],
      alerts: [slow],
    });
    const [first] = blame(evidence);
    expect(first).toMatchObject({ name: 'store', path: ['edge', 'cart', 'store'] });
    expect(first!.share).toBeGreaterThan(0.8);
  });

  test('compares with the time before the trouble where the alert fired minutes after its start', () => {
    const late = alert('LatencyHigh', { service: 'edge', stat: 'Average' }, 6);
    const evidence = metricEvidence({
      topology: { edge: ['cart', 'store'], cart: [], store: [] },
      series: [
        latency('edge', 0.2, 0.32),
        requests('edge', 100),
        latency('cart', 0.05),
        requests('cart', 100),
        latency('store', 0.01, 0.13),
        requests('store', 100),
      ],
      alerts: [late],
    });
    const [first] = blame(evidence);
    expect(first).toMatchObject({ name: 'store' });
    expect(first!.profile.ratio).toBeGreaterThan(5);
  });

  test('stays with a service whose callees are as they were', () => {
    const evidence = metricEvidence({
      topology: { edge: ['cart'], cart: ['store'], store: [] },
      series: [
        latency('edge', 0.2, 0.32),
        requests('edge', 100),
        latency('cart', 0.05, 0.17),
        requests('cart', 100),
        latency('store', 0.01),
        requests('store', 100),
      ],
      alerts: [slow],
    });
    expect(blame(evidence)[0]!.name).toBe('cart');
  });

  test('looks through a service without metrics', () => {
    const evidence = metricEvidence({
      topology: { edge: ['proxy'], proxy: ['store'], store: [] },
      series: [latency('edge', 0.2, 0.32), requests('edge', 100), latency('store', 0.01, 0.13), requests('store', 100)],
      alerts: [slow],
    });
    expect(blame(evidence)[0]).toMatchObject({ name: 'store', path: ['edge', 'proxy', 'store'] });
  });

  test('takes an address that behaves like a sibling service for that service seen by its caller', () => {
    const evidence = metricEvidence({
      topology: { edge: ['lb-17.eu.balancer.example.net', 'cart'], 'lb-17.eu.balancer.example.net': [], cart: [] },
      series: [
        latency('edge', 0.2, 0.32),
        requests('edge', 100),
        latency('lb-17.eu.balancer.example.net', 0.06, 0.18),
        requests('lb-17.eu.balancer.example.net', 100),
        latency('cart', 0.05, 0.17),
        requests('cart', 100),
      ],
      alerts: [slow],
    });
    expect(blame(evidence)[0]!.name).toBe('cart');
  });

  test('follows failures by their number: few requests cannot fail many', () => {
    const evidence = metricEvidence({
      topology: { edge: ['cart', 'rare'], cart: [], rare: [] },
      series: [
        errors('edge', 0.001, 0.05),
        requests('edge', 100),
        errors('cart', 0.001, 0.06),
        requests('cart', 90),
        errors('rare', 0, 0.9),
        requests('rare', 0.3),
      ],
      alerts: [alert('ErrorRateHigh', { service: 'edge' })],
    });
    expect(blame(evidence)[0]!.name).toBe('cart');
  });

  test('uses what a store without requests of its own tells of its resources', () => {
    const evidence = metricEvidence({
      topology: { edge: ['orders-db'], 'orders-db': [] },
      series: [
        latency('edge', 0.2, 0.6),
        requests('edge', 100),
        { name: 'pg_stat_activity_count', labels: { service: 'orders-db' }, value: level(20, 98) },
      ],
      alerts: [slow],
    });
    expect(blame(evidence)[0]!.name).toBe('orders-db');
  });

  test('looks through a callee of which only the processor is measured, and stays where nothing below moves', () => {
    const processor = (service: string, during: number): MadeSeries => ({
      name: 'container_cpu_used',
      labels: { service },
      value: level(20, during),
    });
    const asked = (busy: number, ...more: MadeSeries[]) =>
      blame(
        metricEvidence({
          topology: { edge: ['cart'], cart: ['pricing'], pricing: [] },
          series: [
            latency('edge', 0.2, 0.6),
            requests('edge', 100),
            processor('cart', 20),
            processor('pricing', busy),
            ...more,
          ],
          alerts: [slow],
        }),
      )[0]!;
    expect(asked(98)).toMatchObject({ name: 'pricing', path: ['edge', 'cart', 'pricing'] });
    expect(asked(20).name).toBe('edge');
    // Who answers as fast as ever waits for nobody.
    expect(asked(98, latency('cart', 0.05), requests('cart', 100)).name).toBe('edge');
  });

  test('without alerts starts from the unusual service that no unusual service calls', () => {
    const evidence = metricEvidence({
      topology: { edge: ['cart'], cart: [] },
      series: [latency('edge', 0.2, 0.5), requests('edge', 100), latency('cart', 0.05, 0.35), requests('cart', 100)],
    });
    expect(symptomsOf(evidence, readMetrics(evidence), callGraph(evidence)).map(({ name }) => name)).toEqual(['edge']);
    expect(blame(evidence)[0]!.name).toBe('cart');
  });

  test('shares never add up to more than the whole', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const shares = blame(evidenceOf(modelIncident({ seed }))).map(({ share }) => share);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1.001);
    }
  });
});

test('a spike of a few failures among those that trickle on all day is no symptom', () => {
  const failures = (spike: number): MadeSeries => ({
    name: 'app_requests_failed_total',
    labels: { service: 'edge' },
    unit: '/s',
    value: (i) => (i === 226 || i === 227 ? spike : i % 20 === 0 ? 1 / 60 : 0),
  });
  const told = (spike: number) => {
    const evidence = metricEvidence({ series: [failures(spike)], question: 'was anything wrong?' });
    return symptomsOf(evidence, readMetrics(evidence), callGraph(evidence)).length;
  };
  expect(told(2 / 60)).toBe(0);
  expect(told(40 / 60)).toBe(1);
});

describe('on made-up applications', () => {
  test.each([['latency'], ['availability'], ['cpu']] as const)(
    'finds where a %s fault starts in at least four of five',
    (fault) => {
      let judged = 0;
      let found = 0;
      for (let seed = 100; judged < 15; seed++) {
        const incident = modelIncident({ seed, fault });
        if (incident.visibility < 3) continue;
        judged++;
        if (blame(evidenceOf(incident))[0]?.name === incident.root) found++;
      }
      expect(found / judged).toBeGreaterThanOrEqual(0.8);
    },
  );

  test('does not depend on the names of services', () => {
    const incident = modelIncident({ seed: 11, fault: 'latency' });
    const rename = (name: string) => `x${[...name].reverse().join('')}`;
    const renamed = {
      ...incident,
      root: rename(incident.root),
      alert: { ...incident.alert, service: rename(incident.alert.service) },
      topology: Object.fromEntries(
        Object.entries(incident.topology).map(([caller, callees]) => [rename(caller), callees.map(rename)]),
      ),
      series: incident.series.map((series) => ({
        ...series,
        labels: { ...series.labels, service: rename(series.labels.service!) },
      })),
    };
    expect(blame(evidenceOf(renamed)).map(({ name, share }) => [name, share])).toEqual(
      blame(evidenceOf(incident)).map(({ name, share }) => [rename(name), share]),
    );
  });
});
