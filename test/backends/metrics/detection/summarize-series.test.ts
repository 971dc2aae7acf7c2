import { describe, expect, test } from '@jest/globals';
import { type SeriesSummary, summarizeSeries } from '../../../../backends/metrics/detection/index.ts';
import { createRandomSource } from '../../../support/random-source.ts';

const END = 1_750_000_000;

interface Made {
  readonly points?: number;
  readonly step?: number;
  readonly since?: number;
  readonly name?: string;
  readonly type?: string;
  readonly window?: { start: number; end: number };
}

function summaryOf(
  value: (i: number, random: ReturnType<typeof createRandomSource>) => number,
  made: Made = {},
): SeriesSummary {
  const { points = 240, step = 60, since = 3600, name = 'latency_seconds', type = 'gauge' } = made;
  const random = createRandomSource(7);
  const timestamps = Float64Array.from({ length: points }, (_, i) => END - (points - 1 - i) * step);
  const values = Float64Array.from({ length: points }, (_, i) => value(i, random));
  return summarizeSeries(
    { name, labels: {}, type, timestamps, values },
    made.window ?? { start: END - since, end: END },
  );
}

const timeOf = (i: number, points = 240, step = 60) => END - (points - 1 - i) * step;
const onsetSeconds = (summary: SeriesSummary) => Date.parse(summary.changes[0]!.onset) / 1000;

describe('changes', () => {
  test('a level shift that lasts is found with its onset, its levels and no end', () => {
    const summary = summaryOf((i, random) => (i >= 220 ? 30 : 10) + random.normal());
    expect(summary.changes).toHaveLength(1);
    expect(summary.changes[0]).toMatchObject({ kind: 'level-shift', direction: 'up' });
    expect(summary.changes[0]!.until).toBeUndefined();
    expect(Math.abs(onsetSeconds(summary) - timeOf(220))).toBeLessThanOrEqual(60);
    expect(summary.changes[0]!.before).toBeCloseTo(10, 0);
    expect(summary.changes[0]!.during).toBeCloseTo(30, 0);
    expect(summary.changes[0]!.score).toBeGreaterThan(8);
  });

  test('a shift in a long series is placed within a point although the search runs on blocks', () => {
    const summary = summaryOf((i, random) => (i >= 1403 ? 30 : 10) + random.normal(), { points: 1440 });
    expect(Math.abs(onsetSeconds(summary) - timeOf(1403, 1440))).toBeLessThanOrEqual(120);
  });

  test('a shift that went back has an end, and the return is no change of its own', () => {
    const summary = summaryOf((i, random) => (i >= 200 && i < 220 ? 30 : 10) + random.normal());
    expect(summary.changes).toHaveLength(1);
    expect(Math.abs(Date.parse(summary.changes[0]!.until!) / 1000 - timeOf(220))).toBeLessThanOrEqual(60);
  });

  test('a rise in steps is one change, not one for each step', () => {
    const steps = [12, 20, 28, 30];
    const summary = summaryOf(
      (i, random) => (i < 200 ? 10 : steps[Math.min(3, Math.floor((i - 200) / 3))]!) + 0.3 * random.normal(),
    );
    expect(summary.changes.filter(({ direction }) => direction === 'up')).toHaveLength(1);
  });

  test('a wobble before a step is not its beginning, and a first step of a climb is', () => {
    const from = (first: number) => {
      const quiet = (i: number) => 0.1 * (((i * 7) % 5) - 2);
      return summaryOf((i) => (i < 200 ? 10 : i < 212 ? 10 + first : 40) + quiet(i));
    };
    const [wobble, climb] = [from(1), from(10)];
    expect(Math.abs(onsetSeconds(wobble) - timeOf(212))).toBeLessThanOrEqual(60);
    expect(Math.abs(onsetSeconds(climb) - timeOf(200))).toBeLessThanOrEqual(60);
    for (const { changes } of [wobble, climb]) expect(changes).toHaveLength(1);
  });

  test('three bad points at the end of a short coarse series are enough', () => {
    const summary = summaryOf((i, random) => (i >= 286 ? 0.03 : 0.006) + 0.0003 * random.normal(), {
      points: 290,
      step: 300,
    });
    expect(summary.changes.some(({ direction, score }) => direction === 'up' && score > 6)).toBe(true);
  });

  test('a fall is down', () => {
    const summary = summaryOf((i, random) => (i >= 210 ? 92 : 100) - Math.abs(0.2 * random.normal()));
    expect(summary.changes[0]).toMatchObject({ direction: 'down' });
  });

  test('a steady climb is a drift', () => {
    const summary = summaryOf((i, random) => 100 + (i > 120 ? (i - 120) * 3 : 0) + random.normal());
    expect(summary.changes.some(({ kind, direction }) => kind === 'drift' && direction === 'up')).toBe(true);
  });

  test('a new shift on top of an old one that has become usual still shows', () => {
    const summary = summaryOf((i, random) => (i < 80 ? 10 : i < 225 ? 20 : 40) + 0.5 * random.normal());
    const last = summary.changes.at(-1)!;
    expect(Math.abs(Date.parse(last.onset) / 1000 - timeOf(225))).toBeLessThanOrEqual(60);
    expect(last.before).toBeCloseTo(20, 0);
  });

  test('a shift long before the window that went back is not told', () => {
    const summary = summaryOf((i, random) => (i >= 50 && i < 80 ? 30 : 10) + random.normal());
    expect(summary.changes).toEqual([]);
  });

  test('the first failures after a past of none are unusual', () => {
    const summary = summaryOf((i) => (i >= 230 ? 5 : 0));
    expect(summary.changes[0]).toMatchObject({ direction: 'up', before: 0, during: 5 });
    expect(summary.changes[0]!.score).toBeGreaterThan(8);
  });
});

describe('no change', () => {
  test.each<[string, (i: number, random: ReturnType<typeof createRandomSource>) => number]>([
    ['noise', (_, random) => 10 + random.normal()],
    ['a heavy tail', (_, random) => 1 / (0.02 + random.next())],
    ['rare counts', (_, random) => random.poisson(0.4)],
    ['a constant', () => 5],
    ['zero', () => 0],
  ])('in %s', (_, value) => {
    expect(summaryOf(value).changes.filter(({ score, kind }) => score > 6 && kind !== 'spike')).toEqual([]);
  });

  test('in a daily wave over four days, where the same points without their season would be one', () => {
    const wave = (i: number) => 100 + 60 * Math.max(0, Math.sin((i / 288) * 2 * Math.PI)) ** 4;
    const made = { points: 1225, step: 300, since: 3 * 3600 };
    const start = END - 1224 * 300;
    const at = (i: number) => Math.round((start + i * 300) / 300) % 288;
    const summary = summaryOf((i, random) => wave(at(i)) + random.normal(), made);
    expect(summary.changes).toEqual([]);
  });

  test('but a shift against the season is found at the season-free size', () => {
    const wave = (i: number) => 100 + 60 * Math.sin((i / 288) * 2 * Math.PI);
    const made = { points: 1225, step: 300, since: 3 * 3600 };
    const summary = summaryOf((i, random) => wave(i) + random.normal() + (i > 1205 ? 50 : 0), made);
    expect(summary.changes).toHaveLength(1);
    expect(summary.changes[0]!.during - summary.changes[0]!.before).toBeCloseTo(50, -1);
  });
});

describe('gaps', () => {
  test('a series that falls silent before the end has an open gap', () => {
    const timestamps = Float64Array.from({ length: 100 }, (_, i) => END - 1200 - (99 - i) * 60);
    const values = new Float64Array(100).fill(1);
    const summary = summarizeSeries({ name: 'up', labels: {}, timestamps, values }, { start: END - 3600, end: END });
    expect(summary.changes).toEqual([expect.objectContaining({ kind: 'gap', direction: 'down' })]);
    expect(summary.changes[0]!.until).toBeUndefined();
  });

  test('a series that reports rarely anyway has none', () => {
    const random = createRandomSource(3);
    const timestamps = Float64Array.from({ length: 288 }, (_, i) => END - (288 - i) * 300).filter(() =>
      random.chance(0.2),
    );
    const values = new Float64Array(timestamps.length).fill(1);
    const summary = summarizeSeries({ name: 'x', labels: {}, timestamps, values }, { start: END - 86_400, end: END });
    expect(summary.changes).toEqual([]);
  });
});

describe('odd input', () => {
  test('missing values and repeated timestamps are left out', () => {
    const timestamps = Float64Array.from([1, 2, 2, 3, 4, 5]);
    const values = Float64Array.from([1, Number.NaN, 2, Number.POSITIVE_INFINITY, 4, 5]);
    const summary = summarizeSeries({ name: 'x', labels: {}, timestamps, values }, { start: 0, end: 5 });
    expect(summary).toMatchObject({ points: 4, min: 1, max: 5, last: 5 });
  });

  test('no point at all gives figures of 0 and the window as extent', () => {
    const summary = summarizeSeries(
      { name: 'x', labels: {}, timestamps: new Float64Array(), values: new Float64Array() },
      { start: 0, end: 60 },
    );
    expect(summary).toMatchObject({
      points: 0,
      last: 0,
      from: '1970-01-01T00:00:00Z',
      to: '1970-01-01T00:01:00Z',
      changes: [],
      sketch: [],
    });
  });

  test('one point has a value, no step and no changes', () => {
    const summary = summarizeSeries(
      { name: 'x', labels: {}, timestamps: Float64Array.of(5), values: Float64Array.of(3) },
      { start: 0, end: 60 },
    );
    expect(summary).toMatchObject({ points: 1, last: 3, median: 3, changes: [] });
    expect(summary.stepSeconds).toBeUndefined();
  });
});

describe('counters', () => {
  test('a counter is told as its rate, restarts included', () => {
    let total = 0;
    const summary = summaryOf((i) => (total = i === 120 ? 60 : total + 60), {
      type: 'counter',
      name: 'requests_total',
    });
    expect(summary.median).toBeCloseTo(1);
    expect(summary.max).toBeLessThan(2);
    expect(summary.unit).toBe('/s');
  });

  test('a rising rate shows as a change of the counter', () => {
    let total = 0;
    const summary = summaryOf((i) => (total += i > 220 ? 600 : 60), { type: 'counter', name: 'errors_total' });
    expect(summary.changes[0]).toMatchObject({ direction: 'up', before: 1, during: 10 });
  });

  test('a gauge with a rising value and no counter name stays a gauge', () => {
    expect(summaryOf((i) => i, { name: 'heap_bytes', type: undefined }).last).toBe(239);
  });
});

describe('sketch', () => {
  test('has at most 60 points, in order, and ends with the last', () => {
    const { sketch } = summaryOf((i) => i, { points: 1440 });
    expect(sketch.length).toBeLessThanOrEqual(60);
    expect(sketch.every(([time], i) => i === 0 || time > sketch[i - 1]![0])).toBe(true);
    expect(sketch.at(-1)![0]).toBe(END);
  });

  test('keeps the newest hour in detail when the window is a day', () => {
    const { sketch } = summaryOf((i) => i, { points: 1440, since: 86_400 });
    expect(sketch.filter(([time]) => time > END - 3600).length).toBeGreaterThanOrEqual(40);
    expect(sketch[0]![0]).toBeLessThan(END - 80_000);
  });

  test('shares its time slices with every other series of the window', () => {
    const one = summaryOf((i) => i, { points: 1440 }).sketch.slice(-20);
    const other = summaryOf((i) => -i, { points: 900 }).sketch.slice(-20);
    expect(one.map(([time]) => time)).toEqual(other.map(([time]) => time));
  });
});

test('the ends of a slope are told as they were observed, not as a line fits them', () => {
  // It accelerates: a straight line through it starts below nothing.
  const values = Float64Array.from({ length: 240 }, (_, i) => (i / 240) ** 2 * 100);
  const timestamps = Float64Array.from(values, (_, i) => 1_780_000_000 + i * 60);
  const window = { start: 1_780_000_000, end: 1_780_000_000 + 239 * 60 };
  const { changes } = summarizeSeries({ name: 'queue', labels: {}, type: 'gauge', timestamps, values }, window);
  for (const { before, during } of changes) {
    expect(before).toBeGreaterThanOrEqual(0);
    expect(during).toBeLessThanOrEqual(100);
  }
  expect(changes.some(({ kind }) => kind === 'drift')).toBe(true);
});
