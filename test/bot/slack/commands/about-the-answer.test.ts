import { describe, expect, test } from '@jest/globals';
import { aboutTheAnswer } from '../../../../bot/slack/commands/about-the-answer.ts';

describe('questions that a standing answer has the words for', () => {
  test.each([
    ['when did it start?', 'onset'],
    ['since when is it broken', 'onset'],
    ['how sure are you?', 'certainty'],
    ['are you sure', 'certainty'],
    ['what speaks against it?', 'against'],
    ['what else could it be?', 'others'],
    ['what should I do', 'next-step'],
    ['how do we fix that?', 'next-step'],
    ['fix it', 'next-step'],
    ['who wrote that commit?', 'change'],
    ['which deploy was it', 'change'],
    ['how many users are affected?', 'impact'],
    ['how bad is it', 'impact'],
  ])('%s', (text, kind) => {
    expect(aboutTheAnswer(text)).toBe(kind);
  });

  test.each([
    'payments is slow too',
    'show me the logs',
    'what about seats?',
    'lunch anyone',
    'is the database ok?',
    '',
  ])('not: %s', (text) => {
    expect(aboutTheAnswer(text)).toBeUndefined();
  });
});
