import { expect, test } from '@jest/globals';
import { computedSeries } from '../../../backends/metrics/derived/computed-series.ts';

const MINUTES = 20;
const CORES = 2;

/** The idle seconds of one processor, of which nine tenths are idle; the machine is started anew at one minute. */
function idle(cpu: number, restartAt: number) {
  const timestamps = Float64Array.from({ length: MINUTES }, (_, i) => i * 60);
  const values = timestamps.map((time, i) =>
    i < restartAt ? 100_000 + 0.9 * time : 0.9 * (time - restartAt * 60) + 2,
  );
  const labels = { instance: 'a', cpu: String(cpu), mode: 'idle' };
  return { name: 'node_cpu_seconds_total', labels, type: 'counter', timestamps, values };
}

test('a machine that was started anew was not busy at that moment: what it had counted is lost', () => {
  const series = Array.from({ length: CORES }, (_, cpu) => idle(cpu, 10));
  const [busy] = computedSeries(series).filter(({ name }) => name === 'node_cpu_busy_ratio');
  expect(busy?.values.length).toBe(MINUTES - 2);
  for (const value of busy?.values ?? []) expect(value).toBeCloseTo(0.1, 5);
});

/** A counter of a container that begins anew every so many minutes, read at one moment later than its twin now and then. */
function periods(name: string, perMinute: number, life: number) {
  const timestamps = Float64Array.from({ length: MINUTES * 3 }, (_, i) => i * 60);
  const values = timestamps.map((_, i) => perMinute * (1 + (i % life)));
  return { name, labels: { pod: 'hoist-7f9-x2x', container: 'hoist' }, timestamps, values };
}

test.each([3, 4, 5, 20])('a container that ends every %i minutes is throttled as little as it is', (life) => {
  const series = [
    periods('container_cpu_cfs_throttled_periods_total', 7, life),
    periods('container_cpu_cfs_periods_total', 600, life),
  ];
  const [share] = computedSeries(series).filter(({ name }) => name === 'container_cpu_cfs_throttled_periods_ratio');
  expect(share?.values.length).toBeGreaterThan(0);
  for (const value of share?.values ?? []) expect(value).toBeCloseTo(7 / 600, 5);
});

test('more than the whole is no share: the two counters were not read at one time', () => {
  const parts = periods('container_cpu_cfs_throttled_periods_total', 900, 20);
  const shares = computedSeries([parts, periods('container_cpu_cfs_periods_total', 600, 20)]);
  expect(shares.filter(({ name }) => name === 'container_cpu_cfs_throttled_periods_ratio')).toEqual([]);
});

/** Seconds of eight processors together in one mode, a quarter of them busy and then all but a little. */
function together(mode: string, cores: (minute: number) => number) {
  const timestamps = Float64Array.from({ length: MINUTES }, (_, i) => i * 60);
  let sum = 5_000;
  const values = timestamps.map((_, i) => {
    sum += 60 * cores(i);
    return sum;
  });
  return {
    name: 'node_cpu_seconds_total',
    labels: { instance: 'a', cpu: 'all', mode },
    type: 'counter',
    timestamps,
    values,
  };
}

test('a sum over processors is held against how many there are', () => {
  const isBusy = (minute: number) => minute >= 12;
  const free = together('idle', (minute) => (isBusy(minute) ? 0.4 : 6));
  const used = together('user', (minute) => (isBusy(minute) ? 7.6 : 2));
  const shareOf = (series: Parameters<typeof computedSeries>[0]) => {
    const [busy] = computedSeries(series).filter(({ name }) => name === 'node_cpu_busy_ratio');
    return [busy!.values[5], busy!.values.at(-1)];
  };
  expect(shareOf([free, used])[0]).toBeCloseTo(0.25, 5);
  expect(shareOf([free, used])[1]).toBeCloseTo(0.95, 5);
  // Without the other modes there are as many as were ever idle, at the least.
  expect(shareOf([free])[1]).toBeCloseTo(1 - 0.4 / 6, 5);
});
