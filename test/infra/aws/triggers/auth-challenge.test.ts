import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type {
  CreateAuthChallengeTriggerEvent,
  DefineAuthChallengeTriggerEvent,
  VerifyAuthChallengeResponseTriggerEvent,
} from 'aws-lambda';
import { answerChallenge, isRightAnswer } from '../../../../infra/aws/triggers/challenge.ts';
import { handler as create } from '../../../../infra/aws/triggers/create-auth-challenge.ts';
import { handler as define } from '../../../../infra/aws/triggers/define-auth-challenge.ts';
import { handler as verify } from '../../../../infra/aws/triggers/verify-auth-challenge.ts';

const subject = { slackTeamId: 'T1', slackUserId: 'U1', nonce: 'n0nce' };
const shared = {
  version: '1',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_pool',
  userName: 'slack-t1-u1',
  callerContext: { awsSdkVersion: '3', clientId: 'client' },
};
type Step = DefineAuthChallengeTriggerEvent['request']['session'][number];

function defineEvent(session: Step[], userNotFound = false): DefineAuthChallengeTriggerEvent {
  return {
    ...shared,
    triggerSource: 'DefineAuthChallenge_Authentication',
    request: { userAttributes: {}, session, userNotFound },
    response: { failAuthentication: false, issueTokens: false },
  };
}

function createEvent(challengeName = 'CUSTOM_CHALLENGE'): CreateAuthChallengeTriggerEvent {
  return {
    ...shared,
    triggerSource: 'CreateAuthChallenge_Authentication',
    request: { userAttributes: {}, challengeName, session: [] },
    response: { publicChallengeParameters: {}, privateChallengeParameters: {}, challengeMetadata: '' },
  };
}

function verifyEvent(challengeAnswer: string, user = 'U1', userNotFound = false) {
  const event: VerifyAuthChallengeResponseTriggerEvent = {
    ...shared,
    triggerSource: 'VerifyAuthChallengeResponse_Authentication',
    request: {
      userAttributes: { 'custom:slack_team_id': 'T1', 'custom:slack_user_id': user },
      privateChallengeParameters: { nonce: 'n0nce' },
      challengeAnswer,
      userNotFound,
    },
    response: { answerCorrect: false },
  };
  return event;
}

describe('the answer', () => {
  test('is the time and the HMAC of team, user, nonce and time', () => {
    const hex = createHmac('sha256', 'key').update('T1:U1:n0nce:1700000000').digest('hex');
    expect(answerChallenge('key', subject, 1_700_000_000)).toBe(`1700000000.${hex}`);
  });

  test.each([
    ['the same second', 0, true],
    ['60 s later', 60, true],
    ['60 s ahead', -60, true],
    ['61 s later', 61, false],
    ['61 s ahead', -61, false],
  ])('judged %s', (_name, offset, right) => {
    const answer = answerChallenge('key', subject, 1_700_000_000);
    expect(isRightAnswer('key', subject, answer, 1_700_000_000 + offset)).toBe(right);
  });

  test('is wrong for another secret, person, team, nonce or shape, and for anything empty', () => {
    const now = 1_700_000_000;
    const answer = answerChallenge('key', subject, now);
    expect(isRightAnswer('other', subject, answer, now)).toBe(false);
    expect(isRightAnswer('key', { ...subject, slackUserId: 'U2' }, answer, now)).toBe(false);
    expect(isRightAnswer('key', { ...subject, slackTeamId: 'T2' }, answer, now)).toBe(false);
    expect(isRightAnswer('key', { ...subject, nonce: 'other' }, answer, now)).toBe(false);
    for (const shape of ['', '.', `${now}.`, answer.toUpperCase(), `0${answer}`, `${answer}0`, ` ${answer}`]) {
      expect(isRightAnswer('key', subject, shape, now)).toBe(false);
    }
    const empty = { ...subject, slackUserId: '' };
    expect(isRightAnswer('key', empty, answerChallenge('key', empty, now), now)).toBe(false);
    expect(isRightAnswer('', subject, answerChallenge('', subject, now), now)).toBe(false);
  });
});

describe('define', () => {
  const wrong: Step = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false };
  const right: Step = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true };

  test('asks first, and again after a wrong answer', async () => {
    const asked = { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false };
    expect((await define(defineEvent([]))).response).toEqual(asked);
    expect((await define(defineEvent([wrong, wrong]))).response).toEqual(asked);
  });

  test('gives tokens after a right answer', async () => {
    const response = { issueTokens: true, failAuthentication: false };
    expect((await define(defineEvent([wrong, wrong, right]))).response).toEqual(response);
  });

  test('fails after three wrong answers, for an unknown user and for a password step', async () => {
    const failed = { issueTokens: false, failAuthentication: true };
    expect((await define(defineEvent([wrong, wrong, wrong]))).response).toEqual(failed);
    expect((await define(defineEvent([], true))).response).toEqual(failed);
    expect((await define(defineEvent([right], true))).response).toEqual(failed);
    const password: Step = { challengeName: 'PASSWORD_VERIFIER', challengeResult: true };
    expect((await define(defineEvent([password]))).response).toEqual(failed);
  });
});

test('create makes another nonce each time and keeps it privately', async () => {
  const first = (await create(createEvent())).response;
  const second = (await create(createEvent())).response;
  expect(first.publicChallengeParameters.nonce).toMatch(/^[\w-]{32}$/);
  expect(first.privateChallengeParameters).toEqual(first.publicChallengeParameters);
  expect(second.publicChallengeParameters.nonce).not.toBe(first.publicChallengeParameters.nonce);
  await expect(create(createEvent('SRP_A'))).rejects.toThrow('Unsupported');
});

describe('verify', () => {
  beforeEach(() => {
    process.env.COGNITO_CHALLENGE_SECRET = 'key';
  });
  afterEach(() => {
    delete process.env.COGNITO_CHALLENGE_SECRET;
  });
  const now = () => Math.floor(Date.now() / 1000);

  test('accepts the answer of this user only', async () => {
    const answer = answerChallenge('key', subject, now());
    expect((await verify(verifyEvent(answer))).response.answerCorrect).toBe(true);
    expect((await verify(verifyEvent(answer, 'U2'))).response.answerCorrect).toBe(false);
    expect((await verify(verifyEvent(answer, 'U1', true))).response.answerCorrect).toBe(false);
  });

  test('refuses an old answer, and to run without a secret', async () => {
    const old = answerChallenge('key', subject, now() - 120);
    expect((await verify(verifyEvent(old))).response.answerCorrect).toBe(false);
    delete process.env.COGNITO_CHALLENGE_SECRET;
    await expect(verify(verifyEvent(old))).rejects.toThrow('COGNITO_CHALLENGE_SECRET');
  });
});
