import { expect, test } from '@jest/globals';
import { notReadInWords } from '../../../bot/wording/not-read.ts';
import { recordingInWords } from '../../../bot/wording/recording.ts';

const file = (name: string, line?: number) => ({ source: 'kubernetes', name, line, reason: 'is cut off' });

test('files are named with their line; many are counted', () => {
  expect(notReadInWords({ notRead: [] })).toBeUndefined();
  expect(notReadInWords({})).toBeUndefined();
  expect(notReadInWords({ notRead: [file('kubernetes/pods.json', 812)] })).toBe(
    'Not read: kubernetes/pods.json:812: is cut off',
  );
  const five = ['a', 'b', 'c', 'd', 'e'].map((name) => file(name));
  expect(notReadInWords({ notRead: five })).toBe('Not read: a: is cut off; b: is cut off; c: is cut off; and 2 more');
  expect(notReadInWords({ notRead: five, notReadTotal: 70 })).toMatch(/; and 67 more$/);
});

test('a recording says of when it is and whose its times are', () => {
  expect(recordingInWords({ capturedAt: '2026-11-28T08:00:00.000Z', shiftedSeconds: 0 })).toBe(
    'Recorded 2026-11-28 08:00 UTC: times are those of the recording.',
  );
  expect(recordingInWords({ capturedAt: '2026-11-28T08:00:00.000Z', shiftedSeconds: 90_000 })).toBe(
    'Recorded 2026-11-28 08:00 UTC and replayed: all times are moved by 1 d 1 h, as if it had ended now.',
  );
});
