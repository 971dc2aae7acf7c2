import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import type { ActionRequest } from '../../../bot/domain/action.ts';
import type { Finding } from '../../../bot/domain/finding.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import { SYSTEM_ACTOR } from '../../../bot/domain/system-actor.ts';
import type { Notifier, SourceProgress } from '../../../bot/ports/notifier.ts';
import { createSlackNotifier } from '../../../bot/slack/notifier.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../bot/slack/transport/call.ts';
import { waitFor } from '../../support/wait-for.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { createMemoryLedger, type MemoryLedger } from './memory-ledger.ts';
import { plainAnswer } from './views/answers.ts';

const request: InvestigationRequest = {
  id: 'inv-1',
  question: 'basket is slow',
  target: { kind: 'service', name: 'basket' },
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-02T03:04:05.000Z',
};
const BETWEEN_MS = 40;

let slack: FakeSlack;
let ledger: MemoryLedger;
let slept: number[];
let processes = 0;

/** A notifier as a process has it; another call is another process over the same ledger and workspace. */
function startProcess(isPossible?: (action: ActionRequest) => Promise<boolean>): Notifier {
  processes += 1;
  const client = new webApi.WebClient(`xoxb-${processes}`, {
    ...SLACK_CLIENT_OPTIONS,
    slackApiUrl: slack.apiUrl,
    logLevel: 'error' as never,
  });
  const sleep = async (ms: number) => {
    slept.push(ms);
    await delay(Math.min(ms, BETWEEN_MS));
  };
  return createSlackNotifier({
    client,
    ledger,
    clock: { now: () => new Date() },
    sleep,
    betweenMessagesMs: BETWEEN_MS,
    ...(isPossible && { isPossible }),
  });
}

beforeEach(async () => {
  slack = await startFakeSlack();
  ledger = createMemoryLedger();
  slept = [];
});
afterEach(() => slack.close());

const finding = (name: string): Finding => ({
  analyzer: 'any',
  component: `service/${name}`,
  statement: `${name} is broken`,
  strength: 0.8,
  evidence: [],
});
const sources = (state: SourceProgress['state']): SourceProgress[] => [{ source: 'logs', state, note: `is ${state}` }];

test('the opening message opens the thread, marked so that it can be found again, without unfurling', async () => {
  const { threadTs } = await startProcess().open(request);
  expect(slack.messages).toHaveLength(1);
  expect(slack.messages[0]).toMatchObject({
    channel: 'C1',
    ts: threadTs,
    text: 'Looking into basket, the last 1 h',
    unfurl_links: 'false',
    unfurl_media: 'false',
    metadata: { event_type: 'sre_message', event_payload: { investigation: 'inv-1', keys: 'open' } },
  });
});

test('in a thread that is there already, the opening is a reply to it', async () => {
  const inThread = { ...request, thread: { ...request.thread, threadTs: '1.5' } };
  expect(await startProcess().open(inThread)).toEqual({ threadTs: '1.5' });
  expect(slack.messages[0]).toMatchObject({ thread_ts: '1.5' });
});

test('every message repeated stands once', async () => {
  const first = startProcess();
  const { threadTs } = await first.open(request);
  await first.findings(request, threadTs, 'logs', [finding('basket')]);
  await first.answer(request, threadTs, plainAnswer, []);
  const posted = slack.messages.length;
  const second = startProcess();
  expect(await second.open(request)).toEqual({ threadTs });
  await second.findings(request, threadTs, 'logs', [finding('basket')]);
  await second.answer(request, threadTs, plainAnswer, []);
  expect(posted).toBe(3);
  expect(slack.messages).toHaveLength(3);
});

test.each(['open', 'findings', 'answer', 'fail'] as const)(
  'a process that dies between posting %s and recording it leaves one message',
  async (kind) => {
    const threadTs = kind === 'open' ? '' : (await startProcess().open(request)).threadTs;
    const before = slack.messages.length;
    const say = async (notifier: Notifier) => {
      if (kind === 'open') await notifier.open(request);
      if (kind === 'findings') await notifier.findings(request, threadTs, 'logs', [finding('basket')]);
      if (kind === 'answer') await notifier.answer(request, threadTs, plainAnswer, []);
      if (kind === 'fail') await notifier.fail(request, threadTs, 'It broke.');
    };
    ledger.dieBeforeRecording();
    await expect(say(startProcess())).rejects.toThrow('the process died');
    await say(startProcess());
    expect(slack.messages).toHaveLength(before + 1);
    expect(slack.of(kind === 'open' ? 'conversations.history' : 'conversations.replies')[0]).toMatchObject({
      channel: 'C1',
      include_all_metadata: 'true',
    });
  },
);

test('an answer of Slack that is lost after it posted does not double the message', async () => {
  slack.trouble('chat.postMessage', { lose: true });
  await startProcess().open(request);
  expect(slack.messages).toHaveLength(1);
  expect(slack.of('chat.postMessage')).toHaveLength(1);
});

test('a failing Slack is tried again, and what was refused is posted in the end', async () => {
  slack.trouble('chat.postMessage', { status: 503 }, { error: 'internal_error' });
  await startProcess().open(request);
  expect(slack.messages).toHaveLength(1);
  expect(slack.of('chat.postMessage')).toHaveLength(3);
});

test('Retry-After is obeyed for as long as Slack says, and nothing is dropped or doubled', async () => {
  const notifier = startProcess();
  slack.trouble('chat.postMessage', { retryAfter: 7 }, { retryAfter: 2 });
  const { threadTs } = await notifier.open(request);
  slack.trouble('chat.update', { retryAfter: 3 });
  await notifier.answer(request, threadTs, plainAnswer, []);
  expect(slept).toEqual(expect.arrayContaining([7_000, 2_000, 3_000]));
  expect(slack.messages.map((message) => message.text)).toEqual([
    'basket: killed for using too much memory (very likely). Looked into basket.',
    'basket: killed for using too much memory (very likely). basket is killed for using more memory than its limit of 128Mi',
  ]);
});

test('posts in a channel keep their distance, and findings that wait together become one message', async () => {
  const notifier = startProcess();
  const { threadTs } = await notifier.open(request);
  await Promise.all(['a', 'b', 'c'].map((name) => notifier.findings(request, threadTs, name, [finding(name)])));
  await notifier.findings(request, threadTs, 'late', [finding('late')]);
  const posts = slack.calls.filter((call) => call.method === 'chat.postMessage');
  expect(posts).toHaveLength(3);
  expect(posts[1]!.args.metadata).toMatchObject({ event_payload: { keys: 'findings:a findings:b findings:c' } });
  const gaps = posts.slice(1).map((post, index) => post.at - posts[index]!.at);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(BETWEEN_MS - 2);
});

test('of a batch, only what stands nowhere yet is posted after a crash', async () => {
  const { threadTs } = await startProcess().open(request);
  await startProcess().findings(request, threadTs, 'a', [finding('a')]);
  const notifier = startProcess();
  await Promise.all(['a', 'b'].map((name) => notifier.findings(request, threadTs, name, [finding(name)])));
  expect(slack.messages.map((message) => message.text)).toEqual([
    'Looking into basket, the last 1 h',
    'Found: a is broken',
    'Found: b is broken',
  ]);
});

test('progress is one message, edited to the newest state, and ends without a Stop button', async () => {
  const notifier = startProcess();
  const { threadTs } = await notifier.open(request);
  for (const state of ['waiting', 'reading', 'done', 'unknown', 'reading', 'done'] as const) {
    await notifier.progress(request, threadTs, sources(state));
  }
  const progress = () => slack.messages.filter((message) => JSON.stringify(message.metadata).includes('"progress"'));
  await waitFor(() => JSON.stringify(progress().at(-1)?.blocks ?? '').includes('is done'));
  expect(progress()).toHaveLength(1);
  expect(JSON.stringify(progress()[0]!.blocks)).toContain('is done');
  expect(JSON.stringify(progress()[0]!.blocks)).toContain('sre_stop');
  expect(slack.of('chat.update').length).toBeLessThanOrEqual(2);
  await notifier.answer(request, threadTs, plainAnswer, []);
  expect(progress()).toHaveLength(1);
  expect(JSON.stringify(progress()[0]!.blocks)).not.toContain('sre_stop');
});

test('a resumed process goes on with the progress message that is there', async () => {
  const { threadTs } = await startProcess().open(request);
  await startProcess().progress(request, threadTs, sources('waiting'));
  await waitFor(() => slack.messages.length >= 2);
  await delay(BETWEEN_MS * 3);
  const resumed = startProcess();
  await resumed.progress(request, threadTs, sources('done'));
  await waitFor(() => JSON.stringify(slack.messages[1]!.blocks).includes('is done'));
  expect(slack.messages).toHaveLength(2);
});

test('the Stop button of a process that is gone goes away with the answer of another', async () => {
  const { threadTs } = await startProcess().open(request);
  await startProcess().progress(request, threadTs, sources('reading'));
  await waitFor(() => slack.messages.length >= 2);
  await delay(BETWEEN_MS * 2);
  expect(slack.messages).toHaveLength(2);
  expect(JSON.stringify(slack.messages)).toContain('sre_stop');
  await startProcess().answer(request, threadTs, plainAnswer, []);
  expect(JSON.stringify(slack.messages)).not.toContain('sre_stop');
});

test('a late progress of stopped work changes nothing', async () => {
  const notifier = startProcess();
  const { threadTs } = await notifier.open(request);
  await notifier.progress(request, threadTs, sources('reading'));
  await notifier.fail(request, threadTs, 'Stopped by <@U7>.', 'stopped');
  const before = slack.calls.length;
  await notifier.progress(request, threadTs, sources('done'));
  await delay(BETWEEN_MS * 2);
  expect(slack.calls).toHaveLength(before);
});

test('progress that cannot be shown stops nothing', async () => {
  const notifier = startProcess();
  const { threadTs } = await notifier.open(request);
  slack.trouble('chat.postMessage', { error: 'is_archived' });
  await notifier.progress(request, threadTs, sources('reading'));
  await delay(BETWEEN_MS * 3);
  await notifier.answer(request, threadTs, plainAnswer, []);
  expect(slack.messages.at(-1)!.text).toContain('very likely');
});

test('a workspace without feedback buttons gets plain ones, and keeps getting them', async () => {
  const notifier = startProcess();
  const { threadTs } = await notifier.open(request);
  slack.trouble('chat.postMessage', { error: 'invalid_blocks' });
  await notifier.answer(request, threadTs, plainAnswer, []);
  await notifier.answer({ ...request, id: 'inv-2' }, threadTs, plainAnswer, []);
  const answers = slack.of('chat.postMessage').filter((post) => JSON.stringify(post.metadata).includes('"answer"'));
  expect(answers.map((post) => JSON.stringify(post.blocks).includes('context_actions'))).toEqual([true, false, false]);
});

test('an answer that Slack will not take in any form still arrives as a sentence', async () => {
  const notifier = startProcess();
  const { threadTs } = await notifier.open(request);
  slack.trouble('chat.postMessage', { error: 'invalid_blocks' }, { error: 'msg_blocks_too_long' });
  await notifier.answer(request, threadTs, plainAnswer, []);
  expect(slack.messages.at(-1)!.text).toContain('basket is killed');
});

test('a failure is said in the thread and at its top; a stop names who stopped', async () => {
  const notifier = startProcess();
  const { threadTs } = await notifier.open(request);
  await notifier.fail(request, threadTs, 'Stopped by <@U7>.', 'stopped');
  expect(slack.messages[0]!.text).toBe('Stopped. Looked into basket.');
  expect(JSON.stringify(slack.messages[1]!.blocks)).toContain('Stopped by <@U7>.');
});

test('where the bot may not post, the asker is told directly', async () => {
  const notifier = startProcess();
  slack.trouble('chat.postMessage', { error: 'not_in_channel' }, { error: 'not_in_channel' });
  await expect(notifier.open(request)).rejects.toMatchObject({ kind: 'forbidden' });
  await notifier.fail(request, undefined, 'It could not be opened.');
  expect(slack.messages).toHaveLength(1);
  expect(slack.messages[0]).toMatchObject({ channel: 'D1' });
  expect(JSON.stringify(slack.messages[0]!.blocks)).toContain('<#C1>');
});

test.each([
  ['thread_not_found', 'the thread is gone'],
  ['is_archived', 'the channel is archived'],
  ['not_in_channel', 'I am not in that channel'],
])('an answer to a place that is gone (%s) goes to the asker, once', async (error, why) => {
  const { threadTs } = await startProcess().open(request);
  slack.trouble('chat.postMessage', { error });
  await startProcess().answer(request, threadTs, plainAnswer, []);
  slack.trouble('chat.postMessage', { error });
  await startProcess().answer(request, threadTs, plainAnswer, []);
  expect(slack.messages.slice(1)).toMatchObject([{ channel: 'D1' }]);
  expect(JSON.stringify(slack.messages[1]!.blocks)).toContain(why);
  expect(slack.messages[1]!.text).toContain('basket is killed');
});

test('what the bot looked into by itself goes into the channel where its thread is gone', async () => {
  const own = { ...request, askedBy: { teamId: 'T1', slackUserId: SYSTEM_ACTOR.userId } };
  slack.trouble('chat.postMessage', { error: 'thread_not_found' });
  await startProcess().answer(own, '1.1', plainAnswer, []);
  expect(slack.messages).toMatchObject([{ channel: 'C1' }]);
  expect(slack.messages[0]).not.toHaveProperty('thread_ts');
});

test('a later look that changes the answer is told in full, one that does not in a line; both also at the top', async () => {
  const notifier = startProcess();
  const { threadTs } = await notifier.open(request);
  await notifier.answer(request, threadTs, plainAnswer, []);
  const before = slack.messages.length;
  await notifier.again(request, threadTs, { kind: 'unchanged', back: ['logs'], answer: plainAnswer });
  const healthy = { ...plainAnswer, verdict: 'healthy' as const, hypotheses: [] };
  await notifier.again(request, threadTs, { kind: 'changed', back: ['metrics'], answer: healthy });
  await notifier.again(request, threadTs, { kind: 'changed', back: ['metrics'], answer: healthy });
  const said = slack.messages.slice(before).map(({ text }) => String(text));
  expect(said).toEqual([expect.stringContaining('it stays at'), expect.stringContaining('Nothing wrong found')]);
  expect(slack.messages[0]!.text).toContain('Nothing wrong found');
});

test('that it takes long is said once, whichever processes say it, and not under an answer', async () => {
  const notifier = startProcess();
  const { threadTs } = await notifier.open(request);
  await notifier.delayed(request, threadTs);
  await startProcess().delayed(request, threadTs);
  const said = () => slack.messages.filter(({ text }) => String(text).includes('longer than usual'));
  expect(said()).toMatchObject([{ channel: 'C1', thread_ts: threadTs }]);
  const other = { ...request, id: 'inv-other' };
  await notifier.answer(other, threadTs, plainAnswer, []);
  await notifier.delayed(other, threadTs);
  expect(said()).toHaveLength(1);
});

test('where Slack refuses every place, that is thrown, to be told later', async () => {
  slack.trouble('chat.postMessage', { error: 'is_archived' }, { error: 'user_disabled' });
  await expect(startProcess().answer(request, '1.1', plainAnswer, [])).rejects.toMatchObject({ kind: 'forbidden' });
  slack.trouble('chat.postMessage', { error: 'token_revoked' });
  const refused = startProcess().answer({ ...request, id: 'inv-9' }, '1.1', plainAnswer, []);
  await expect(refused).rejects.toMatchObject({
    kind: 'unauthenticated',
    message: expect.stringContaining('token_revoked'),
    wording: expect.stringContaining("does not accept the bot's own token"),
  });
});

test('an end of the progress that Slack did not take is tried again with the answer, and posts nothing twice', async () => {
  slack.streams = true;
  const notifier = startProcess();
  const { threadTs } = await notifier.open(request);
  await notifier.progress(request, threadTs, sources('reading'));
  await waitFor(() => slack.of('chat.startStream').length === 1);
  slack.trouble('chat.stopStream', { status: 503 }, { status: 503 });
  await expect(notifier.answer(request, threadTs, plainAnswer, [])).rejects.toMatchObject({ kind: 'unavailable' });
  await notifier.answer(request, threadTs, plainAnswer, []);
  expect(slack.of('chat.postMessage')).toHaveLength(2);
  expect(slack.messages.filter(({ streaming_state }) => streaming_state === 'in_progress')).toEqual([]);
});

test('a remedy is offered only where it is one, the cause is no guess, and policy allows it', async () => {
  const [best] = plainAnswer.hypotheses;
  const action: ActionRequest = { kind: 'rollout-restart', namespace: 'shop', name: 'basket' };
  const remedied = (confidence: number) => ({
    ...plainAnswer,
    hypotheses: [{ ...best!, confidence, nextSteps: [{ kind: 'remedy' as const, text: 'Restart.', action }] }],
  });
  const offered = async (id: string, answer: typeof plainAnswer, isPossible?: () => Promise<boolean>) => {
    await startProcess(isPossible).answer({ ...request, id }, '1.1', answer, []);
    return JSON.stringify(slack.of('chat.postMessage').at(-1)?.blocks).includes('Restart deployment/basket …');
  };
  expect(await offered('inv-a', remedied(0.9), async () => true)).toBe(true);
  expect(await offered('inv-b', remedied(0.9), async () => false)).toBe(false);
  expect(await offered('inv-c', remedied(0.9))).toBe(false);
  expect(await offered('inv-d', remedied(0.2), async () => true)).toBe(false);
  expect(await offered('inv-e', plainAnswer, async () => true)).toBe(false);
  const fails = () => Promise.reject(new Error('away'));
  expect(await offered('inv-f', remedied(0.9), fails)).toBe(false);
});
