import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import { type Explanation, noExplanation, type ReasoningEnd } from '../../../bot/domain/explanation.ts';
import type { Question } from '../../../bot/domain/question.ts';
import { createSlackProse } from '../../../bot/slack/prose.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../bot/slack/transport/call.ts';
import { ACTIONS } from '../../../bot/slack/views/action-ids.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { createMemoryLedger, type MemoryLedger } from './memory-ledger.ts';

const explain: Question = {
  id: 'inv-1-explain',
  investigation: 'inv-1',
  text: '',
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-02T03:04:05.000Z',
};
const question: Question = { ...explain, id: 'ask-1', text: 'when <!here> did it begin?' };
const THREAD = '1700000000.000100';
const sentence = (text: string) => ({ text, cites: ['E1'] });
const whole: Explanation = {
  ...noExplanation('finished'),
  sentences: [sentence('Cart was killed.'), sentence('<!channel> it has <https://x.example|12> restarts.')],
  dropped: 2,
  refusedCalls: 1,
  model: 'vendor.model-v1:0',
  budget: { spent: 40_000, limit: 500_000, spentToday: 1_500_000, limitToday: 20_000_000 },
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
  prose.soFar(explain, THREAD, whole.sentences.slice(0, 1));
  prose.soFar(explain, THREAD, whole.sentences);
  await prose.show(explain, THREAD, whole);
  expect(slack.messages).toHaveLength(1);
  const shown = JSON.stringify(slack.messages[0]);
  expect(shown).toContain('Cart was killed.');
  expect(shown).toContain(
    '2 turns, 4 looks, 1,000 tokens, 0.012 USD (0.040 of 0.500 for this investigation, 1.500 of 20.000 today)',
  );
  expect(shown).toContain('`vendor.model-v1:0`');
  expect(shown).toContain('2 sentences without proof left out. 1 look refused.');
  expect(shown).not.toContain('goes on');
});

test('what a model writes is literal: no mention, no link', async () => {
  await startProcess().show(explain, THREAD, whole);
  const [message] = slack.messages;
  expect(message?.text).not.toContain('<!channel>');
  expect(JSON.stringify(message?.blocks)).not.toMatch(/"type":"(?:link|broadcast|user)"/);
});

test('another process that shows it again posts nothing twice', async () => {
  await startProcess().show(explain, THREAD, whole);
  await startProcess('xoxb-other').show(explain, THREAD, whole);
  expect(slack.messages).toHaveLength(1);
});

test.each([
  ['throttled', 'asked too often'],
  ['time', 'took too long'],
  ['refused', 'refused'],
  ['unavailable', 'cannot be reached'],
  ['money-today', 'used up for today'],
  ['finished', 'had nothing to say'],
] as const)('without a word that holds (%s) the thread says that the rules stand', async (end: ReasoningEnd, words) => {
  await startProcess().show(explain, THREAD, noExplanation(end));
  expect(slack.messages[0]?.text).toContain(words);
  expect(slack.messages[0]?.text).toContain('by rules, stands');
});

test('a question stands over its answer, with a button to stop it until it is whole', async () => {
  const prose = startProcess();
  await prose.begin(question, THREAD);
  const [message] = slack.messages;
  expect(JSON.stringify(message?.blocks)).toContain(ACTIONS.stop);
  expect(JSON.stringify(message?.blocks)).toContain('when &lt;!here&gt; did it begin?');
  prose.soFar(question, THREAD, whole.sentences.slice(0, 1));
  await prose.show(question, THREAD, whole);
  expect(slack.messages).toHaveLength(1);
  const shown = JSON.stringify(slack.messages[0]?.blocks);
  expect(shown).toContain('Cart was killed.');
  expect(shown).not.toContain(ACTIONS.stop);
});

test('a question without an answer that holds is told what can be said without a model', async () => {
  await startProcess().show(question, THREAD, { ...noExplanation('finished'), dropped: 3 });
  const shown = JSON.stringify(slack.messages[0]?.blocks);
  expect(shown).toContain('stood the check');
  expect(shown).toContain('3 sentences without proof left out');
  expect(shown).toContain('show me the logs');
});

test('another process goes on with the message that a dead one began', async () => {
  await startProcess().begin(question, THREAD);
  const next = startProcess('xoxb-other');
  await next.begin(question, THREAD);
  await next.show(question, THREAD, whole);
  expect(slack.messages).toHaveLength(1);
  expect(JSON.stringify(slack.messages[0]?.blocks)).toContain('Cart was killed.');
});
