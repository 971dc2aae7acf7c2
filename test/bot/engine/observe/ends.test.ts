import { describe, expect, test } from '@jest/globals';
import type { LogPattern, SeriesChange, ServiceLogs } from '../../../../bot/domain/signals.ts';
import { endOfChange, endOfErrors } from '../../../../bot/engine/observe/ends.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { evidenceOf, market } from '../../../support/kubernetes.ts';

const evidence = evidenceOf(market());
const now = Date.parse(evidence.asOf);
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

/** A point a minute up to now. */
const course = (figures: readonly number[]) =>
  figures.map((figure, index) => [now / 1000 - (figures.length - 1 - index) * 60, figure] as const);

describe('a change of a series', () => {
  const change: SeriesChange = {
    kind: 'level-shift',
    direction: 'up',
    onset: ago(19),
    before: 10,
    during: 50,
    score: 40,
  };
  const high = (minutes: number, after: number) => ({
    sketch: course([...Array(10).fill(10), ...Array(minutes).fill(50), ...Array(20 - minutes).fill(after)]),
  });

  test('is over where the figure is nearer to where it was before than to where it went', () => {
    expect(endOfChange(high(8, 18), change, evidence, PARAMETERS)).toBe(ago(12));
  });

  test('lasts while the figure is where it went, or came back a minute ago', () => {
    expect(endOfChange(high(20, 50), change, evidence, PARAMETERS)).toBeUndefined();
    expect(endOfChange(high(19, 10), change, evidence, PARAMETERS)).toBeUndefined();
    expect(endOfChange(high(8, 40), change, evidence, PARAMETERS)).toBeUndefined();
  });

  test('is over where its source says so', () => {
    expect(endOfChange(high(20, 50), { ...change, until: ago(7) }, evidence, PARAMETERS)).toBe(ago(7));
  });
});

describe('an error in a log', () => {
  const logs: ServiceLogs = { service: 'ledger', lines: 900, lastSeen: ago(0), levels: {}, patterns: [] };
  const pattern: LogPattern = {
    template: 'failed',
    count: 60,
    level: 'error',
    firstSeen: ago(60),
    lastSeen: ago(20),
    samples: [{ text: 'failed' }],
  };

  test('is over once it has not come for several times its usual gap, and its writer still writes', () => {
    expect(endOfErrors(pattern, logs, evidence, PARAMETERS)).toBe(ago(20));
    expect(endOfErrors(pattern, { ...logs, lastSeen: ago(20) }, evidence, PARAMETERS)).toBeUndefined();
  });

  test('that comes four times an hour is not over for being silent for ten minutes', () => {
    const rare = { ...pattern, count: 4, firstSeen: ago(50), lastSeen: ago(10) };
    expect(endOfErrors(rare, logs, evidence, PARAMETERS)).toBeUndefined();
  });

  test('that comes in heaps is not over in a pause as long as those before', () => {
    const heap = [9, 0, 0];
    const inHeaps = {
      ...pattern,
      firstSeen: ago(96),
      buckets: [...Array(18).fill(0), ...heap, ...heap, ...heap, ...heap],
    };
    expect(endOfErrors(inHeaps, logs, evidence, PARAMETERS)).toBeUndefined();
    const atOnce = { ...inHeaps, buckets: [...Array(18).fill(0), ...Array(9).fill(4), 0, 0, 0] };
    expect(endOfErrors(atOnce, logs, evidence, PARAMETERS)).toBe(ago(20));
  });

  test('is over with its surge, though it trickles on as it did before', () => {
    const lines = (after: number) => ({
      ...pattern,
      lastSeen: ago(0),
      buckets: [...Array(26).fill(1), 40, after, after, after],
    });
    const end = endOfErrors(lines(2), logs, evidence, PARAMETERS);
    expect(end).toBeDefined();
    expect(Date.parse(end!)).toBeLessThan(now - PARAMETERS.overAfterMs);
    expect(endOfErrors(lines(30), logs, evidence, PARAMETERS)).toBeUndefined();
  });

  test('of a log that holds nothing else is over with its surge, where it trickles on and shows that its writer lives', () => {
    const alone = { ...logs, lastSeen: ago(20) };
    const trickling = {
      ...pattern,
      lastSeen: ago(20),
      buckets: [...Array(12).fill(0), 30, 28, 0, 0, 0, 1, 0, 0, 1, 0, 0],
    };
    const end = endOfErrors(trickling, alone, evidence, PARAMETERS);
    expect(Date.parse(end!)).toBeLessThan(Date.parse(ago(20)));
    // Silent since its surge: that it is well, or that it is gone, looks the same.
    // Silent since its surge: that it is well, or that it is gone, looks the same.
    const silent = { ...trickling, lastSeen: end!, buckets: [...Array(12).fill(0), 30, 28, ...Array(9).fill(0)] };
    expect(endOfErrors(silent, { ...alone, lastSeen: end! }, evidence, PARAMETERS)).toBeUndefined();
  });
});
