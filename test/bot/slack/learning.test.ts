import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openWorkspace, recordOf, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace();
  workspace.records.push(recordOf('inv-1'));
});
afterEach(() => workspace.close());

test('what a person says in a thread of ours is kept and confirmed, once', async () => {
  const place = { thread_ts: '1.0001', ts: '9.1' };
  await workspace.mention('we never page for basket-cache', place);
  await workspace.mention('we never page for basket-cache', place, 1);
  expect(workspace.learnt).toHaveLength(1);
  expect(workspace.learnt[0]).toMatchObject({ component: 'service/basket-cache' });
  expect(JSON.stringify(workspace.slack.of('chat.postEphemeral'))).toContain('Noted, I will remember');
  expect(workspace.started).toEqual([]);
});

test('a request in a thread is no knowledge', async () => {
  await workspace.mention('show me the pods', { thread_ts: '1.0001' });
  expect(workspace.learnt).toEqual([]);
});
