import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import { type Explanation, noExplanation, type ReasoningEnd } from '../../../bot/domain/explanation.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../bot/slack/call.ts';
import { createSlackProse } from '../../../bot/slack/prose.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { createMemoryLedger, type MemoryLedger } from './memory-ledger.ts';

const request: InvestigationRequest = {
  id: 'inv-1',
  question: 'basket is slow',
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-02T03:04:05.000Z',
};
const THREAD = '1700000000.000100';
const sentence = (text: string) => ({ text, cites: ['E1'] });
const whole: Explanation = {
  ...noExplanation('finished'),
  sentences: [sentence('Cart was killed.'), sentence('<!channel> it has <https://x.example|12> restarts.')],
  dropped: 2,
  refusedCalls: 1,
  usage: { turns: 2, toolCalls: 4, inputTokens: 900, outputTokens: 100, microDollars: 12_300, durationMs: 4_000 },
};

let slack: FakeSlack;
let ledger: MemoryLedger;
beforeEach(async () => {
  slack = await startFakeSlack();
  ledger = createMemoryLedger();
});
afterEach(() => slack.close());

function startProcess(token = 'xoxb-prose') {
  const options = { ...SLACK_CLIENT_OPTIONS, slackApiUrl: slack.apiUrl, logLevel: 'error' as never };
  return createSlackProse({ client: new webApi.WebClient(token, options), ledger, sleep: async () => undefined });
}

test('one message grows and becomes the whole, with its cost and what was left out', async () => {
  const prose = startProcess();
  prose.soFar(request, THREAD, whole.sentences.slice(0, 1));
  prose.soFar(request, THREAD, whole.sentences);
  await prose.show(request, THREAD, whole);
  expect(slack.messages).toHaveLength(1);
  const shown = JSON.stringify(slack.messages[0]);
  expect(shown).toContain('Cart was killed.');
  expect(shown).toContain('2 turns, 4 looks, 1000 tokens, 0.012 USD');
  expect(shown).toContain('2 sentences without proof left out. 1 look refused.');
  expect(shown).not.toContain('goes on');
});

test('what a model writes is literal: no mention, no link', async () => {
  await startProcess().show(request, THREAD, whole);
  const [message] = slack.messages;
  expect(message?.text).not.toContain('<!channel>');
  expect(JSON.stringify(message?.blocks)).not.toMatch(/"type":"(?:link|broadcast|user)"/);
});

test('another process that shows it again posts nothing twice', async () => {
  await startProcess().show(request, THREAD, whole);
  await startProcess('xoxb-other').show(request, THREAD, whole);
  expect(slack.messages).toHaveLength(1);
});

test.each([
  ['throttled', 'asked too often'],
  ['time', 'took too long'],
  ['refused', 'refused'],
  ['unavailable', 'cannot be reached'],
  ['money-today', 'used up for today'],
  ['finished', 'stood the check'],
] as const)('without a word that holds (%s) the thread says that the rules stand', async (end: ReasoningEnd, words) => {
  await startProcess().show(request, THREAD, noExplanation(end));
  expect(slack.messages[0]?.text).toContain(words);
  expect(slack.messages[0]?.text).toContain('by rules, stands');
});
