import { describe, expect, test } from '@jest/globals';
import type { Analysis, Finding } from '../../../../../bot/domain/finding.ts';
import type { TraceEdge } from '../../../../../bot/domain/signals.ts';
import { databasePressure } from '../../../../../bot/engine/analyzers/metrics/database-pressure.ts';
import { faultOrigin } from '../../../../../bot/engine/analyzers/metrics/fault-origin.ts';
import { firingAlertsAnalyzer } from '../../../../../bot/engine/analyzers/metrics/firing-alerts.ts';
import { resourcePressure } from '../../../../../bot/engine/analyzers/metrics/resource-pressure.ts';
import { scalingLimit } from '../../../../../bot/engine/analyzers/metrics/scaling-limit.ts';
import { targetDown } from '../../../../../bot/engine/analyzers/metrics/target-down.ts';
import { traceOrigin } from '../../../../../bot/engine/analyzers/metrics/trace-origin.ts';
import { trafficSurge } from '../../../../../bot/engine/analyzers/metrics/traffic-surge.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { alert, level, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

const series = (name: string, labels: Record<string, string>, before: number, during = before): MadeSeries => ({
  name,
  labels,
  value: level(before, during),
});
const nothing = metricEvidence({});

function findings(analysis: Analysis): readonly Finding[] {
  if (analysis.status !== 'found') throw new Error(`expected findings, got ${JSON.stringify(analysis)}`);
  return analysis.findings;
}
const strongestOf = (analysis: Analysis) => findings(analysis).toSorted((a, b) => b.strength - a.strength)[0]!;

describe('fault-origin', () => {
  const topology = { edge: ['cart'], cart: ['store'], store: [] };
  const calls = ['edge', 'cart', 'store'].map((service) => series('http_requests_per_second', { service }, 50));
  const slow = [
    series('http_request_duration_seconds', { service: 'edge' }, 0.2, 0.5),
    series('http_request_duration_seconds', { service: 'cart' }, 0.1, 0.4),
    series('http_request_duration_seconds', { service: 'store' }, 0.02, 0.32),
  ];
  const complaint = [alert('LatencyHigh', { service: 'edge' })];

  test('found: names the service whose slowness its callees do not explain, and whom it explains', () => {
    const finding = strongestOf(
      faultOrigin.analyze(metricEvidence({ topology, series: [...slow, ...calls], alerts: complaint })),
    );
    expect(finding).toMatchObject({
      component: 'service/store',
      cause: 'latency_regression',
      explains: ['service/edge', 'service/cart'],
    });
    expect(finding.strength).toBeGreaterThan(0.7);
    expect(finding.evidence[0]!.text).toContain('http_request_duration_seconds (mean) of store');
  });

  test('found: the pressure on that service is the cause, where one is seen', () => {
    const cpu = series('container_cpu_usage_cores', { service: 'store', namespace: 'shop' }, 0.05, 0.9);
    const finding = strongestOf(
      faultOrigin.analyze(metricEvidence({ topology, series: [...slow, ...calls, cpu], alerts: complaint })),
    );
    expect(finding).toMatchObject({ component: 'service/store', cause: 'pod_cpu_overload' });
  });

  test('found: slowness without work, where both work and traffic are measured, is waiting for the network', () => {
    const idle = [
      series('container_cpu_usage_cores', { service: 'store' }, 0.05),
      series('container_network_receive_bytes_per_second', { service: 'store' }, 900),
    ];
    const finding = strongestOf(
      faultOrigin.analyze(metricEvidence({ topology, series: [...slow, ...calls, ...idle], alerts: complaint })),
    );
    expect(finding).toMatchObject({ component: 'service/store', cause: 'pod_network_delay' });
  });

  test('found: who calls something whose answers nobody times may wait for that, not for the network', () => {
    const idle = [
      series('container_cpu_usage_cores', { service: 'store' }, 0.05),
      series('container_network_receive_bytes_per_second', { service: 'store' }, 900),
      series('pg_stat_activity_count', { service: 'ledger-db', state: 'active' }, 4),
    ];
    const calling = { ...topology, store: ['ledger-db'], 'ledger-db': [] };
    const finding = strongestOf(
      faultOrigin.analyze(
        metricEvidence({ topology: calling, series: [...slow, ...calls, ...idle], alerts: complaint }),
      ),
    );
    expect(finding).toMatchObject({ component: 'service/store', cause: 'latency_regression' });
  });

  test.each([
    [[], 'It calls nothing known.'],
    [['ledger'], 'Nobody measures the requests of what it calls.'],
    [['ledger', 'rates'], 'Nothing measured that it calls shows the same pattern.'],
    [['rates'], 'Nothing that it calls shows the same pattern.'],
  ])('says of its callees (%j) no more than was measured', (callees, said) => {
    const rates = series('http_request_duration_seconds', { service: 'rates' }, 0.1);
    const below = { ...topology, store: callees, ledger: [], rates: [] };
    const finding = strongestOf(
      faultOrigin.analyze(metricEvidence({ topology: below, series: [...slow, ...calls, rates], alerts: complaint })),
    );
    expect(finding.component).toBe('service/store');
    expect(finding.statement).toMatch(said);
  });

  test.each([
    [0.0792, 0.0826, 'clear'],
    [0.2, 0.23, 'found'],
  ])('latency that goes from %d s to %d s is %s', (before, during, status) => {
    const rising = series('http_request_duration_seconds', { service: 'store' }, before, during);
    const analysis = faultOrigin.analyze(
      metricEvidence({ topology: { store: [] }, series: [rising], alerts: [alert('Degraded', { service: 'store' })] }),
    );
    expect(analysis.status).toBe(status);
  });

  test('a database that has one connection more while its caller is slow is not said to fail', () => {
    const analysis = faultOrigin.analyze(
      metricEvidence({
        topology: { edge: ['cart'], cart: ['base'], base: [] },
        series: [
          ...slow.slice(0, 2),
          ...calls.slice(0, 2),
          series('pg_stat_activity_count', { service: 'base', state: 'active' }, 1, 1.5),
          series('container_cpu_usage_cores', { service: 'base' }, 0.0129, 0.0151),
        ],
        alerts: complaint,
      }),
    );
    const blamed = analysis.status === 'found' ? analysis.findings.map(({ component }) => component) : [];
    expect(blamed).not.toContain('service/base');
  });

  test('found: where the tail waits and the median does not, packets are lost', () => {
    const tail = [
      ...slow,
      series('http_request_duration_seconds', { service: 'store', quantile: '0.5' }, 0.02),
      series('http_request_duration_seconds', { service: 'store', quantile: '0.99' }, 0.05, 1.2),
      series('container_cpu_usage_cores', { service: 'store' }, 0.05),
      series('container_network_receive_bytes_per_second', { service: 'store' }, 900),
    ];
    const evidence = metricEvidence({ topology, series: [...tail, ...calls], alerts: complaint });
    expect(strongestOf(faultOrigin.analyze(evidence))).toMatchObject({
      component: 'service/store',
      cause: 'pod_network_packet_loss',
    });
  });

  test('found: a store that fails nearly every call is a dependency that is not there', () => {
    const failing = [
      series('availability_percent', { service: 'edge' }, 99.9, 20),
      series('availability_percent', { service: 'store' }, 99.9, 10),
    ];
    const evidence = metricEvidence({
      topology: { edge: ['store'], store: [] },
      series: [...failing, ...calls],
      alerts: [alert('AvailabilityLow', { service: 'edge' })],
    });
    expect(strongestOf(faultOrigin.analyze(evidence))).toMatchObject({
      component: 'service/store',
      cause: 'dependency_unavailable',
    });
  });

  test('clear: nothing left its usual level', () => {
    const quiet = slow.map(({ labels }) => series('http_request_duration_seconds', labels, 0.2));
    expect(faultOrigin.analyze(metricEvidence({ topology, series: quiet })).status).toBe('clear');
  });

  test('clear: one failure in a handful of requests is nobody’s incident', () => {
    const evidence = metricEvidence({
      topology: { rare: [] },
      series: [
        { name: 'availability_percent', labels: { service: 'rare' }, value: (i) => (i >= 238 ? 80 : 100) },
        { name: 'requests', labels: { service: 'rare' }, value: () => 2 },
      ],
    });
    expect(faultOrigin.analyze(evidence).status).toBe('clear');
  });

  test('unknown: no series tells of requests, or there are no metrics at all', () => {
    expect(faultOrigin.analyze(metricEvidence({ series: [series('cpu_usage', { service: 'a' }, 1)] })).status).toBe(
      'unknown',
    );
    expect(faultOrigin.analyze(nothing).status).toBe('unknown');
  });
});

test('fault-origin: single failures that a cloud counts by the period are none', () => {
  const failing = (many: number): MadeSeries => ({
    name: 'aws_lambda_errors_sum',
    labels: { dimension_FunctionName: 'sign-in' },
    value: (i) => (i >= ONSET_MINUTE && i < ONSET_MINUTE + 5 ? many : 0),
  });
  const found = (many: number) =>
    faultOrigin.analyze(metricEvidence({ series: [failing(many)], question: 'is it well?' }));
  expect(found(1).status).toBe('clear');
  expect(findings(found(40))).toMatchObject([{ component: 'service/sign-in', cause: 'availability_regression' }]);
});

describe('traffic-surge', () => {
  const topology = { edge: ['cart'], cart: [] };
  const made = (edge: number, cart: number) => [
    series('requests', { service: 'edge' }, 100, edge),
    series('requests', { service: 'cart' }, 100, cart),
    series('latency_seconds', { service: 'edge' }, 0.1, 0.3),
  ];
  const alerts = [alert('LatencyHigh', { service: 'edge' })];

  test('found: where the surge enters, not where it arrives', () => {
    const found = findings(trafficSurge.analyze(metricEvidence({ topology, series: made(320, 320), alerts })));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ component: 'service/edge', cause: 'traffic_spike', explains: ['service/cart'] });
    expect(found[0]!.strength).toBeGreaterThan(0.7);
  });

  const load = [
    series('requests', { service: 'edge' }, 100, 420),
    series('requests', { service: 'cart' }, 100, 410),
    series('latency_seconds', { service: 'cart' }, 0.1, 0.101),
  ];
  const told = (alertname: string) =>
    trafficSurge.analyze(metricEvidence({ topology, series: load, alerts: [alert(alertname, { service: 'cart' })] }));

  test('found: what an alert says of requests themselves, though nothing is slow, and where they enter', () => {
    expect(strongestOf(told('RequestRateHigh'))).toMatchObject({ component: 'service/edge', cause: 'traffic_spike' });
  });

  test('clear: an alert on too few requests complains of the opposite', () => {
    expect(told('RequestRateLow').status).toBe('clear');
  });

  test('clear: a fall of requests behind a failure is no surge', () => {
    expect(trafficSurge.analyze(metricEvidence({ topology, series: made(100, 20), alerts })).status).toBe('clear');
  });

  test('clear: a service that fails is tried again by its callers', () => {
    const failing = { ...series('availability_percent', { service: 'cart' }, 99.9, 60) };
    expect(
      trafficSurge.analyze(metricEvidence({ topology, series: [...made(100, 220), failing], alerts })).status,
    ).toBe('clear');
  });

  test('unknown: no request counts', () => {
    expect(
      trafficSurge.analyze(metricEvidence({ series: [series('latency_seconds', { service: 'edge' }, 1)] })).status,
    ).toBe('unknown');
  });
});

describe('resource-pressure', () => {
  test('found: processor use without more requests', () => {
    const evidence = metricEvidence({
      series: [
        series('container_cpu_usage_cores', { service: 'cart' }, 0.02, 0.8),
        series('container_cpu_cfs_throttled_ratio', { service: 'cart' }, 0.01, 0.7),
        series('http_requests_per_second', { service: 'cart' }, 40),
      ],
    });
    expect(strongestOf(resourcePressure.analyze(evidence))).toMatchObject({
      component: 'service/cart',
      cause: 'pod_cpu_overload',
    });
    expect(strongestOf(resourcePressure.analyze(evidence)).strength).toBeGreaterThan(0.7);
  });

  test('found, but weak: processor use that grew as the requests did', () => {
    const evidence = metricEvidence({
      series: [
        series('container_cpu_usage_cores', { service: 'cart' }, 0.1, 0.4),
        series('http_requests_per_second', { service: 'cart' }, 40, 160),
      ],
    });
    expect(strongestOf(resourcePressure.analyze(evidence)).strength).toBeLessThan(0.4);
  });

  test('where nobody counts at a gateway, what comes out behind it tells; where nobody counts at all, nothing is said', () => {
    const busy = (requests: number) =>
      strongestOf(
        resourcePressure.analyze(
          metricEvidence({
            series: [
              series('container_cpu_usage_cores', { service: 'edge' }, 0.1, 0.4),
              ...(requests === 0 ? [] : [series('http_requests_per_second', { service: 'cart' }, 40, requests)]),
            ],
            topology: { edge: ['cart'] },
          }),
        ),
      ).statement;
    expect(busy(160)).toMatch(/, as its requests grew\.$/);
    expect(busy(40)).toMatch(/ without more requests\.$/);
    expect(busy(0)).toMatch(/ times its usual processor time\.$/);
  });

  test('found: throttled at its usual use', () => {
    const evidence = metricEvidence({
      series: [
        series('container_cpu_usage_cores', { service: 'cart' }, 0.5),
        series('container_cpu_cfs_throttled_ratio', { service: 'cart' }, 0.01, 0.6),
      ],
    });
    expect(strongestOf(resourcePressure.analyze(evidence)).cause).toBe('pod_cpu_throttled');
  });

  test('found: memory that climbs without a plateau, and memory near its limit', () => {
    const climbing = {
      name: 'container_memory_working_set_bytes',
      labels: { service: 'cart' },
      value: (i: number) => 1e8 + 1e6 * i,
    };
    expect(strongestOf(resourcePressure.analyze(metricEvidence({ series: [climbing] }))).cause).toBe('memory_leak');
    const full = [
      series('container_memory_working_set_bytes', { service: 'cart' }, 2e8, 4.9e8),
      series('container_spec_memory_limit_bytes', { service: 'cart' }, 5e8),
    ];
    expect(strongestOf(resourcePressure.analyze(metricEvidence({ series: full }))).cause).toBe('pod_memory_pressure');
  });

  // Kernel, "Control Group v2", memory.max: what is next to its limit takes pages back with each allocation.
  test('found: memory that was next to its limit and is not any more; not where it was far from it', () => {
    const during = (most: number) => ({
      name: 'container_memory_working_set_bytes',
      labels: { service: 'cart' },
      value: (i: number) => (i >= ONSET_MINUTE - 20 && i < ONSET_MINUTE - 4 ? most : 2.8e8 + (i % 3)),
    });
    const limit = series('container_spec_memory_limit_bytes', { service: 'cart' }, 5e8);
    const found = (most: number) =>
      strongestOf(resourcePressure.analyze(metricEvidence({ series: [during(most), limit] })));
    expect(found(4.7e8)).toMatchObject({ cause: 'pod_memory_pressure', until: expect.any(String) });
    expect(found(4.7e8).strength).toBeGreaterThan(PARAMETERS.faultAt);
    expect(found(4.3e8).strength).toBeLessThan(PARAMETERS.faultAt);
  });

  // Nomad, "Metrics Reference": allocations are labelled with the job, its group and task, and the machine.
  test('found: an allocation of Nomad that climbs, by its group and not by its machine; not one that keeps its level', () => {
    const labels = { job_id: 'cart', task_group: 'cart', task: 'cart', host: 'client-2' };
    const used = { name: 'nomad_client_allocs_memory_usage', labels, value: (i: number) => 1e8 + 1e6 * i };
    const reserved = series('nomad_client_allocs_memory_allocated', labels, 5e8);
    expect(strongestOf(resourcePressure.analyze(metricEvidence({ series: [used, reserved] })))).toMatchObject({
      component: 'service/cart',
      cause: 'memory_leak',
    });
    const level = { ...used, value: (i: number) => 1e8 + 1e6 * (i % 3) };
    expect(resourcePressure.analyze(metricEvidence({ series: [level, reserved] })).status).not.toBe('found');
  });

  test('found: a leap of memory outweighs the processor that fills it, a small one does not', () => {
    const busy = series('container_cpu_usage_cores', { service: 'cart' }, 0.02, 0.8);
    const memory = (during: number) => series('container_memory_working_set_bytes', { service: 'cart' }, 1.4e7, during);
    expect(strongestOf(resourcePressure.analyze(metricEvidence({ series: [busy, memory(6e8)] }))).cause).toBe(
      'pod_memory_pressure',
    );
    expect(strongestOf(resourcePressure.analyze(metricEvidence({ series: [busy, memory(2.8e7)] }))).cause).toBe(
      'pod_cpu_overload',
    );
  });

  test('found: packets that take long or get lost, by pod and by node', () => {
    const pod = metricEvidence({ series: [series('tcp_rtt_seconds', { pod: 'cart-7f9c5d8b6d-x2x9z' }, 0.001, 0.2)] });
    expect(strongestOf(resourcePressure.analyze(pod))).toMatchObject({
      component: 'service/cart',
      cause: 'pod_network_delay',
    });
    const node = metricEvidence({
      series: [series('node_network_receive_drop_rate', { instance: 'worker-1:9100' }, 1, 400)],
    });
    expect(strongestOf(resourcePressure.analyze(node))).toMatchObject({
      component: 'node/worker-1',
      cause: 'node_network_packet_loss',
    });
  });

  test('clear and unknown', () => {
    expect(
      resourcePressure.analyze(metricEvidence({ series: [series('cpu_usage', { service: 'cart' }, 0.4)] })).status,
    ).toBe('clear');
    expect(
      resourcePressure.analyze(metricEvidence({ series: [series('requests', { service: 'cart' }, 4)] })).status,
    ).toBe('unknown');
    expect(resourcePressure.analyze(nothing).status).toBe('unknown');
  });
});

describe('database-pressure', () => {
  const db = { service: 'orders-db' };

  test('found: a change of role', () => {
    const made = [{ name: 'pg_replication_is_replica', labels: db, value: (i: number) => (i >= ONSET_MINUTE ? 1 : 0) }];
    expect(strongestOf(databasePressure.analyze(metricEvidence({ series: made }))).cause).toBe('database_failover');
  });

  test('found: connections that multiply where nothing tells how many there may be', () => {
    const made = [series('pg_stat_activity_count', db, 40, 200)];
    expect(strongestOf(databasePressure.analyze(metricEvidence({ series: made }))).cause).toBe(
      'database_connection_exhausted',
    );
  });

  test('found: queries that cost several times as much, unless as many more requests come', () => {
    const rds = { dbinstance_identifier: 'orders-db' };
    const made = (requests: number) => [
      series('aws_rds_cpuutilization_average', rds, 7, 41),
      series('requests', { service: 'cart' }, 600, requests),
    ];
    expect(strongestOf(databasePressure.analyze(metricEvidence({ series: made(600) })))).toMatchObject({
      component: 'service/orders-db',
      cause: 'slow_query',
    });
    expect(databasePressure.analyze(metricEvidence({ series: made(3_600) })).status).toBe('clear');
    expect(databasePressure.analyze(metricEvidence({ series: made(600).slice(0, 1) })).status).toBe('clear');
  });

  test.each([
    ['pg_stat_database_tup_returned', { server: 'orders-db:5432', datname: 'orders' }, 'pg_stat_database_xact_commit'],
    ['mysql_global_status_handlers_total', { service: 'orders-db', handler: 'read_rnd_next' }, 'requests'],
    ['mongodb_ss_metrics_queryExecutor_scannedObjects', { service: 'orders-db' }, 'requests'],
  ])('found: %s many times as high for as many transactions', (name, labels, transactions) => {
    const counted = (metric: string, of: Record<string, string>, before: number, during: number): MadeSeries => {
      const rises = (i: number) => 60 * (Math.min(i, ONSET_MINUTE) * before + Math.max(0, i - ONSET_MINUTE) * during);
      return { name: metric, labels: of, type: 'counter', value: (i) => 1000 + rises(i) * (1 + 0.0001 * (i % 3)) };
    };
    const { handler: _, ...same } = labels as Record<string, string>;
    const made = (rows: number, load: number) =>
      databasePressure.analyze(
        metricEvidence({ series: [counted(name, labels, 4_000, rows), counted(transactions, same, 100, load)] }),
      );
    expect(strongestOf(made(3_000_000, 100))).toMatchObject({ component: 'service/orders-db', cause: 'slow_query' });
    expect(made(12_000, 100).status).toBe('clear');
    expect(made(80_000, 1_900).status).toBe('clear');
  });

  test('found: Oracle looks at many times as many blocks, unless as many more transactions ask', () => {
    const made = (blocks: number, load: number) =>
      databasePressure.analyze(
        metricEvidence({
          series: [
            series('ORA_Buffer_Gets_Per_Sec', { service: 'orders-db' }, 40_000, blocks),
            series('tps', { service: 'orders-db' }, 100, load),
          ],
        }),
      );
    const found = strongestOf(made(900_000, 100));
    expect(found).toMatchObject({ component: 'service/orders-db', cause: 'slow_query' });
    expect(found.statement).toContain('blocks');
    expect(made(80_000, 100).status).toBe('clear');
    expect(made(900_000, 2_200).status).toBe('clear');
  });

  test('clear: connections well below the maximum', () => {
    const made = [series('pg_stat_activity_count', db, 40), series('pg_settings_max_connections', db, 100)];
    expect(databasePressure.analyze(metricEvidence({ series: made })).status).toBe('clear');
  });

  test('unknown: no database among the metrics', () => {
    expect(
      databasePressure.analyze(metricEvidence({ series: [series('requests', { service: 'cart' }, 4)] })).status,
    ).toBe('unknown');
  });
});

describe('scaling-limit', () => {
  const labels = { horizontalpodautoscaler: 'cart' };
  const max = series('kube_horizontalpodautoscaler_spec_max_replicas', labels, 10);
  const exactly = (before: number, during: number): MadeSeries => ({
    name: 'kube_horizontalpodautoscaler_status_desired_replicas',
    labels,
    value: (i) => (i >= ONSET_MINUTE ? during : before),
  });
  const limit = { ...max, value: () => 10 };

  test('found: it rose to the maximum; weaker where it was always there', () => {
    const rose = strongestOf(scalingLimit.analyze(metricEvidence({ series: [limit, exactly(4, 10)] })));
    expect(rose).toMatchObject({ component: 'service/cart', cause: 'hpa_at_maximum' });
    const standing = strongestOf(scalingLimit.analyze(metricEvidence({ series: [limit, exactly(10, 10)] })));
    expect(standing.strength).toBeLessThan(rose.strength);
  });

  test('clear and unknown', () => {
    expect(scalingLimit.analyze(metricEvidence({ series: [limit, exactly(4, 5)] })).status).toBe('clear');
    expect(scalingLimit.analyze(metricEvidence({ series: [] })).status).toBe('unknown');
  });
});

describe('target-down', () => {
  const probe = (value: (i: number) => number) =>
    metricEvidence({ series: [{ name: 'probe_success', labels: { service: 'cart' }, value }] });

  const since = (i: number) => (i >= ONSET_MINUTE ? 0 : 1);
  const up = (job: string, instance: string, value: (i: number) => number): MadeSeries => ({
    name: 'up',
    labels: { job, instance },
    value,
  });

  test('found: a symptom, and that the service is down where no cluster tells of its pods', () => {
    const found = findings(targetDown.analyze(probe(since)));
    expect(found.map(({ component, cause }) => [component, cause])).toEqual([
      ['service/cart', undefined],
      ['service/cart', 'workload_unavailable'],
    ]);
    expect(found[0]).toMatchObject({ strength: 0.3, onset: expect.any(String) });
  });

  test('found: one of two instances is down, which is less', () => {
    const two = [up('cart', 'cart-1:8080', since), up('cart', 'cart-2:8080', () => 1)];
    const partly = strongestOf(targetDown.analyze(metricEvidence({ series: two })));
    expect(partly).toMatchObject({ component: 'service/cart', cause: 'workload_unavailable' });
    expect(partly.strength).toBeLessThan(strongestOf(targetDown.analyze(probe(since))).strength);
  });

  test('found: a machine is gone when nothing on it answers, not when its exporter alone is silent', () => {
    const load = { name: 'node_load1', labels: { job: 'node', instance: 'app-1:9100' }, value: () => 1 };
    const gone = [load, up('node', 'app-1:9100', since), up('cart', 'app-1:8080', since)];
    expect(strongestOf(targetDown.analyze(metricEvidence({ series: gone })))).toMatchObject({
      component: 'node/app-1',
      cause: 'node_not_ready',
    });
    // Once a scrape fails, what the target told last is stale.
    const stale = { name: 'mysql_up', labels: { job: 'mysql', instance: 'app-1:9104' }, value: () => 1 };
    const database = [load, up('node', 'app-1:9100', since), up('mysql', 'app-1:9104', since), stale];
    expect(strongestOf(targetDown.analyze(metricEvidence({ series: database })))).toMatchObject({
      component: 'node/app-1',
      cause: 'node_not_ready',
    });
    const alone = [load, up('node', 'app-1:9100', since), up('cart', 'app-1:8080', () => 1)];
    const causes = findings(targetDown.analyze(metricEvidence({ series: alone }))).map(({ cause }) => cause);
    expect(causes).toEqual([undefined]);
  });

  test('found: fewer tasks run than are wanted', () => {
    const ecs = (name: string, value: (i: number) => number): MadeSeries => ({
      name: `aws_ecs_containerinsights_${name}_task_count_average`,
      labels: { cluster_name: 'prod', service_name: 'cart' },
      value,
    });
    const tasks = [ecs('desired', () => 2), ecs('running', (i) => (i >= ONSET_MINUTE ? 0 : 2))];
    expect(strongestOf(targetDown.analyze(metricEvidence({ series: tasks })))).toMatchObject({
      component: 'service/cart',
      cause: 'workload_unavailable',
    });
  });

  test('found: a balancer that takes every target for broken counts the same ones on both sides', () => {
    const hosts = (name: string, value: (i: number) => number): MadeSeries => ({
      name: `aws_applicationelb_${name}_host_count_average`,
      labels: {
        dimension_TargetGroup: 'targetgroup/cart/6d0ecf831eec9f09',
        dimension_LoadBalancer: 'app/shop/50dc6c495c0c9188',
      },
      value,
    });
    const away = (i: number) => i >= ONSET_MINUTE;
    const both = [hosts('healthy', (i) => (away(i) ? 0 : 3)), hosts('un_healthy', (i) => (away(i) ? 3 : 0))];
    const found = strongestOf(targetDown.analyze(metricEvidence({ series: both })));
    expect(found).toMatchObject({ cause: 'workload_unavailable', statement: expect.stringContaining('None of 3') });
    expect(found.evidence.map(({ text }) => text)).toEqual([
      expect.stringMatching(/elb_healthy_host_count_average of \S+ is 0/),
      expect.stringMatching(/un_healthy_host_count_average of \S+ is 3/),
    ]);
    // One that fails its check now and then is turned away for as long, and none of them is down.
    const still = [hosts('healthy', () => 3), hosts('un_healthy', () => 0)];
    expect(targetDown.analyze(metricEvidence({ series: still })).status).not.toBe('found');
  });

  test('clear and unknown', () => {
    expect(targetDown.analyze(probe(() => 1)).status).toBe('clear');
    expect(targetDown.analyze(metricEvidence({ series: [] })).status).toBe('unknown');
  });
});

describe('firing-alerts', () => {
  test('found: symptoms with their onset; a standing, a silenced and an informing alert weigh less', () => {
    const found = findings(
      firingAlertsAnalyzer.analyze(
        metricEvidence({
          alerts: [
            alert('LatencyHigh', { service: 'edge' }),
            alert('DiskOld', { service: 'store' }, 60 * 24 * 9),
            alert('Quiet', { service: 'cart' }, 5, 'suppressed'),
            alert('ReadsALot', { service: 'copies', severity: 'info' }),
          ],
        }),
      ),
    );
    expect(found.map(({ component, strength, cause }) => [component, strength, cause])).toEqual([
      ['service/edge', 0.25, undefined],
      ['service/store', 0.1, undefined],
      ['service/cart', 0.1, undefined],
      ['service/copies', 0.1, undefined],
    ]);
  });

  test('clear: resolved alerts, the watchdog, and none at all', () => {
    expect(
      firingAlertsAnalyzer.analyze(metricEvidence({ alerts: [alert('Flap', { service: 'edge' }, 5, 'resolved')] }))
        .status,
    ).toBe('clear');
    expect(firingAlertsAnalyzer.analyze(metricEvidence({ alerts: [alert('Watchdog', { service: 'x' })] })).status).toBe(
      'clear',
    );
    expect(firingAlertsAnalyzer.analyze(metricEvidence({ alerts: [] })).status).toBe('clear');
  });

  test('unknown: alerts were not read', () => {
    expect(firingAlertsAnalyzer.analyze(nothing).status).toBe('unknown');
  });
});

describe('trace-origin', () => {
  const edge = (caller: string, callee: string, made: Partial<TraceEdge> = {}): TraceEdge => ({
    caller,
    callee,
    operation: `GET /${callee}`,
    calls: 100,
    errors: 0,
    p50Ms: 50,
    p99Ms: 90,
    ownP50Ms: 5,
    ...made,
  });

  test('found: the failing service whose own calls do not fail, not its callers', () => {
    const traces = [
      edge('', 'edge', { errors: 40 }),
      edge('edge', 'cart', { errors: 40, exampleTraceId: 'abc' }),
      edge('cart', 'store'),
    ];
    const found = findings(traceOrigin.analyze(metricEvidence({ traces }))).filter(
      ({ cause }) => cause === 'availability_regression',
    );
    expect(found.map(({ component }) => component)).toEqual(['service/cart']);
    expect(found[0]!.evidence[0]!.text).toContain('abc');
  });

  test('found: the service in which the time is spent, not those that wait for it', () => {
    const traces = [
      edge('', 'edge', { p50Ms: 500, ownP50Ms: 8 }),
      edge('edge', 'store', { p50Ms: 480, ownP50Ms: 480 }),
    ];
    expect(strongestOf(traceOrigin.analyze(metricEvidence({ traces })))).toMatchObject({
      component: 'service/store',
      cause: 'latency_regression',
    });
  });

  test('clear: time is spread and nothing fails; unknown: no traces', () => {
    const traces = [
      edge('', 'edge', { ownP50Ms: 20 }),
      edge('edge', 'cart', { ownP50Ms: 20 }),
      edge('cart', 'store', { ownP50Ms: 20 }),
    ];
    expect(traceOrigin.analyze(metricEvidence({ traces })).status).toBe('clear');
    expect(traceOrigin.analyze(nothing).status).toBe('unknown');
    expect(traceOrigin.analyze(metricEvidence({ traces: [] })).status).toBe('unknown');
  });
});
