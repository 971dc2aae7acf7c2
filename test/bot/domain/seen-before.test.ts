import { expect, test } from '@jest/globals';
import { answeredOn, seenBefore } from '../../../bot/domain/seen-before.ts';

const now = new Date('2031-03-16T09:00:00Z');
const records = (...texts: string[]) => texts.map((text) => ({ text, createdAt: '2031-03-04T10:00:00Z' }));

test('an earlier cause and what fixed it are one sentence', () => {
  const known = records(
    '2031-03-05, Sam said: fixed by rolling back to 1.4',
    answeredOn('2031-03-04T10:00:00.000Z', 'cart is killed for its memory.'),
    '2031-03-01, Sam said: cart is owned by team-pay',
  );
  expect(seenBefore(known, now)).toBe(
    'Seen 12 days ago, cause was cart is killed for its memory, fixed by rolling back to 1.4.',
  );
});

test('the newest cause counts, a correction before the answer that it corrects', () => {
  const known = records(
    '2031-02-04: an old cause',
    '2031-03-15: the wrong cause',
    'A person corrected the answer of 2031-03-15T10:00:00.000Z: the disk was full.',
  );
  expect(seenBefore(known, now)).toBe('Seen yesterday, cause was the disk was full.');
});

test('a fix of an earlier time is not that of a later one', () => {
  const known = records('2031-03-01, Sam said: fixed by a restart', '2031-03-16: the disk was full');
  expect(seenBefore(known, now)).toBe('Seen earlier today, cause was the disk was full.');
});

test('without an earlier cause nothing is said', () => {
  expect(seenBefore(records('2031-03-01, Sam said: cart is owned by team-pay'), now)).toBeUndefined();
  expect(seenBefore([], now)).toBeUndefined();
});
