import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import { createEmulator } from 'emulate';
import type { InvestigationRequest } from '../../bot/domain/investigation.ts';
import { createSlackNotifier } from '../../bot/slack/notifier.ts';
import { createSlackPeople } from '../../bot/slack/people.ts';
import { SLACK_CLIENT_OPTIONS } from '../../bot/slack/transport/call.ts';
import { createMemoryLedger } from '../bot/slack/memory-ledger.ts';
import { plainAnswer } from '../bot/slack/views/answers.ts';

/** The bot's calls against a Slack Web API that is not ours: the npm package `emulate`. */
const clock = { now: () => new Date() };
let slack: { readonly url: string; close(): Promise<void> };
let client: webApi.WebClient;
let request: InvestigationRequest;

beforeAll(async () => {
  slack = await createEmulator({
    service: 'slack',
    port: 0,
    seed: { slack: { users: [{ name: 'ada', real_name: 'Ada Okafor', email: 'ada@example.com' }] } },
  });
  client = new webApi.WebClient('xoxb-test', { ...SLACK_CLIENT_OPTIONS, slackApiUrl: `${slack.url}/api/` });
  const { channels } = await client.conversations.list();
  const { members } = await client.users.list({});
  request = {
    id: 'emulated-1',
    question: 'checkout is slow',
    sinceSeconds: 3600,
    askedBy: { teamId: 'T000000001', slackUserId: members?.find((one) => one.name === 'ada')?.id ?? '' },
    thread: { teamId: 'T000000001', channel: channels?.find((one) => one.name === 'general')?.id ?? '' },
    askedAt: new Date().toISOString(),
  };
});
afterAll(() => slack.close());

test('a person is found with the e-mail', async () => {
  const person = await createSlackPeople({ client, clock }).find('T000000001', request.askedBy.slackUserId);
  expect(person).toMatchObject({ email: 'ada@example.com', deactivated: false });
});

test('a whole investigation is told in one thread, and a second process tells nothing twice', async () => {
  const ledger = createMemoryLedger();
  const notifier = () => createSlackNotifier({ client, ledger, clock, betweenMessagesMs: 1 });
  const finding = {
    analyzer: 'any',
    component: 'service/seats',
    statement: 'seats answers slowly',
    strength: 0.7,
    evidence: [],
  } as const;
  const replies = async (ts: string) => {
    const { messages } = await client.conversations.replies({ channel: request.thread.channel, ts, limit: 100 });
    return messages ?? [];
  };

  const first = notifier();
  const { threadTs } = await first.open(request);
  await first.progress(request, threadTs, [{ source: 'logs', state: 'done', note: '3 services', durationMs: 12 }]);
  await first.findings(request, threadTs, 'logs', [finding]);
  await first.answer(request, threadTs, plainAnswer, []);
  const told = await replies(threadTs);
  expect(told.map((one) => one.text).join('\n')).toContain('seats answers slowly');
  expect(told.every((one) => (one.text ?? '') !== '')).toBe(true);

  const second = notifier();
  expect(await second.open(request)).toEqual({ threadTs });
  await second.findings(request, threadTs, 'logs', [finding]);
  await second.answer(request, threadTs, plainAnswer, []);
  expect((await replies(threadTs)).map((one) => one.ts)).toEqual(told.map((one) => one.ts));
});
