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

// Dean and Barroso, "The Tail at Scale" (CACM 2013): a busy minute moves the last quantile, and no other.
test('the slowest in a hundred count where the median rose with them, by however little: one instance of several is slow', () => {
  const tail = { onset: iso(AS_OF - 1_800), until: iso(AS_OF - 900) };
  const median = (more: Partial<Sli>) => sli({ statistic: 'p50', normal: 0.02, value: 0.023, ...tail, ...more });
  expect(observe([sli(tail), median({})])).toMatchObject([{ until: tail.until }]);
  expect(observe([sli(tail), median({ direction: 'down' })])).toEqual([]);
  expect(observe([sli(tail), median({ onset: iso(AS_OF - 1_500) })])).toEqual([]);
  expect(observe([sli(tail), median({ until: undefined as never })])).toEqual([]);
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
    course: Array.from({ length: 60 }, (_, n) => [AS_OF - 60 * (59 - n), n === 29 ? 0.1 : n === 59 ? last : 0]),
  });

test('what is bad again while its alert fires is dated by this time; without an alert a last minute is a blip', () => {
  const alerts = [alert('HighErrorRate', { service: 'shop' }, 1)];
  const [again] = observe([twice(0.3)], alerts);
  expect(again).toMatchObject({ from: iso(AS_OF) });
  expect(again?.until).toBeUndefined();
  expect(observe([twice(0.3)])[0]?.until).toBe(iso(AS_OF - 1_740));
  expect(observe([twice(0)], alerts)[0]?.until).toBe(iso(AS_OF - 1_740));
});

/** A shift of 13 minutes in which six of 39 requests failed, and how many in a hundred did in each minute beside it. */
const rare = (beside: (minute: number) => number, inside = 6) =>
  sli({
    indicator: 'error_ratio',
    statistic: undefined as never,
    unit: 'ratio',
    normal: 0,
    value: 0.16,
    last: 0,
    onset: iso(AS_OF - 60 * 52),
    until: iso(AS_OF - 60 * 40),
    failed: inside,
    requests: 39,
    course: Array.from({ length: 60 }, (_, n) => [
      AS_OF - 60 * (59 - n),
      (n >= 7 && n <= 19 ? (n % 2 ? inside / 20 : 0) : beside(n)) as number,
    ]),
  });

test('where few are asked and some fail at all times, a shift is one of many who fail, not of as many as ever', () => {
  const now = (minute: number) => (minute % 4 === 0 ? 0.3 : 0);
  expect(observe([rare(now)])).toEqual([]);
  expect(observe([rare(() => 0)])).toHaveLength(1);
  expect(observe([rare(now, 16)])).toHaveLength(1);
});
