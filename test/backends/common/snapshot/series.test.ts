import { expect, test } from '@jest/globals';
import { openSnapshot } from '../../../../backends/common/snapshot/index.ts';
import { createNumberReader } from '../../../../backends/common/snapshot/read-number.ts';
import { CAPTURED_AT, lines, snapshotFolder } from '../../support/snapshot-folder.ts';

async function seriesOf(files: Record<string, unknown>) {
  const snapshot = await openSnapshot(snapshotFolder({ 'snapshot.json': { capturedAt: CAPTURED_AT }, ...files }));
  const series = await snapshot.metrics();
  return { series, warnings: snapshot.warnings() };
}

test('OpenMetrics: types, units, escapes, exemplars, missing and millisecond times', async () => {
  const { series, warnings } = await seriesOf({
    'metrics.om': lines(
      '# TYPE requests counter',
      '# UNIT latency_seconds seconds',
      '# TYPE latency_seconds histogram',
      '# HELP requests How many { there } were',
      'requests_total{path="/a b",say="\\"hi\\"\\n\\\\"} 3 1772366400 # {trace_id="x"} 1',
      'requests_total{path="/a b",say="\\"hi\\"\\n\\\\"} 5 1772366460.5',
      'latency_seconds_bucket{le="+Inf"} 7 1772366400000',
      'latency_seconds_sum 1.5e-3 1772366400',
      'untimed 4',
      'odd NaN 1772366400',
      'odd +Inf 1772366460',
      '',
      '# EOF',
    ),
  });
  expect(warnings).toEqual([]);
  expect(
    series.map(({ name, labels, type, unit, timestamps, values }) => [
      name,
      labels,
      type,
      unit,
      [...timestamps],
      [...values],
    ]),
  ).toEqual([
    ['requests_total', { path: '/a b', say: '"hi"\n\\' }, 'counter', undefined, [1772366400, 1772366460.5], [3, 5]],
    ['latency_seconds_bucket', { le: '+Inf' }, 'counter', undefined, [1772366400], [7]],
    ['latency_seconds_sum', {}, 'counter', 'seconds', [1772366400], [0.0015]],
    ['untimed', {}, undefined, undefined, [Date.parse(CAPTURED_AT) / 1000], [4]],
    ['odd', {}, undefined, undefined, [1772366400, 1772366460], [Number.NaN, Number.POSITIVE_INFINITY]],
  ]);
});

test('points come in any order and from several files, and are one series', async () => {
  const { series } = await seriesOf({
    'metrics/b.om': lines('up{job="a"} 3 300', 'up{job="b"} 9 100', 'up{job="a"} 1 100'),
    'metrics/c.json': {
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { __name__: 'up', job: 'a' },
            values: [
              [200, '2'],
              [400, 'NaN'],
            ],
          },
        ],
      },
    },
  });
  expect(series.map(({ labels, timestamps, values }) => [labels.job, [...timestamps], [...values]])).toEqual([
    ['a', [100, 200, 300, 400], [1, 2, 3, Number.NaN]],
    ['b', [100], [9]],
  ]);
});

test('the order of labels does not matter', async () => {
  const { series } = await seriesOf({ 'metrics.om': lines('m{a="1",b="2"} 1 100', 'm{b="2",a="1",} 2 200') });
  expect(series.map(({ values }) => [...values])).toEqual([[1, 2]]);
});

test('Prometheus answers: vectors, unnamed results, errors and strangers', async () => {
  const { series, warnings } = await seriesOf({
    'metrics/error-rate.json': { data: { result: [{ metric: { service: 'web' }, value: [100, '0.5'] }] } },
    'metrics/failed.json': { status: 'error', error: 'timeout' },
    'metrics/other.json': { hello: 1 },
  });
  expect(series.map(({ name, labels, values }) => [name, labels, [...values]])).toEqual([
    ['error_rate', { service: 'web' }, [0.5]],
  ]);
  expect(warnings).toEqual([
    'metrics/failed.json: is an error answer of Prometheus, skipped',
    'metrics/other.json:1: is no Prometheus query answer',
  ]);
});

test('series across the chunks of a large file stay whole', async () => {
  const many = Array.from(
    { length: 60_000 },
    (_, i) => `m{pod="p-${i % 500}",text="${'x'.repeat(20)}"} ${i} ${1000 + i}`,
  );
  const { series, warnings } = await seriesOf({ 'metrics.om': lines(...many) });
  expect(warnings).toEqual([]);
  expect(series).toHaveLength(500);
  expect(series.every(({ values }) => values.length === 120)).toBe(true);
  expect([...series[7]!.values].slice(0, 3)).toEqual([7, 507, 1007]);
});

test.each([
  '0',
  '-0',
  '12',
  '-3.25',
  '0.1',
  '123456789012345',
  '1234567890123456789',
  '1e21',
  '-1.5E-7',
  '.5',
  '5.',
  '+7',
  '0.30000000000000004',
])('the number %s is what JavaScript reads', (text) => {
  const read = createNumberReader();
  expect(read(Buffer.from(` ${text} x`), 0, text.length + 3)).toBe(Number(text));
  expect(read.end).toBe(text.length + 1);
});

test.each(['', 'abc', '1.2.3', '--1', '1e', '0x10'])('%p is no number', (text) => {
  expect(createNumberReader()(Buffer.from(text), 0, text.length)).toBeUndefined();
});
