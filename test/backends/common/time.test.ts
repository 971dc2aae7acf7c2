import { expect, test } from '@jest/globals';
import { inWindow, parseDuration, parseMoment, windowBetween, windowSince } from '../../../backends/common/time.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

test.each([
  ['90s', 90_000],
  ['15m', 900_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['7d', 604_800_000],
])('%s is a duration', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', 'h', '5', '5 m', '-5m', '5y'])('%p is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  ['now', '2026-03-01T12:00:00.000Z'],
  ['2h', '2026-03-01T10:00:00.000Z'],
  ['2026-03-01T11:00:00+01:00', '2026-03-01T10:00:00.000Z'],
  ['2026-03-01 11:00:00Z', '2026-03-01T11:00:00.000Z'],
  ['1772362800', '2026-03-01T11:00:00.000Z'],
])('%s is the moment %s', (text, moment) => {
  expect(parseMoment(text, NOW, 'since').toISOString()).toBe(moment);
});

test.each(['yesterday', '2026-03-01', '2026-13-01T00:00:00Z', '12', '1e400'])('%p is refused', (text) => {
  expect(() => parseMoment(text, NOW, 'since')).toThrow('Parameter since');
});

test('a window since a moment ends at now and keeps what a fast clock dated later', () => {
  const window = windowSince('1h', NOW);
  expect(inWindow(new Date('2026-03-01T10:59:59Z'), window)).toBe(false);
  expect(inWindow(new Date('2026-03-01T11:00:00Z'), window)).toBe(true);
  expect(inWindow(new Date('2026-03-01T12:00:05Z'), window)).toBe(true);
  expect(() => windowSince('2026-03-02T00:00:00Z', NOW)).toThrow('lies after');
});

test('a window between two moments is closed at both ends', () => {
  const options = { fields: ['start_time', 'end_time'] as const, spanMs: 3_600_000 };
  const window = windowBetween(undefined, '1h', NOW, options);
  expect(window.start?.toISOString()).toBe('2026-03-01T10:00:00.000Z');
  expect(inWindow(new Date('2026-03-01T11:00:00Z'), window)).toBe(true);
  expect(inWindow(new Date('2026-03-01T11:00:01Z'), window)).toBe(false);
  expect(() => windowBetween('1h', '2h', NOW, options)).toThrow('Parameter start_time lies after end_time');
});
