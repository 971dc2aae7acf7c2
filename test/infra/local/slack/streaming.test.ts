import { expect, test } from '@jest/globals';
import { ada, incidents, type Opened, openWorkspace, refusalOf } from './support/workspace.ts';

const team = 'T0LOCALOPS';

async function thread({ client }: Opened): Promise<string> {
  return (await client.chat.postMessage({ channel: incidents, text: 'thread' })).ts!;
}

const start = (opened: Opened, rest: Record<string, unknown>) =>
  opened.client.apiCall('chat.startStream', { channel: incidents, ...rest }) as Promise<{ ok: boolean; ts: string }>;

test('in a channel a stream needs its recipient', async () => {
  const opened = await openWorkspace();
  const thread_ts = await thread(opened);
  expect((await refusalOf(start(opened, { thread_ts }))).error).toBe('missing_recipient_user_id');
  expect((await refusalOf(start(opened, { thread_ts, recipient_user_id: ada }))).error).toBe(
    'missing_recipient_team_id',
  );
  const elsewhere = { thread_ts, recipient_user_id: ada, recipient_team_id: 'T0OTHER001' };
  expect((await refusalOf(start(opened, elsewhere))).error).toBe('team_not_found');
  expect((await start(opened, { ...elsewhere, recipient_team_id: team })).ok).toBe(true);
});

test("the client's own streamer writes a message piece by piece and ends it with blocks", async () => {
  const opened = await openWorkspace();
  const thread_ts = await thread(opened);
  const streamer = opened.client.chatStream({
    channel: incidents,
    thread_ts,
    recipient_team_id: team,
    recipient_user_id: ada,
    buffer_size: 4,
  });
  await streamer.append({ markdown_text: '**Likely' });
  await streamer.append({ markdown_text: ' cause**: none' });
  expect(opened.workspace.replies(incidents, thread_ts).at(-1)).toMatchObject({
    streaming_state: 'in_progress',
    text: '**Likely cause**: none',
  });
  await streamer.stop({ blocks: [{ type: 'context', elements: [{ type: 'plain_text', text: 'done' }] }] });
  const [, message] = opened.workspace.replies(incidents, thread_ts);
  expect(message).toMatchObject({
    streaming_state: 'completed',
    blocks: [{ type: 'markdown', text: '**Likely cause**: none' }, { type: 'context' }],
  });
});

test('tasks show as cards in a timeline and together in a plan, each updated in place', async () => {
  const opened = await openWorkspace();
  const thread_ts = await thread(opened);
  const recipient = { recipient_user_id: ada, recipient_team_id: team };
  const task = (status: string, rest = {}) => ({ type: 'task_update', id: 'logs', title: 'Logs', status, ...rest });
  for (const mode of ['timeline', 'plan']) {
    const { ts } = await start(opened, {
      thread_ts,
      ...recipient,
      task_display_mode: mode,
      chunks: [{ type: 'plan_update', title: 'Plan' }, task('pending')],
    });
    await opened.client.apiCall('chat.appendStream', {
      channel: incidents,
      ts,
      chunks: [task('complete', { output: '12 lines' })] as never,
    });
    await opened.client.apiCall('chat.stopStream', { channel: incidents, ts });
  }
  const [, timeline, plan] = opened.workspace.replies(incidents, thread_ts);
  const card = { type: 'task_card', task_id: 'logs', status: 'complete' };
  expect(timeline!.blocks).toMatchObject([card]);
  expect(plan!.blocks).toMatchObject([{ type: 'plan', title: 'Plan', tasks: [card] }]);
});

test('a stream that ended takes no more, and wrong chunks are refused with their place', async () => {
  const opened = await openWorkspace();
  const thread_ts = await thread(opened);
  const { ts } = await start(opened, {
    thread_ts,
    recipient_user_id: ada,
    recipient_team_id: team,
    markdown_text: 'a',
  });
  const append = (chunks: unknown) =>
    opened.client.apiCall('chat.appendStream', { channel: incidents, ts, chunks: chunks as never });
  expect((await refusalOf(append([{ type: 'song' }]))).messages).toEqual([
    '[ERROR] unsupported type: song [json-pointer:/chunks/0/type]',
  ]);
  expect(
    (await refusalOf(append([{ type: 'task_update', id: 'a', title: 'x'.repeat(257), status: 'complete' }]))).error,
  ).toBe('invalid_chunks');
  expect((await refusalOf(append([{ type: 'task_update', id: 'a', title: 'x', status: 'finished' }]))).error).toBe(
    'invalid_chunks',
  );
  expect((await refusalOf(opened.client.chat.update({ channel: incidents, ts, text: 'x' }))).error).toBe(
    'streaming_state_conflict',
  );
  await opened.client.apiCall('chat.stopStream', { channel: incidents, ts });
  expect((await refusalOf(append([{ type: 'markdown_text', text: 'b' }]))).error).toBe(
    'message_not_in_streaming_state',
  );
});

test('a person stops a session: its streams end and the bot hears of it', async () => {
  const opened = await openWorkspace();
  const thread_ts = await thread(opened);
  const { ts } = await start(opened, {
    thread_ts,
    recipient_user_id: ada,
    recipient_team_id: team,
    markdown_text: 'a',
  });
  const { client, workspace, bot } = opened;
  expect(
    await client.agents.sessions.setStatus({ channel_id: incidents, thread_ts, status: 'processing', title: 'Slow' }),
  ).toMatchObject({ status: 'processing', title: 'Slow' });
  expect(
    (await refusalOf(client.agents.sessions.setStatus({ channel_id: incidents, thread_ts, status: 'busy' }))).error,
  ).toBe('invalid_arguments');
  workspace.stopSession(ada, incidents, thread_ts);
  await workspace.settled();
  expect(bot.events('agent_session_stopped')[0]!.event).toMatchObject({
    channel: incidents,
    thread_ts,
    user: ada,
    streaming_message_ts: [ts],
  });
  expect(workspace.replies(incidents, thread_ts).at(-1)).toMatchObject({ streaming_state: 'completed' });
});
