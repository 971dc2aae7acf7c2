import { expect, test } from '@jest/globals';
import { parseLogEntries, summarizeServiceLogs } from '../../../../backends/logs/patterns/index.ts';

const window = { start: new Date('2026-03-04T05:00:00Z'), end: new Date('2026-03-04T05:30:00Z') };
const line = (minute: number, text: string): string => `2026-03-04T05:${String(minute).padStart(2, '0')}:30Z ${text}`;

test('counts patterns in thirty slices, the worst level first', () => {
  const lines = [line(0, 'INFO served 1'), line(1, 'INFO served 2'), line(29, 'ERROR store 7 refused')];
  const summary = summarizeServiceLogs('till', parseLogEntries(lines), window, { namespace: 'shop' });
  expect(summary).toMatchObject({
    service: 'till',
    namespace: 'shop',
    lines: 3,
    levels: { info: 2, error: 1 },
    firstSeen: '2026-03-04T05:00:30.000Z',
    lastSeen: '2026-03-04T05:29:30.000Z',
  });
  expect(summary.patterns.map(({ template, count, level }) => [template, count, level])).toEqual([
    ['ERROR store <*> refused', 1, 'error'],
    ['INFO served <*>', 2, 'info'],
  ]);
  const buckets = summary.patterns[1]?.buckets ?? [];
  expect(buckets).toHaveLength(30);
  expect(buckets.slice(0, 3)).toEqual([1, 1, 0]);
});

test('records outside the window are left out, those without time count without buckets', () => {
  const entries = parseLogEntries(['2026-03-04T04:59:59Z early', 'timeless', line(30, 'late')]);
  const summary = summarizeServiceLogs('till', entries, window);
  expect(summary.lines).toBe(1);
  expect(summary.firstSeen).toBeUndefined();
  expect(summary.patterns[0]).toEqual({
    template: 'timeless',
    count: 1,
    level: 'info',
    samples: [{ text: 'timeless' }],
  });
});

test('a frequent warning is not crowded out by errors of which each line is a pattern of its own', () => {
  const names = ['ann', 'ben', 'cleo', 'dora', 'emil', 'fay', 'gus', 'hal'];
  const errors = names.flatMap((one, n) =>
    Array.from({ length: n + 1 }, () => line(n, `ERROR ${one} ${'x '.repeat(n)}refused`)),
  );
  const warnings = Array.from({ length: 9 }, () => line(3, 'WARN no word from the directory'));
  const { patterns } = summarizeServiceLogs('till', parseLogEntries([...errors, ...warnings]), window, {
    maxPatterns: 5,
  });
  expect(patterns.map(({ level, count }) => [level, count])).toEqual([
    ['error', 8],
    ['error', 7],
    ['error', 6],
    ['error', 5],
    ['warn', 9],
  ]);
});

test('a pattern keeps up to three different samples, each cut at 2,000 characters', () => {
  const lines = [1, 2, 3, 4].map((number) => line(number, `ERROR order ${number} lost ${'x'.repeat(3_000)}`));
  const samples = summarizeServiceLogs('till', parseLogEntries(lines), window).patterns[0]?.samples ?? [];
  expect(samples).toHaveLength(3);
  expect(samples.every((sample) => sample.text.length === 2_000)).toBe(true);
});

test('a Python trace is named after its exception', () => {
  const text = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\nKeyError: \'TOKEN\'\n';
  expect(summarizeServiceLogs('till', parseLogEntries(text), window).patterns[0]).toMatchObject({
    template: "Traceback (most recent call last): KeyError: 'TOKEN'",
    level: 'error',
  });
});

test('an empty log is a summary of nothing', () => {
  expect(summarizeServiceLogs('till', [], window)).toEqual({ service: 'till', lines: 0, levels: {}, patterns: [] });
});
