import { expect, test } from '@jest/globals';
import { createGuessLimit } from '../../../bot/alerts/guess-limit.ts';

test('an address that guesses wrong ten times waits a minute; others do not, and time forgives', () => {
  const clock = { at: new Date('2026-03-04T05:00:00Z'), now: () => clock.at };
  const limit = createGuessLimit(clock);
  for (let guess = 0; guess < 10; guess += 1) {
    limit.check('10.0.0.9');
    limit.wrong('10.0.0.9');
  }
  expect(() => limit.check('10.0.0.9')).toThrow(
    expect.objectContaining({ kind: 'rate-limited', retryAfterMs: 60_000 }),
  );
  expect(() => limit.check('10.0.0.8')).not.toThrow();
  clock.at = new Date('2026-03-04T05:01:01Z');
  expect(() => limit.check('10.0.0.9')).not.toThrow();
});
