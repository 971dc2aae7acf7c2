import { expect, test } from '@jest/globals';
import type { Sli } from '../../../../../bot/domain/service-level.ts';
import { isFeltByNobody } from '../../../../../bot/engine/analyzers/logs/felt-by-nobody.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { AS_OF, iso, metricEvidence } from '../../../../support/metric-evidence.ts';

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
  value: 0.9,
  last: 0.9,
  worst: 0.9,
  onset: iso(AS_OF - 600),
  direction: 'up',
  requests: 6_000,
  course: [],
  ...more,
});
const failing = (failed: number, requests: number) =>
  sli({
    indicator: 'error_ratio',
    statistic: undefined as never,
    unit: 'ratio',
    normal: 0,
    value: failed / requests,
    failed,
    requests,
  });
const isUnfelt = (items: readonly Sli[], buckets: readonly number[] = []) => {
  const value = { items, leftOut: [] };
  const slis = { status: 'observed', value, tool: 'list_slis', query: '', at: iso(AS_OF) } as const;
  return isFeltByNobody('slow_query', { buckets }, { ...metricEvidence({ series: [] }), slis }, PARAMETERS);
};
const steady = sli({ onset: undefined as never, value: 0.1, worst: 0.1 });

test('slow statements are felt where many wait or many fail', () => {
  expect(isUnfelt([sli({})])).toBe(false);
  expect(isUnfelt([steady, failing(60, 600)])).toBe(false);
});

test('one slow request of a few dozen and one that failed are felt by nobody', () => {
  expect(isUnfelt([steady])).toBe(true);
  expect(isUnfelt([sli({ requests: 24 })])).toBe(true);
  expect(isUnfelt([steady, failing(1, 30)])).toBe(true);
});

test('where no answer is timed nobody knows', () => {
  expect(isUnfelt([failing(1, 30)])).toBe(false);
});

test('what is written as often before a shift and after it brings it about no more than any other thing that is there', () => {
  // Slices of eight minutes; answers were slow from the 25th to the 26th.
  const spell = sli({ onset: iso(AS_OF - 2_800), until: iso(AS_OF - 2_000) });
  const at = (before: number, inside: number, after: number) =>
    Array.from({ length: 30 }, (_, n) => (n < 22 ? 0 : n < 24 ? before : n < 26 ? inside : after));
  expect(isUnfelt([steady, spell], at(3, 3, 3))).toBe(true);
  expect(isUnfelt([steady, spell], at(3, 9, 3))).toBe(false);
  expect(isUnfelt([steady, spell], at(0, 9, 3))).toBe(false);
  expect(isUnfelt([steady, { ...spell, until: undefined as never }], at(3, 3, 3))).toBe(false);
});
