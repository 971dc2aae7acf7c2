import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openWorkspace, recordOf, refusedBy, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace();
});
afterEach(() => workspace.close());

const THREAD = { thread_ts: '1.0001' };

test('a mention starts an investigation in its own thread', async () => {
  await workspace.mention('basket is slow', { ts: '7.0001' });
  expect(workspace.started).toMatchObject([
    { question: 'basket is slow', target: { name: 'basket' }, thread: { channel: 'C1', threadTs: '7.0001' } },
  ]);
});

test('a mention delivered again does nothing again', async () => {
  await workspace.mention('basket is slow', { ts: '7.0001' });
  await workspace.mention('basket is slow', { ts: '7.0001' }, 1);
  await workspace.mention('help', { ts: '8.0001' });
  await workspace.mention('help', { ts: '8.0001' }, 2);
  expect(workspace.started).toHaveLength(1);
  expect(workspace.slack.of('chat.postEphemeral')).toHaveLength(1);
});

test('a mention without words is answered with help, to the asker alone', async () => {
  await workspace.mention('');
  expect(workspace.slack.of('chat.postEphemeral')).toMatchObject([{ channel: 'C1', user: 'U1' }]);
  expect(workspace.slack.messages).toEqual([]);
});

test('in a channel without the bot the private answer goes by direct message', async () => {
  workspace.slack.trouble('chat.postEphemeral', { error: 'not_in_channel' });
  await workspace.mention('help');
  expect(workspace.slack.messages).toMatchObject([{ channel: 'U1' }]);
});

test('a refused mention says why', async () => {
  workspace.refusal = refusedBy('You are deactivated.');
  await workspace.mention('basket is slow');
  expect(workspace.slack.of('chat.postEphemeral')).toMatchObject([{ text: 'You are deactivated.' }]);
});

test('in a thread of ours, another window looks again at the same target', async () => {
  workspace.records.push(recordOf('inv-a'));
  await workspace.mention('last 6h', THREAD);
  expect(workspace.started).toMatchObject([
    { target: { name: 'basket' }, sinceSeconds: 21_600, thread: { threadTs: '1.0001' }, question: 'basket is slow' },
  ]);
});

test('in a thread of ours, another target is looked into with the same window', async () => {
  workspace.records.push(recordOf('inv-a'));
  await workspace.mention('check shop instead', THREAD);
  expect(workspace.started).toMatchObject([{ target: { name: 'shop' }, sinceSeconds: 7_200 }]);
});

test('a question that names nothing keeps the target of the thread', async () => {
  workspace.records.push(recordOf('inv-a'));
  await workspace.mention('is it still failing?', THREAD);
  expect(workspace.started).toMatchObject([{ target: { name: 'basket' }, question: 'is it still failing?' }]);
});

test('"show evidence" posts it in the thread, once for each delivery', async () => {
  workspace.records.push(recordOf('inv-a'));
  await workspace.mention('show me the evidence', { ...THREAD, ts: '8.0001' });
  await workspace.mention('show me the evidence', { ...THREAD, ts: '8.0001' }, 1);
  expect(workspace.slack.messages).toHaveLength(1);
  expect(workspace.slack.messages[0]).toMatchObject({ channel: 'C1', thread_ts: '1.0001', unfurl_links: 'false' });
  expect(JSON.stringify(workspace.slack.messages[0]!.blocks)).toContain('basket-1 was OOMKilled 4 times');
  expect(workspace.started).toEqual([]);
});

test('"stop" stops the running investigation of the thread', async () => {
  workspace.records.push(recordOf('inv-a', 'running'));
  await workspace.mention('stop', THREAD);
  expect(workspace.stopped).toEqual([{ id: 'inv-a', wording: 'Stopped by <@U1>.' }]);
});

const message = (event: Record<string, unknown>) =>
  workspace.deliver({
    type: 'event_callback',
    team_id: 'T1',
    event_id: `Ev${JSON.stringify(event)}`,
    event: {
      type: 'message',
      user: 'U1',
      channel: 'D1',
      channel_type: 'im',
      ts: '3.0001',
      text: 'basket is slow',
      ...event,
    },
  });

test('a direct message needs no mention', async () => {
  await message({});
  expect(workspace.started).toMatchObject([
    { target: { name: 'basket' }, thread: { channel: 'D1', threadTs: '3.0001' } },
  ]);
});

test.each([
  ['of a channel that does not address the bot', { channel_type: 'channel', channel: 'C1' }],
  ['of another bot', { bot_id: 'BOTHER', user: undefined }],
  ['of the bot itself', { user: 'UBOT' }],
  ['that is an edit', { subtype: 'message_changed' }],
])('a message %s is left alone', async (_what, event) => {
  await message(event);
  expect(workspace.started).toEqual([]);
  expect(workspace.slack.calls).toEqual([]);
});

test('a mention by a bot is left alone', async () => {
  await workspace.mention('basket', { user: 'U9', bot_id: 'BOTHER' });
  await workspace.mention('basket', { user: undefined, bot_id: 'BOTHER' });
  expect(workspace.started).toEqual([]);
});

test('a flood of mentions is told once that it is too much; a redelivery does not count', async () => {
  await workspace.close();
  workspace = await openWorkspace({ perUser: 2, perChannel: 100 });
  await workspace.mention('basket', { ts: '1.5' });
  await workspace.mention('basket', { ts: '1.5' }, 1);
  await workspace.mention('basket');
  await workspace.mention('basket');
  await workspace.mention('basket');
  expect(workspace.started).toHaveLength(2);
  expect(workspace.slack.of('chat.postEphemeral')).toHaveLength(1);
});
