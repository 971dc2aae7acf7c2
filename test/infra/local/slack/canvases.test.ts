import { expect, test } from '@jest/globals';
import { ada, clientOf, incidents, openWorkspace } from './support/workspace.ts';

const content = (markdown: string) => ({ type: 'markdown' as const, markdown });
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'taken',
    (error) => error.data?.error as string,
  );

test('a canvas of its own is the bot’s until it is shared where its link stands', async () => {
  const { client, workspace } = await openWorkspace();
  const made = await client.canvases.create({ title: 'Notes', document_content: content('## One') });
  const canvas_id = made.canvas_id!;
  const share = () => client.canvases.access.set({ canvas_id, access_level: 'write', channel_ids: [incidents] });
  expect(await refusal(share())).toBe('restricted_action');
  await client.chat.postMessage({ channel: incidents, text: `${workspace.url}/docs/T0LOCALOPS/${canvas_id}` });
  await share();
  expect(workspace.canvases()).toMatchObject([{ title: 'Notes', markdown: '## One', sharedWith: [incidents] }]);
});

test('access goes to channels or to people, not to both, and to no direct message as a channel', async () => {
  const { client } = await openWorkspace();
  const { canvas_id = '' } = await client.canvases.create({});
  const set = (more: object) =>
    refusal(client.canvases.access.set({ canvas_id, access_level: 'read', ...more } as never));
  expect(await set({})).toBe('invalid_parameters');
  expect(await set({ channel_ids: [incidents], user_ids: [ada] })).toBe('invalid_parameters');
  expect(await set({ channel_ids: ['D0SREBOT01'] })).toBe('channel_not_found');
  expect(await set({ user_ids: [ada] })).toBe('failed_to_update_user_ids');
  expect(await set({ user_ids: ['UNOBODY'] })).toBe('user_not_found');
  expect(await refusal(client.canvases.access.set({ canvas_id: 'F0', access_level: 'read', user_ids: [ada] }))).toBe(
    'canvas_not_found',
  );
});

test('an edit is one operation and keeps the rest', async () => {
  const { client, workspace } = await openWorkspace();
  const { canvas_id = '' } = await client.canvases.create({ document_content: content('b') });
  const edit = (...changes: object[]) => refusal(client.canvases.edit({ canvas_id, changes } as never));
  expect(await edit({ operation: 'insert_at_end', document_content: content('c') })).toBe('taken');
  expect(await edit({ operation: 'insert_at_start', document_content: content('a') })).toBe('taken');
  expect(workspace.canvases()[0]!.markdown).toBe('a\nb\nc');
  const one = { operation: 'insert_at_end', document_content: content('d') };
  expect(await edit(one, one)).toBe('invalid_arguments');
  expect(await edit({ operation: 'shake', document_content: content('d') })).toBe('invalid_arguments');
  expect(await edit({ operation: 'replace', document_content: { type: 'html' } })).toBe('invalid_arguments');
  expect(await refusal(client.canvases.edit({ canvas_id: 'F0', changes: [one] } as never))).toBe('canvas_not_found');
});

test('a canvas takes a million characters and tables of 300 cells, no more', async () => {
  const { client } = await openWorkspace();
  const create = (markdown: string) => refusal(client.canvases.create({ document_content: content(markdown) }));
  const table = (rows: number) =>
    ['| a | b | c |', '|---|---|---|', ...Array(rows).fill('| x | y \\| z | w |')].join('\n');
  expect(await create('x'.repeat(1_048_577))).toBe('canvas_creation_failed');
  expect(await create(table(99))).toBe('taken');
  expect(await create(table(100))).toBe('canvas_creation_failed');
});

test('the free plan has one canvas a channel and none of its own', async () => {
  const { client } = await openWorkspace({ plan: 'free' });
  expect(await refusal(client.canvases.create({}))).toBe('free_teams_cannot_create_non_tabbed_canvases');
  await client.canvases.create({ channel_id: incidents });
  expect(await refusal(client.conversations.canvases.create({ channel_id: incidents }))).toBe(
    'free_team_canvas_tab_already_exists',
  );
});

test('a paid channel has one canvas of its own; a method can be told to refuse', async () => {
  const { client, workspace } = await openWorkspace();
  await client.conversations.canvases.create({ channel_id: incidents });
  expect(await refusal(client.conversations.canvases.create({ channel_id: incidents }))).toBe(
    'channel_canvas_already_exists',
  );
  workspace.refuse('canvases.create', 'missing_scope');
  expect(await refusal(client.canvases.create({}))).toBe('missing_scope');
  workspace.refuse('canvases.create', undefined);
  expect(await refusal(clientOf(workspace).canvases.create({}))).toBe('taken');
});
