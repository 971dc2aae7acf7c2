import { expect, test } from '@jest/globals';
import { answerChallenge as answerOfTheBot } from '../../../../bot/adapters/cognito/challenge-answer.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { answerChallenge, isRightAnswer } from '../../../../infra/aws/triggers/challenge.ts';

test('the bot answers what the triggers expect', () => {
  const subject = { slackTeamId: 'T0TEAM', slackUserId: 'U0PERSON', nonce: 'a-nonce_1' };
  const now = new Date('2026-01-02T03:04:05.999Z');
  const unixSeconds = Math.floor(now.getTime() / 1000);
  const actor = { teamId: subject.slackTeamId, slackUserId: subject.slackUserId };
  const answer = answerOfTheBot(new Secret('shared'), actor, subject.nonce, now);
  expect(answer).toBe(answerChallenge('shared', subject, unixSeconds));
  expect(isRightAnswer('shared', subject, answer, unixSeconds)).toBe(true);
});
