import { expect, test } from '@jest/globals';
import { madeUpCounters } from '../../../infra/lab/prometheus/made-up-counters.ts';
import type { ObservedSeries } from '../../../infra/lab/prometheus/observe.ts';
import { createRandom } from '../../../infra/lab/random.ts';

const STEPS = 300;
const counter = (name: string, labels: string, perSecond: number, values = [1, 2]): ObservedSeries => ({
  name,
  labels,
  isCounter: true,
  values,
  perSecond,
});
const series = [
  counter('wait_seconds_bucket', '{route="/",le="0.01"}', 1.8),
  counter('wait_seconds_bucket', '{route="/",le="0.1"}', 1.95),
  counter('wait_seconds_bucket', '{route="/",le="+Inf"}', 2),
  counter('wait_seconds_count', '{route="/"}', 2),
  counter('wait_seconds_sum', '{route="/"}', 0.03, [0.5, 0.7]),
  counter('cpu_seconds_total', '', 0.1, [0.5, 0.7]),
];
const made = () => {
  const traffic = Array.from({ length: STEPS }, () => 1);
  return madeUpCounters(series, { traffic, stepSeconds: 60, random: createRandom(7) });
};
const riseOf = (course: (n: number) => number) =>
  Array.from({ length: STEPS - 1 }, (_, n) => course(n + 1) - course(n));

test('in the long run counters rise as was seen', () => {
  const courses = made();
  for (const [one, course] of courses) {
    const mean = course(STEPS - 1) / (STEPS * 60);
    expect([one.name, mean / one.perSecond > 0.85 && mean / one.perSecond < 1.25]).toEqual([one.name, true]);
  }
});

test('the parts of a histogram agree at each moment', () => {
  const courses = made();
  const [low, high, all, count] = series.map((one) => courses.get(one)!);
  for (let n = 0; n < STEPS; n += 1) {
    expect(low!(n)).toBeLessThanOrEqual(high!(n));
    expect(high!(n)).toBeLessThanOrEqual(all!(n));
    expect(count!(n)).toBe(all!(n));
  }
});

test('the share of slow answers differs from minute to minute, the processor time hardly', () => {
  const courses = made();
  const slow = riseOf((n) => courses.get(series[2]!)!(n) - courses.get(series[0]!)!(n)).toSorted((a, b) => a - b);
  expect(slow[Math.floor(0.95 * slow.length)]!).toBeGreaterThan(2 * slow[slow.length >> 1]!);
  const work = riseOf(courses.get(series[5]!)!);
  expect(Math.max(...work) - Math.min(...work)).toBeLessThan(0.01);
});
