import { expect, test } from '@jest/globals';
import { waitFor } from '../../../support/wait-for.ts';
import { ada, botToken, clientOf, incidents, openWorkspace, refusalOf } from './support/workspace.ts';

const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });

test('a call without a token is not_authed and with another token invalid_auth', async () => {
  const { workspace } = await openWorkspace();
  const answer = await fetch(`${workspace.apiUrl}auth.test`, { method: 'POST' });
  expect(await answer.json()).toEqual({ ok: false, error: 'not_authed' });
  expect((await refusalOf(clientOf(workspace, 'xoxb-other').auth.test())).error).toBe('invalid_auth');
});

test('auth.test names the bot and its team', async () => {
  const { client } = await openWorkspace();
  expect(await client.auth.test()).toMatchObject({
    ok: true,
    user: 'sre',
    user_id: 'U0SREBOT01',
    bot_id: 'B0SREBOT01',
    team_id: 'T0LOCALOPS',
  });
});

test('JSON bodies are taken as forms are, broken JSON is invalid_json, other methods are unknown', async () => {
  const { workspace } = await openWorkspace();
  const call = (method: string, body: string) =>
    fetch(`${workspace.apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body,
    }).then((response) => response.json());
  expect(
    await call('chat.postMessage', JSON.stringify({ channel: incidents, blocks: [section('hello')], text: 'hello' })),
  ).toMatchObject({ ok: true });
  expect(await call('chat.postMessage', '{"channel":')).toEqual({ ok: false, error: 'invalid_json' });
  expect(await call('chat.shout', '{}')).toMatchObject({
    ok: false,
    error: 'unknown_method',
    req_method: 'chat.shout',
  });
});

test('a workspace that lacks a type of block refuses it by name, and takes the rest', async () => {
  const { client } = await openWorkspace({ unknownBlocks: ['markdown'] });
  const markdown = { type: 'markdown' as const, text: '*hello*' };
  const refused = await refusalOf(
    client.chat.postMessage({ channel: incidents, text: 'hello', blocks: [section('hello'), markdown] }),
  );
  expect(refused.error).toBe('invalid_blocks');
  expect(JSON.stringify(refused)).toContain('unsupported type: markdown [json-pointer:/blocks/1/type]');
  expect(
    await client.chat.postMessage({ channel: incidents, text: 'hello', blocks: [section('hello')] }),
  ).toMatchObject({ ok: true });
});

test('a message is kept as it was sent, with ids added to its blocks', async () => {
  const { client } = await openWorkspace();
  const text = 'a &amp; b &lt;!here&gt; <@U0ADAOKA01>';
  const posted = await client.chat.postMessage({
    channel: '#incidents',
    text,
    blocks: [{ type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }] }],
    metadata: { event_type: 'finding', event_payload: { id: 'F1' } },
    unfurl_links: false,
  });
  const { messages } = await client.conversations.history({ channel: incidents, include_all_metadata: true });
  expect(messages).toHaveLength(1);
  expect(messages![0]).toMatchObject({
    ts: posted.ts,
    text,
    bot_id: 'B0SREBOT01',
    metadata: { event_type: 'finding', event_payload: { id: 'F1' } },
  });
  const [block] = messages![0]!.blocks as { block_id: string; elements: { action_id: string }[] }[];
  expect(block!.block_id).toMatch(/.+/);
  expect(block!.elements[0]!.action_id).toMatch(/.+/);
  const plain = await client.conversations.history({ channel: incidents });
  expect(plain.messages![0]!.metadata).toBeUndefined();
});

test('where a message cannot go is told by name', async () => {
  const { client, workspace } = await openWorkspace();
  expect((await refusalOf(client.chat.postMessage({ channel: 'C0NOWHERE1', text: 'x' }))).error).toBe(
    'channel_not_found',
  );
  expect(await refusalOf(client.apiCall('chat.postMessage', { text: 'x' }))).toEqual({
    error: 'invalid_arguments',
    messages: ['[ERROR] missing required field: channel'],
  });
  expect((await refusalOf(client.apiCall('chat.postMessage', { channel: incidents }))).error).toBe('no_text');
  expect((await refusalOf(client.chat.postMessage({ channel: incidents, text: 'x'.repeat(40_001) }))).error).toBe(
    'msg_too_long',
  );
  expect((await client.chat.postMessage({ channel: incidents, text: 'x'.repeat(40_000) })).ok).toBe(true);

  const made = await fetch(`${workspace.url}/page/acts/channel`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: ada, name: 'payments' }),
  });
  const { id } = (await made.json()) as { id: string };
  expect((await refusalOf(client.chat.postMessage({ channel: id, text: 'x' }))).error).toBe('not_in_channel');
  await client.conversations.join({ channel: id });
  expect((await client.chat.postMessage({ channel: id, text: 'x' })).ok).toBe(true);
});

test('a reply needs a thread that is there, named by its first message', async () => {
  const { client } = await openWorkspace();
  const first = await client.chat.postMessage({ channel: incidents, text: 'first' });
  const reply = await client.chat.postMessage({ channel: incidents, text: 'reply', thread_ts: first.ts });
  const refused = (thread_ts: string) =>
    refusalOf(client.chat.postMessage({ channel: incidents, text: 'x', thread_ts }));
  expect((await refused('1700000000.000001')).error).toBe('thread_not_found');
  expect((await refused('yesterday')).error).toBe('invalid_thread_ts');
  expect((await refused(reply.ts!)).error).toBe('cannot_reply_to_message');
  expect((await refusalOf(client.conversations.replies({ channel: incidents, ts: '1700000000.000001' }))).error).toBe(
    'thread_not_found',
  );

  const { messages } = await client.conversations.replies({ channel: incidents, ts: first.ts! });
  expect(messages!.map((one) => one.text)).toEqual(['first', 'reply']);
  expect(messages![0]).toMatchObject({ reply_count: 1, latest_reply: reply.ts, thread_ts: first.ts });
  const history = await client.conversations.history({ channel: incidents });
  expect(history.messages!.map((one) => one.text)).toEqual(['first']);
});

test('a broadcast reply stands in the channel too', async () => {
  const { client } = await openWorkspace();
  const first = await client.chat.postMessage({ channel: incidents, text: 'first' });
  await client.chat.postMessage({ channel: incidents, text: 'for all', thread_ts: first.ts!, reply_broadcast: true });
  const { messages } = await client.conversations.history({ channel: incidents });
  expect(messages!.map((one) => [one.text, one.subtype])).toEqual([
    ['for all', 'thread_broadcast'],
    ['first', undefined],
  ]);
});

test('replies come in pages by cursor', async () => {
  const { client } = await openWorkspace();
  const first = await client.chat.postMessage({ channel: incidents, text: '0' });
  for (let index = 1; index <= 5; index++)
    await client.chat.postMessage({ channel: incidents, text: String(index), thread_ts: first.ts });
  const texts: (string | undefined)[] = [];
  for await (const page of client.paginate('conversations.replies', { channel: incidents, ts: first.ts, limit: 2 }))
    texts.push(...(page as unknown as { messages: { text: string }[] }).messages.slice(1).map((one) => one.text));
  expect(texts).toEqual(['1', '2', '3', '4', '5']);
  const bad = await refusalOf(client.conversations.replies({ channel: incidents, ts: first.ts!, cursor: 'bm9wZQ==' }));
  expect(bad.error).toBe('invalid_cursor');
});

test('only its own message may the bot change or delete; blocks stay until they are replaced', async () => {
  const { client, workspace } = await openWorkspace();
  const { ts } = workspace.say(ada, incidents, 'mine');
  expect((await refusalOf(client.chat.update({ channel: incidents, ts, text: 'x' }))).error).toBe(
    'cant_update_message',
  );
  expect((await refusalOf(client.chat.delete({ channel: incidents, ts }))).error).toBe('cant_delete_message');
  expect((await refusalOf(client.chat.update({ channel: incidents, ts: '1700000000.000001', text: 'x' }))).error).toBe(
    'message_not_found',
  );

  const posted = await client.chat.postMessage({ channel: incidents, text: 'one', blocks: [section('one')] });
  await client.chat.update({ channel: incidents, ts: posted.ts!, text: 'two' });
  expect(workspace.messages('#incidents').at(-1)).toMatchObject({
    text: 'two',
    blocks: [{ type: 'section' }],
    edited: { user: 'U0SREBOT01' },
  });
  await client.chat.update({ channel: incidents, ts: posted.ts!, text: 'three', blocks: [] });
  expect(workspace.messages('#incidents').at(-1)!.blocks).toBeUndefined();
  await client.chat.delete({ channel: incidents, ts: posted.ts! });
  expect(workspace.messages('#incidents').map((one) => one.text)).toEqual(['mine']);
});

test('an ephemeral message reaches one member and stays out of the history', async () => {
  const { client, workspace } = await openWorkspace();
  await client.chat.postEphemeral({ channel: incidents, user: ada, text: 'for you' });
  expect(workspace.ephemerals(ada).map((one) => one.text)).toEqual(['for you']);
  expect(workspace.messages(incidents)).toEqual([]);
  const stranger = await refusalOf(client.chat.postEphemeral({ channel: incidents, user: 'U0DMITRI04', text: 'x' }));
  expect(stranger.error).toBe('user_not_in_channel');
});

test('people, groups, channels, reactions, pins and bookmarks answer as in Slack', async () => {
  const { client, workspace } = await openWorkspace();
  expect((await client.users.info({ user: ada })).user).toMatchObject({
    profile: { email: 'ada@example.com' },
    is_email_confirmed: true,
    deleted: false,
  });
  expect((await client.users.info({ user: 'U0DMITRI04' })).user).toMatchObject({ deleted: true });
  expect((await refusalOf(client.users.info({ user: 'U0NOBODY01' }))).error).toBe('user_not_found');
  expect((await client.users.lookupByEmail({ email: 'ben@example.com' })).user).toMatchObject({ is_admin: true });
  expect((await refusalOf(client.users.lookupByEmail({ email: 'no@example.com' }))).error).toBe('users_not_found');
  const { usergroups } = await client.usergroups.list();
  expect((await client.usergroups.users.list({ usergroup: usergroups![0]!.id! })).users).toEqual([ada]);
  const { channels } = await client.conversations.list();
  expect(channels!.map((one) => one.name)).toEqual(['incidents', 'checkout', 'general']);
  expect((await client.conversations.open({ users: ada })).channel).toMatchObject({ is_im: true, user: ada });

  const { ts } = workspace.say(ada, incidents, 'look');
  await client.reactions.add({ channel: incidents, timestamp: ts, name: 'eyes' });
  expect((await refusalOf(client.reactions.add({ channel: incidents, timestamp: ts, name: 'eyes' }))).error).toBe(
    'already_reacted',
  );
  await client.pins.add({ channel: incidents, timestamp: ts });
  expect((await refusalOf(client.pins.add({ channel: incidents, timestamp: ts }))).error).toBe('already_pinned');
  await client.bookmarks.add({
    channel_id: incidents,
    title: 'Board',
    type: 'link',
    link: 'https://example.com/board',
  });
  expect(workspace.messages(incidents)[0]).toMatchObject({
    reactions: [{ name: 'eyes', count: 1 }],
    pinned_to: [incidents],
  });
  const { permalink } = await client.chat.getPermalink({ channel: incidents, message_ts: ts });
  expect((await fetch(permalink!)).status).toBe(200);
});

test('a scheduled message comes at its time', async () => {
  let now = Date.parse('2026-01-05T10:00:00Z');
  const { client, workspace } = await openWorkspace({ now: () => new Date(now) });
  const at = (seconds: number) => now / 1000 + seconds;
  expect((await refusalOf(client.chat.scheduleMessage({ channel: incidents, text: 'x', post_at: at(-5) }))).error).toBe(
    'time_in_past',
  );
  await client.chat.scheduleMessage({ channel: incidents, text: 'later', post_at: at(60) });
  expect(workspace.messages(incidents)).toEqual([]);
  now += 60_000;
  await waitFor(() => workspace.messages(incidents).length > 0);
  expect(workspace.messages(incidents).map((one) => one.text)).toEqual(['later']);
});
