import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { detach } from '../../../../backends/logs/patterns/detach.ts';
import {
  createLineGrouper,
  createTemplateMiner,
  parseLogEntries,
  summarizeServiceLogs,
} from '../../../../backends/logs/patterns/index.ts';
import { anyCharacter } from '../../../support/any-character.ts';

/** Pieces that the readers look for, and anything else. */
const piece = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.constantFrom(
    '{"level":"error","msg":"',
    '"}',
    'Traceback (most recent call last):',
    '  File "a", line 1',
    'at a.b(c)',
    'panic: ',
    '=',
    '<',
    '10.0.0.1:80',
    '2026-03-04T05:06:07Z ',
    '\u2028',
    'E0304 05:06:07.1 1 a.go:1] ',
    '"GET / HTTP/1.1" 500',
    '..',
    '(1 KB)',
    'FF:',
    '\ud800',
  ),
);
const line = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(' ').replaceAll('\n', ' '));

test('no text stops the readers, and a record never comes from nothing', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const entries = [...parseLogEntries(lines, { recordedAt: new Date('2026-12-31T00:00:00Z') })];
      expect(entries.length).toBeLessThanOrEqual(lines.filter((one) => one.trim() !== '').length);
      expect(entries.every(({ text }) => typeof text === 'string')).toBe(true);
      const summary = summarizeServiceLogs('till', entries, { start: new Date(0), end: new Date(4e12) });
      expect(summary.patterns.reduce((sum, pattern) => sum + pattern.count, 0)).toBe(summary.lines);
    }),
  );
});

test('a line belongs to the same group each time, in both miners', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
      const miner = createTemplateMiner();
      const grouper = createLineGrouper();
      const before = lines.map((one) => [miner.add(one), grouper.add(one)]);
      const after = lines.map((one) => [miner.add(one), grouper.add(one)]);
      expect(after.map(([, shape]) => shape)).toEqual(before.map(([, shape]) => shape));
      expect(after.every(([id]) => miner.clusters().some((cluster) => cluster.id === id))).toBe(true);
    }),
  );
});

test('a text detached from its piece of file is the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => expect(detach(`${text}${text}`)).toBe(`${text}${text}`)),
  );
  expect(detach('lone surrogate \ud800 kept')).toBe('lone surrogate \ud800 kept');
});
