import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ada, clientOf, closeAfterTest, incidents, openWorkspace, refusalOf } from './support/workspace.ts';

function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slack-'));
  closeAfterTest(async () => rmSync(folder, { recursive: true }));
  return folder;
}

test('a restart keeps threads, channels, files and published Homes, also after a torn last line', async () => {
  const stateDir = stateFolder();
  const first = await openWorkspace({ stateDir });
  const root = await first.client.chat.postMessage({ channel: incidents, text: 'root' });
  first.workspace.say(ada, incidents, 'reply', root.ts);
  await first.client.chat
    .postMessage({ channel: incidents, text: 'gone' })
    .then(({ ts }) => first.client.chat.delete({ channel: incidents, ts: ts! }));
  await first.client.conversations.create({ name: 'new-channel' });
  await first.client.views.publish({ user_id: ada, view: { type: 'home', blocks: [{ type: 'divider' }] } });
  await first.workspace.stop();
  appendFileSync(join(stateDir, 'workspace.jsonl'), '{"kind":"messages","key":"C0INC');

  const { workspace, client } = await openWorkspace({ stateDir });
  expect(workspace.replies(incidents, root.ts!).map((one) => one.text)).toEqual(['root', 'reply']);
  expect(workspace.messages(incidents)).toHaveLength(1);
  expect(workspace.home(ada)).toBeDefined();
  expect((await client.conversations.list()).channels!.map((one) => one.name)).toContain('new-channel');
  const later = await client.chat.postMessage({ channel: incidents, text: 'later' });
  expect(Number(later.ts)).toBeGreaterThan(Number(root.ts));
});

test("the client's own upload puts a file into a thread, and its bytes can be read after a restart", async () => {
  const stateDir = stateFolder();
  const { client, workspace } = await openWorkspace({ stateDir });
  const { ts } = await client.chat.postMessage({ channel: incidents, text: 'root' });
  const bytes = Buffer.from('a,b\n1,2\n');
  await client.filesUploadV2({
    channel_id: incidents,
    thread_ts: ts!,
    file: bytes,
    filename: 'table.csv',
    title: 'Table',
    initial_comment: 'see',
  });
  const shared = workspace.replies(incidents, ts!).at(-1)!;
  expect(shared).toMatchObject({
    text: 'see',
    subtype: 'file_share',
    files: [{ name: 'table.csv', title: 'Table', size: bytes.length, mimetype: 'text/csv' }],
  });
  const [file] = shared.files as { id: string }[];
  await workspace.stop();

  const again = await openWorkspace({ stateDir });
  const { file: known } = await clientOf(again.workspace).files.info({ file: file!.id });
  const answer = await fetch(known!.url_private!);
  expect(await answer.text()).toBe('a,b\n1,2\n');
  expect(answer.headers.get('content-disposition')).toContain('attachment');
});

test('an upload that never came cannot be completed', async () => {
  const { client } = await openWorkspace();
  const { file_id } = await client.files.getUploadURLExternal({ filename: 'a.txt', length: 3 });
  const refused = await refusalOf(client.files.completeUploadExternal({ files: [{ id: file_id! }] }));
  expect(refused.error).toBe('file_not_found');
});

test('a port in use rejects', async () => {
  const { workspace } = await openWorkspace();
  await expect(openWorkspace({ port: Number(new URL(workspace.url).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
