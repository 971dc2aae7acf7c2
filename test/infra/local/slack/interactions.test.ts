import { expect, test } from '@jest/globals';
import type { webApi } from '@slack/bolt';
import { ada, ben, createTestClock, incidents, type Opened, openWorkspace, refusalOf } from './support/workspace.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = { type: 'button' as const, action_id: 'approve', text: plain('Approve'), value: 'yes' };
const modal = (rest: Record<string, unknown> = {}) =>
  ({
    type: 'modal',
    callback_id: 'ask',
    title: plain('Ask'),
    submit: plain('Send'),
    blocks: [
      {
        type: 'input',
        block_id: 'what',
        label: plain('What'),
        element: { type: 'plain_text_input', action_id: 'text' },
      },
    ],
    ...rest,
  }) as unknown as webApi.ViewsOpenArguments['view'];

async function postButton({ client }: Opened): Promise<string> {
  const posted = await client.chat.postMessage({
    channel: incidents,
    text: 'Approve?',
    blocks: [{ type: 'actions', block_id: 'choice', elements: [button] }],
  });
  return posted.ts!;
}

const triggerOf = (opened: Opened) => String(opened.bot.interactions().at(-1)!.trigger_id);

async function pressed(opened: Opened, ts: string): Promise<Record<string, unknown>> {
  await opened.workspace.press(ada, { channel: incidents, ts }, 'approve');
  return opened.bot.interactions().at(-1)!;
}

const respond = (url: unknown, body: unknown) =>
  fetch(String(url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('a pressed button tells the bot who, where, the message and what it holds', async () => {
  const opened = await openWorkspace();
  const ts = await postButton(opened);
  expect(await pressed(opened, ts)).toMatchObject({
    type: 'block_actions',
    user: { id: ada, username: 'ada', team_id: 'T0LOCALOPS' },
    channel: { id: incidents, name: 'incidents' },
    container: { type: 'message', message_ts: ts, channel_id: incidents, is_ephemeral: false },
    message: { ts, text: 'Approve?' },
    state: { values: {} },
    actions: [{ type: 'button', action_id: 'approve', block_id: 'choice', value: 'yes' }],
    response_url: expect.stringContaining(opened.workspace.url),
    trigger_id: expect.stringMatching(/.+/),
  });
});

test('a button that is gone cannot be pressed, and an ephemeral one only by its reader', async () => {
  const opened = await openWorkspace();
  const { client, workspace, bot } = opened;
  const ts = await postButton(opened);
  await client.chat.update({ channel: incidents, ts, text: 'done', blocks: [] });
  await expect(pressed(opened, ts)).rejects.toThrow('There is no element');
  const shown = await client.chat.postEphemeral({
    channel: incidents,
    user: ada,
    text: 'x',
    blocks: [{ type: 'actions', elements: [button] }],
  });
  const place = { channel: incidents, ts: shown.message_ts! };
  await expect(workspace.press(ben, place, 'approve')).rejects.toThrow('Only its reader');
  await workspace.press(ada, place, 'approve');
  expect(bot.interactions().at(-1)).toMatchObject({ container: { is_ephemeral: true } });
  expect(bot.interactions().at(-1)!.message).toBeUndefined();
});

test('a trigger opens one view within three seconds', async () => {
  const clock = createTestClock();
  const opened = await openWorkspace({ now: clock.now });
  const { client, workspace } = opened;
  const ts = await postButton(opened);
  await pressed(opened, ts);
  const trigger = triggerOf(opened);
  clock.advance(2900);
  expect((await client.views.open({ trigger_id: trigger, view: modal() })).view).toMatchObject({
    type: 'modal',
    callback_id: 'ask',
  });
  expect(workspace.views(ada)).toHaveLength(1);
  expect((await refusalOf(client.views.open({ trigger_id: trigger, view: modal() }))).error).toBe(
    'exchanged_trigger_id',
  );
  await pressed(opened, ts);
  clock.advance(3001);
  expect((await refusalOf(client.views.open({ trigger_id: triggerOf(opened), view: modal() }))).error).toBe(
    'expired_trigger_id',
  );
  expect((await refusalOf(client.views.open({ trigger_id: 'made.up', view: modal() }))).error).toBe(
    'invalid_trigger_id',
  );
});

test('a wrong view is invalid_arguments with its place and does not use up the trigger', async () => {
  const opened = await openWorkspace();
  await pressed(opened, await postButton(opened));
  const open = (view: webApi.ViewsOpenArguments['view']) =>
    opened.client.views.open({ trigger_id: triggerOf(opened), view });
  expect(await refusalOf(open(modal({ title: plain('x'.repeat(25)) })))).toEqual({
    error: 'invalid_arguments',
    messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
  });
  expect((await refusalOf(open(modal({ private_metadata: 'x'.repeat(3001) })))).messages[0]).toContain(
    '/view/private_metadata',
  );
  expect((await refusalOf(open(modal({ submit: undefined })))).messages[0]).toContain('`submit` is required');
  expect(
    (await refusalOf(open(modal({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) })))).messages[0],
  ).toContain('no more than 100 items');
  expect((await refusalOf(open(modal({ blocks: [{ type: 'markdown', text: 'x' }] })))).messages[0]).toContain(
    'unsupported type: markdown',
  );
  expect((await open(modal())).ok).toBe(true);
});

test('a submission brings what was typed; the answer closes, corrects, replaces or stacks the view', async () => {
  const opened = await openWorkspace();
  const { client, workspace, bot } = opened;
  const values = { what: { text: { type: 'plain_text_input', value: 'slow' } } };
  const answer = (body: unknown) =>
    bot.answer((_heard, response) => void response.end(body === undefined ? '' : JSON.stringify(body)));
  const open = async () => {
    answer(undefined);
    await pressed(opened, await postButton(opened));
    await client.views.open({
      trigger_id: triggerOf(opened),
      view: modal({ private_metadata: 'm', notify_on_close: true }),
    });
  };

  await open();
  expect(await workspace.submit(ada, values)).toEqual({ kind: 'done' });
  expect(bot.interactions().at(-1)).toMatchObject({
    type: 'view_submission',
    user: { id: ada },
    view: { private_metadata: 'm', state: { values } },
  });
  expect(workspace.views(ada)).toHaveLength(0);

  await open();
  answer({ response_action: 'errors', errors: { what: 'Say more' } });
  expect(await workspace.submit(ada, values)).toEqual({ kind: 'errors', errors: { what: 'Say more' } });
  expect(workspace.views(ada)).toHaveLength(1);
  answer({ response_action: 'errors', errors: { elsewhere: 'x' } });
  expect(await workspace.submit(ada, values)).toMatchObject({ kind: 'failed' });
  answer({ response_action: 'update', view: modal({ callback_id: 'second' }) });
  await workspace.submit(ada, values);
  expect(workspace.views(ada).map((view) => view.callbackId)).toEqual(['second']);
  answer({ response_action: 'push', view: modal({ callback_id: 'third' }) });
  await workspace.submit(ada, values);
  expect(workspace.views(ada).map((view) => view.callbackId)).toEqual(['second', 'third']);
  answer({ response_action: 'clear' });
  await workspace.submit(ada, values);
  expect(workspace.views(ada)).toHaveLength(0);

  await open();
  await workspace.closeView(ada);
  expect(bot.interactions().at(-1)).toMatchObject({ type: 'view_closed', is_cleared: false });
});

test('a view is updated by its id and refused with an old hash', async () => {
  const opened = await openWorkspace();
  const { client, workspace } = opened;
  await pressed(opened, await postButton(opened));
  const { view } = await client.views.open({ trigger_id: triggerOf(opened), view: modal() });
  await client.views.update({ view_id: view!.id!, hash: view!.hash!, view: modal({ title: plain('Busy') }) });
  expect(workspace.views(ada)[0]!.title).toEqual(plain('Busy'));
  const late = client.views.update({ view_id: view!.id!, hash: view!.hash!, view: modal() });
  expect((await refusalOf(late)).error).toBe('hash_conflict');
  expect((await refusalOf(client.views.update({ view_id: 'V0NOWHERE', view: modal() }))).error).toBe('not_found');
});

test('a published Home is one person’s and its button works', async () => {
  const { client, workspace, bot } = await openWorkspace();
  const view = { type: 'home' as const, blocks: [{ type: 'actions' as const, elements: [button] }] };
  await client.views.publish({ user_id: ada, view });
  expect(workspace.home(ben)).toBeUndefined();
  await workspace.press(ada, { viewId: workspace.home(ada)!.id }, 'approve');
  expect(bot.interactions().at(-1)).toMatchObject({ container: { type: 'view' }, view: { type: 'home' } });
  expect((await refusalOf(client.views.publish({ user_id: 'U0NOBODY01', view }))).error).toBe('user_not_found');
});

test('a response address takes five answers within half an hour', async () => {
  const clock = createTestClock();
  const opened = await openWorkspace({ now: clock.now });
  const ts = await postButton(opened);
  const { response_url } = await pressed(opened, ts);
  expect(await (await respond(response_url, { replace_original: true, text: 'replaced' })).json()).toEqual({
    ok: true,
  });
  expect(opened.workspace.messages(incidents)).toMatchObject([{ ts, text: 'replaced' }]);
  expect((await respond(response_url, { text: 'private' })).status).toBe(200);
  expect(opened.workspace.ephemerals(ada).map((one) => one.text)).toEqual(['private']);
  expect((await respond(response_url, { response_type: 'in_channel', text: 'for all' })).status).toBe(200);
  expect(opened.workspace.messages(incidents)).toHaveLength(2);
  expect((await respond(response_url, { text: 'wrong', blocks: [{ type: 'sparkline' }] })).status).toBe(400);
  expect((await respond(response_url, { delete_original: true })).status).toBe(200);
  expect(opened.workspace.messages(incidents).map((one) => one.text)).toEqual(['for all']);
  const sixth = await respond(response_url, { text: 'too many' });
  expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);

  const second = await pressed(opened, await postButton(opened));
  clock.advance(30 * 60_000 + 1);
  const late = await respond(second.response_url, { text: 'late' });
  expect([late.status, await late.json()]).toEqual([404, { ok: false, error: 'expired_url' }]);
  expect((await respond(`${String(second.response_url)}x`, { text: 'guess' })).status).toBe(404);
});
