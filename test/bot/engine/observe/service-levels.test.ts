import { expect, test } from '@jest/globals';
import type { Sli } from '../../../../bot/domain/service-level.ts';
import type { AlertRecord, EvidenceSet } from '../../../../bot/domain/signals.ts';
import { observeServiceLevels } from '../../../../bot/engine/observe/service-levels.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { AS_OF, alert, iso, metricEvidence } from '../../../support/metric-evidence.ts';

const sli = (more: Partial<Sli>): Sli => ({
  service: 'shop',
  side: 'server',
  indicator: 'latency',
  statistic: 'p99',
  unit: 's',
  basis: 'histogram',
  metric: 'http_request_duration_seconds',
  points: 60,
  stepSeconds: 60,
  normal: 0.1,
  spread: 0.01,
  value: 0.2,
  last: 0.2,
  worst: 0.2,
  onset: iso(AS_OF - 600),
  direction: 'up',
  shape: 'level-shift',
  score: 20,
  requests: 6_000,
  course: [],
  ...more,
});
const seen = (items: readonly Sli[], alerts: readonly AlertRecord[] = []): EvidenceSet => ({
  ...metricEvidence({ alerts, series: [] }),
  slis: { status: 'observed', value: { items, leftOut: [] }, tool: 'list_slis', query: '', at: iso(AS_OF) },
});
const observe = (...given: Parameters<typeof seen>) => observeServiceLevels(seen(...given), PARAMETERS);

test('the slowest in a hundred alone must be several times as slow; with the others, as much as people notice', () => {
  expect(observe([sli({})])).toEqual([]);
  expect(observe([sli({ value: 0.4 })])).toHaveLength(1);
  expect(observe([sli({}), sli({ statistic: 'p95', normal: 0.05, value: 0.09 })])).toHaveLength(1);
  expect(observe([sli({}), sli({ statistic: 'p95', service: 'other', normal: 0.05, value: 0.09 })])).toMatchObject([
    { component: 'service/other' },
  ]);
});

/** Failed for a minute half an hour ago, and again in the last minute. */
const twice = (last: number) =>
  sli({
    indicator: 'error_ratio',
    statistic: undefined as never,
    unit: 'ratio',
    normal: 0,
    value: 0.1,
    last,
    onset: iso(AS_OF - 1_800),
    until: iso(AS_OF - 1_740),
    failed: 60,
    course: [1_860, 1_800, 1_740, 600, 60, 0].map((ago, n) => [AS_OF - ago, [0, 0.1, 0, 0, 0, last][n]!]),
  });

test('what is bad again while its alert fires is dated by this time; without an alert a last minute is a blip', () => {
  const alerts = [alert('HighErrorRate', { service: 'shop' }, 1)];
  const [again] = observe([twice(0.3)], alerts);
  expect(again).toMatchObject({ from: iso(AS_OF) });
  expect(again?.until).toBeUndefined();
  expect(observe([twice(0.3)])[0]?.until).toBe(iso(AS_OF - 1_740));
  expect(observe([twice(0)], alerts)[0]?.until).toBe(iso(AS_OF - 1_740));
});
