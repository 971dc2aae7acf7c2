import { expect, test } from '@jest/globals';
import type { Sli } from '../../../../bot/domain/service-level.ts';
import { firingAlertsAnalyzer } from '../../../../bot/engine/analyzers/metrics/firing-alerts.ts';
import { observeAlerts } from '../../../../bot/engine/observe/alerts.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { AS_OF, alert, iso, metricEvidence } from '../../../support/metric-evidence.ts';

const sli = (indicator: Sli['indicator'], more: Partial<Sli> = {}): Sli => ({
  service: 'stall',
  side: 'server',
  indicator,
  unit: indicator === 'latency' ? 's' : 'ratio',
  basis: 'mean',
  metric: 'http_requests',
  points: 60,
  stepSeconds: 60,
  value: 0.01,
  last: 0.01,
  worst: 0.01,
  requests: 6_000,
  failed: 0,
  course: [],
  ...more,
});
const well = [sli('error_ratio'), sli('latency')];
const slow = { normal: 0.01, value: 2, last: 2, worst: 2, onset: iso(AS_OF - 900), direction: 'up' } as const;

const classOf = (name: string, items: readonly Sli[] = well, severity = 'warning') => {
  const alerts = [alert(name, { service: 'stall', severity }, 20)];
  const slis = {
    status: 'observed',
    value: { items, leftOut: [] },
    tool: 'list_slis',
    query: '',
    at: iso(AS_OF),
  } as const;
  const evidence = { ...metricEvidence({ alerts, series: [] }), slis };
  const analysis = firingAlertsAnalyzer.analyze(evidence, PARAMETERS);
  const strength = analysis.status === 'found' ? analysis.findings[0]?.strength : undefined;
  return [observeAlerts(evidence, PARAMETERS)[0]?.class, (strength ?? 0) >= PARAMETERS.symptomAt] as const;
};

test('an alert on what is held in reserve stands while all requests are counted, timed and well', () => {
  const names = ['StallCpuHigh', 'MysqlSlowQueries', 'ElasticsearchClusterYellow', 'HostHighLoad'];
  for (const name of names) expect(classOf(name)).toEqual(['standing', false]);
});

test('it matters where requests are slow, not measured or not timed, where it wakes people, and where it tells of harm', () => {
  expect(classOf('StallCpuHigh', [sli('error_ratio'), sli('latency', slow)])).toEqual(['relevant', true]);
  expect(classOf('StallCpuHigh', [])).toEqual(['relevant', true]);
  expect(classOf('StallCpuHigh', [sli('error_ratio')])).toEqual(['relevant', true]);
  expect(classOf('StallCpuHigh', well, 'critical')).toEqual(['relevant', true]);
  const harmful = ['StallDown', 'LoadBalancerDown', 'ConfigReloadFailed', 'DiskAlmostFull', 'StallLatencyHigh'];
  for (const name of harmful) expect(classOf(name)).toEqual(['relevant', true]);
});
