import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import { createSlackPeople } from '../../../bot/slack/people.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../bot/slack/transport/call.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';

let slack: FakeSlack;
let now = 1e12;
beforeEach(async () => {
  slack = await startFakeSlack();
});
afterEach(() => slack.close());

const people = () =>
  createSlackPeople({
    client: new webApi.WebClient('xoxb', {
      ...SLACK_CLIENT_OPTIONS,
      slackApiUrl: slack.apiUrl,
      logLevel: 'error' as never,
    }),
    clock: { now: () => new Date(now) },
  });

test('a person is read from Slack and kept for half a minute', async () => {
  const directory = people();
  expect(await directory.find('T1', 'U1')).toEqual({
    teamId: 'T1',
    userId: 'U1',
    email: 'u1@example.com',
    emailConfirmed: true,
    displayName: 'Ann',
    deactivated: false,
  });
  await directory.find('T1', 'U1');
  expect(slack.of('users.info')).toHaveLength(1);
  now += 30_000;
  await directory.find('T1', 'U1');
  expect(slack.of('users.info')).toHaveLength(2);
});

test('a user that Slack does not know is not found', async () => {
  slack.trouble('users.info', { error: 'user_not_found' });
  await expect(people().find('T1', 'U1')).rejects.toMatchObject({ kind: 'not-found' });
});

test('a passing failure is tried again', async () => {
  slack.trouble('users.info', { status: 502 }, { status: 503 });
  expect(await people().find('T1', 'U1')).toMatchObject({ userId: 'U1' });
});
