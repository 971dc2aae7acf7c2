import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SreError } from '../../../bot/domain/errors.ts';
import type { SlackDeps } from '../../../bot/slack/index.ts';
import { loginMessage } from '../../../bot/slack/views/notices.ts';
import { hostileText } from './views/hostile.ts';
import { expectSafeMessage } from './views/judge.ts';
import { openWorkspace, refusedBy, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace();
});
afterEach(() => workspace.close());

const until = new Date('2031-01-02T03:04:05Z');
const URL_ = 'https://login.example/oauth2/authorize?state=s';
const told = () => JSON.stringify(workspace.slack.responses.at(-1));
function setUp(login: Partial<NonNullable<SlackDeps['login']>> = {}) {
  const asked: string[] = [];
  Object.assign(workspace.deps, {
    login: {
      async begin({ teamId, userId }: { teamId: string; userId: string }) {
        asked.push(`${teamId} ${userId}`);
        return { url: URL_, until };
      },
      end: async () => true,
      ...login,
    },
  });
  return asked;
}

test('where Slack’s word is enough, /sre login says so', async () => {
  await workspace.command('login');
  expect(told()).toContain('You need not sign in');
  await workspace.command('logout');
  expect(told()).toContain('You need not sign in');
});

test('the way to the sign-in page is for the one who asked, also while they may do nothing else', async () => {
  const asked = setUp();
  workspace.refusal = refusedBy('Sign in first.');
  await workspace.command('login');
  expect(asked).toEqual(['T1 U1']);
  expect(told()).toContain(URL_);
  expect(told()).toContain('ephemeral');
  expect(workspace.slack.messages).toEqual([]);
  await workspace.command('pods');
  expect(told()).toContain('Sign in first.');
});

test('in a mention the link goes to the asker alone too', async () => {
  setUp();
  await workspace.mention('login');
  expect(workspace.slack.of('chat.postEphemeral')).toMatchObject([{ user: 'U1' }]);
  expect(JSON.stringify(workspace.slack.of('chat.postEphemeral'))).toContain('oauth2/authorize');
  expect(workspace.slack.messages).toEqual([]);
});

test('signing out tells whether there was anything to revoke', async () => {
  setUp();
  await workspace.command('logout');
  expect(told()).toContain('You are signed out');
  setUp({ end: async () => false });
  await workspace.command('logout');
  expect(told()).toContain('You were not signed in');
});

test('a pool that is away is said in words of ours', async () => {
  setUp({ begin: () => Promise.reject(new SreError('unavailable', 'secret upstream')) });
  await workspace.command('login');
  expect(told()).toContain('cannot be reached');
  expect(told()).not.toContain('secret upstream');
});

test('trouble with a service called login is still a question', async () => {
  workspace.known = [{ kind: 'service', name: 'login' }];
  await workspace.command('login is slow');
  await workspace.command('login slow');
  expect(workspace.started).toHaveLength(2);
});

test('Slack takes the way to the page, however long or odd its address is', () => {
  fc.assert(
    fc.property(
      fc.oneof(hostileText, fc.constantFrom('https://reports.example/a?b=c', `https://x.example/${'y'.repeat(5_000)}`)),
      (url) => {
        expectSafeMessage(loginMessage(url, until));
      },
    ),
    { numRuns: 40 },
  );
});
