import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import { SYSTEM_ACTOR } from '../../../bot/domain/system-actor.ts';
import type { SourceProgress } from '../../../bot/ports/notifier.ts';
import { createProgressSurface, endLeftProgress } from '../../../bot/slack/progress-surface.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../bot/slack/transport/call.ts';
import { createPoster } from '../../../bot/slack/transport/poster.ts';
import { type Arguments, type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { createMemoryLedger, type MemoryLedger } from './memory-ledger.ts';

let slack: FakeSlack;
let ledger: MemoryLedger;
let serial = 0;
beforeEach(async () => {
  slack = await startFakeSlack();
  ledger = createMemoryLedger();
});
afterEach(() => slack.close());

const request = {
  id: 'inv-1',
  question: '',
  sinceSeconds: 60,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-02T03:04:05.000Z',
};
const at = (state: SourceProgress['state'], note = ''): SourceProgress[] => [
  { source: 'kubernetes', state, note },
  { source: 'logs', state: 'waiting', note: '' },
];

function setup() {
  serial += 1;
  const client = new webApi.WebClient(`xoxb-surface-${serial}`, { ...SLACK_CLIENT_OPTIONS, slackApiUrl: slack.apiUrl });
  const sleep = async () => undefined;
  const poster = createPoster({ client, ledger, sleep, betweenMs: 0 });
  const deps = { client, poster, ledger, sleep, abilities: { streams: true } };
  const place = { channel: 'C1', threadTs: '1.1', since: request.askedAt };
  return { deps, place, surface: () => createProgressSurface(deps, request, '1.1', place) };
}
const methods = () => slack.calls.map(({ method }) => method);
const chunksOf = (args: Arguments | undefined) => args?.chunks as { type: string; id?: string; status?: string }[];

test('with streams the sources are task cards of one stream, each sent when it changes, ended with the session', async () => {
  slack.streams = true;
  const show = setup().surface();
  await show(at('reading'), true);
  await show(at('done', '4 pods'), true);
  await show(at('done', '4 pods'), false);
  expect(methods()).toEqual(['agents.sessions.setStatus', 'chat.startStream', 'chat.appendStream', 'chat.stopStream']);
  expect(slack.of('agents.sessions.setStatus')[0]).toMatchObject({ status: 'processing', thread_ts: '1.1' });
  expect(slack.of('chat.startStream')[0]).toMatchObject({ recipient_user_id: 'U1', recipient_team_id: 'T1' });
  expect(chunksOf(slack.of('chat.startStream')[0]).map(({ type }) => type)).toEqual([
    'plan_update',
    'task_update',
    'task_update',
  ]);
  expect(chunksOf(slack.of('chat.appendStream')[0])).toMatchObject([
    { type: 'plan_update' },
    { id: 'kubernetes', status: 'complete', output: '4 pods' },
  ]);
  const last = slack.of('chat.stopStream')[0];
  expect(chunksOf(last)).toMatchObject([{ type: 'plan_update' }, { id: 'logs', status: 'error' }]);
  expect(last).toMatchObject({ session_status: 'active' });
});

test('a workspace without streams is found out once; then one message is edited', async () => {
  const { deps, surface } = setup();
  const show = surface();
  await show(at('reading'), true);
  await show(at('done'), false);
  expect(methods()).toEqual(['agents.sessions.setStatus', 'chat.postMessage', 'chat.update']);
  expect(deps.abilities.streams).toBe(false);
});

test('what the bot looks into by itself has nobody to stream to, and takes the streams from nobody else', async () => {
  slack.streams = true;
  const { deps } = setup();
  const own = { ...request, id: 'inv-own', askedBy: { teamId: SYSTEM_ACTOR.teamId, slackUserId: SYSTEM_ACTOR.userId } };
  const show = createProgressSurface(deps, own, '1.1', { channel: 'C1', threadTs: '1.1', since: own.askedAt });
  await show(at('reading'), true);
  await show(at('done'), false);
  expect(methods()).toEqual(['chat.postMessage', 'chat.update']);
  expect(deps.abilities.streams).toBe(true);
});

test('a session whose stream cannot be begun does not go on for ever', async () => {
  slack.streams = true;
  slack.trouble('chat.startStream', { error: 'invalid_arguments' });
  const show = setup().surface();
  await show(at('reading'), true);
  await show(at('done'), false);
  expect(slack.of('agents.sessions.setStatus').map(({ status }) => status)).toEqual(['processing', 'active']);
});

test('a stream that Slack ended keeps its cards, and what was read is said at the end', async () => {
  slack.streams = true;
  const show = setup().surface();
  await show(at('reading'), true);
  slack.trouble('chat.appendStream', { error: 'message_not_in_streaming_state' });
  Object.assign(slack.messages[0]!, { streaming_state: 'completed' });
  await show(at('done'), true);
  await show(at('done', 'more'), false);
  const ended = ['chat.appendStream', 'chat.update', 'agents.sessions.setStatus'];
  expect(methods().slice(2)).toEqual([...ended, 'auth.test', 'conversations.replies']);
  expect(slack.of('agents.sessions.setStatus').at(-1)).toMatchObject({ status: 'active' });
  expect(slack.messages).toHaveLength(1);
});

test('when Slack is too busy for a stream, a message serves, and the next investigation tries again', async () => {
  slack.streams = true;
  slack.trouble('chat.startStream', { retryAfter: 30 });
  const { deps, surface } = setup();
  await surface()(at('reading'), true);
  expect(methods()).toContain('chat.postMessage');
  expect(deps.abilities.streams).toBe(true);
});

test('a stream whose beginning was never noted is found again: by who goes on, and by who ends what was left', async () => {
  slack.streams = true;
  const { deps, place, surface } = setup();
  ledger.dieBeforeRecording();
  await expect(surface()(at('reading'), true)).rejects.toThrow('the process died');
  const resumed = surface();
  await resumed(at('done'), true);
  await resumed(at('done'), false);
  expect(slack.of('chat.startStream')).toHaveLength(1);
  expect(slack.of('chat.stopStream')).toMatchObject([{ session_status: 'active' }]);

  const other = { ...request, id: 'inv-2' };
  const second = createProgressSurface(deps, other, '1.1', place);
  ledger.dieBeforeRecording();
  await expect(second(at('reading'), true)).rejects.toThrow('the process died');
  await endLeftProgress(deps, other, '1.1', place);
  expect(slack.of('chat.startStream')).toHaveLength(2);
  expect(slack.of('chat.stopStream')).toHaveLength(2);
});

test('a stream that a dying process began while it held the progress is ended with the message that took its place', async () => {
  slack.streams = true;
  const { deps, place, surface } = setup();
  ledger.dieBeforeRecording();
  await expect(surface()(at('reading'), true)).rejects.toThrow('the process died');
  const begin = ledger.begin;
  ledger.begin = async () => {
    ledger.begin = begin;
    return { state: 'held' };
  };
  const resumed = surface();
  await resumed(at('done'), true);
  expect(slack.of('chat.postMessage')).toHaveLength(1);
  await resumed(at('done'), false);
  expect(slack.of('chat.stopStream')).toHaveLength(1);

  // Also where the one that took its place is gone as well.
  const other = { ...request, id: 'inv-2' };
  ledger.dieBeforeRecording();
  await expect(createProgressSurface(deps, other, '1.1', place)(at('reading'), true)).rejects.toThrow(
    'the process died',
  );
  ledger.begin = async () => {
    ledger.begin = begin;
    return { state: 'held' };
  };
  await createProgressSurface(deps, other, '1.1', place)(at('done'), true);
  await endLeftProgress(deps, other, '1.1', place);
  expect(slack.of('chat.stopStream')).toMatchObject([{}, { session_status: 'active' }, {}]);
});

test('a stream of which only a process knew that is gone as well is ended by who comes to the end', async () => {
  slack.streams = true;
  const { surface } = setup();
  ledger.dieBeforeRecording();
  await expect(surface()(at('reading'), true)).rejects.toThrow('the process died');
  const begin = ledger.begin;
  ledger.begin = async () => {
    ledger.begin = begin;
    return { state: 'held' };
  };
  await surface()(at('reading'), true);
  expect(slack.of('chat.postMessage')).toHaveLength(1);
  // A third one finds the message that took the stream's place, which no chunk can be appended to.
  const third = surface();
  slack.trouble('chat.appendStream', { error: 'message_not_in_streaming_state' });
  await third(at('done'), true);
  await third(at('done', 'more'), false);
  expect(slack.of('chat.stopStream')).toHaveLength(1);
});

test('a session that was begun is ended also where no stream came of it', async () => {
  slack.streams = true;
  const { deps, place } = setup();
  await endLeftProgress(deps, request, '1.1', place);
  expect(slack.of('agents.sessions.setStatus')).toMatchObject([{ status: 'active' }]);
});

test('a process that takes over goes on with the stream that stands, and ends one that was left', async () => {
  slack.streams = true;
  const { deps, place, surface } = setup();
  await surface()(at('reading'), true);
  const resumed = surface();
  await resumed(at('done'), true);
  await resumed(at('done'), false);
  expect(chunksOf(slack.of('chat.appendStream')[0])).toHaveLength(3);
  await endLeftProgress(deps, request, '1.1', place);
  expect(slack.of('chat.startStream')).toHaveLength(1);
  expect(slack.of('chat.postMessage')).toHaveLength(0);
  expect(slack.of('chat.stopStream')).toHaveLength(2);
});
