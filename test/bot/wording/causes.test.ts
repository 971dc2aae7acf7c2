import { expect, test } from '@jest/globals';
import { CAUSE_CODES } from '../../../bot/domain/cause.ts';
import { causeInWords } from '../../../bot/wording/causes.ts';

test('every cause reads as a person says it: short, unlike its code, unlike any other', () => {
  const phrases = CAUSE_CODES.map((code) => causeInWords(code));
  expect(new Set(phrases).size).toBe(CAUSE_CODES.length);
  for (const phrase of phrases) expect(phrase.length).toBeLessThan(75);
  expect(phrases.filter((phrase) => phrase.includes('_'))).toEqual([]);
});

test('a code of another version is told in its own words', () => {
  expect(causeInWords('tape_drive_jammed')).toBe('tape drive jammed');
});
