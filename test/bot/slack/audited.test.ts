import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openWorkspace, recordOf, refusedBy, type Workspace } from './workspace.ts';

// Who asked, pressed, opened and was refused what is in the audit before it is done.

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace();
  workspace.roles = ['responder'];
});
afterEach(() => workspace.close());
const kept = () => workspace.audit.entries;

test('a command is kept with its words, once for each delivery', async () => {
  await workspace.command('basket is slow', { trigger_id: '1.2.same' });
  await workspace.command('basket is slow', { trigger_id: '1.2.same' });
  expect(kept()).toEqual([
    {
      kind: 'asked',
      teamId: 'T1',
      actor: 'U1',
      fact: 'asked T1 1.2.same',
      words: '/sre basket is slow',
      details: { channel: 'C1' },
    },
  ]);
});

test('a mention and a reply in a thread are kept with their words; what people say to each other is not', async () => {
  await workspace.mention('basket is slow');
  workspace.records.push(recordOf('inv-1'));
  await workspace.mention('what about basket-cache', { thread_ts: '1.0001' });
  expect(kept().map(({ kind, words }) => [kind, words])).toEqual([
    ['asked', 'basket is slow'],
    ['asked', 'what about basket-cache'],
  ]);
  const aside = { type: 'message', user: 'U1', channel: 'C1', ts: '9.1', thread_ts: '1.0001', text: 'lunch, anybody?' };
  await workspace.deliver({ type: 'event_callback', team_id: 'T1', event_id: 'Ev9', event: aside, authorizations: [] });
  expect(kept()).toHaveLength(2);
});

test('evidence that was opened is kept with whose it was', async () => {
  workspace.records.push(recordOf('inv-1'));
  await workspace.press('sre_show_evidence', 'inv-1');
  expect(kept()).toMatchObject([
    { kind: 'opened', actor: 'U1', subject: 'sre_show_evidence', details: { channel: 'C1', value: 'inv-1' } },
  ]);
});

const stopEvent = (event_id: string) => ({
  type: 'event_callback',
  team_id: 'T1',
  event_id,
  event: { type: 'agent_session_stopped', channel: 'C1', user: 'U1', thread_ts: '1.0001', event_ts: '2.2' },
});

test('Slack’s own Stop is kept with its thread before anything stops, once for each delivery', async () => {
  workspace.records.push(recordOf('inv-1', 'running'));
  await workspace.deliver(stopEvent('EvStop'));
  await workspace.deliver(stopEvent('EvStop'));
  expect(workspace.stopped.map(({ id }) => id)).toEqual(['inv-1']);
  expect(kept()).toEqual([
    {
      kind: 'pressed',
      teamId: 'T1',
      actor: 'U1',
      subject: 'agent_session_stopped',
      fact: 'gate T1 EvStop agent_session_stopped',
      details: { channel: 'C1', threadTs: '1.0001' },
    },
  ]);
});

test('where it cannot be kept nothing stops, and who is refused it is kept as refused', async () => {
  workspace.records.push(recordOf('inv-1', 'running'));
  workspace.audit.refusal = new Error('no database');
  await workspace.deliver(stopEvent('Ev1'));
  expect(workspace.stopped).toEqual([]);
  delete workspace.audit.refusal;
  workspace.refusal = refusedBy('You may not.');
  await workspace.deliver(stopEvent('Ev2'));
  expect(workspace.stopped).toEqual([]);
  expect(kept().at(-1)).toMatchObject({ kind: 'refused', actor: 'U1', subject: 'agent_session_stopped' });
});

test('whom a page was handed to is kept as a person, not as text', async () => {
  const action = { type: 'users_select', action_id: 'sre_hand_over_page', block_id: 'b', selected_user: 'U0BEN' };
  await workspace.press('sre_hand_over_page', '', { actions: [{ ...action, action_ts: '1' }] });
  expect(kept()[0]).toMatchObject({ kind: 'pressed', subject: 'sre_hand_over_page', people: { chosen: 'U0BEN' } });
});

test('settings are kept with what was chosen, people in them as mentions', async () => {
  const view = {
    id: 'V1',
    type: 'modal',
    callback_id: 'sre_preferences',
    private_metadata: '',
    state: {
      values: { detail: { detail: { selected_option: { value: 'short' } } }, by: { by: { selected_user: 'U0BEN' } } },
    },
  };
  await workspace.deliver({ type: 'view_submission', team: { id: 'T1' }, user: { id: 'U1', team_id: 'T1' }, view });
  expect(kept()[0]).toMatchObject({ kind: 'settings', words: '{"detail":"short","by":"<@U0BEN>"}' });
});

test('who was refused is kept with what they wanted', async () => {
  workspace.roles = ['viewer'];
  await workspace.press('sre_approve_action', 'act-1');
  await workspace.command('postmortem');
  workspace.refusal = refusedBy('You may not.');
  await workspace.press('sre_show_evidence', 'inv-1');
  expect(kept().map(({ kind, subject, words }) => [kind, subject ?? words])).toEqual([
    ['refused', 'sre_approve_action'],
    ['asked', '/sre postmortem'],
    ['refused', '/sre postmortem'],
    ['refused', 'sre_show_evidence'],
  ]);
});

test('what cannot be kept is not done, and the person is told', async () => {
  workspace.records.push(recordOf('inv-1', 'running'));
  workspace.audit.refusal = new Error('no database');
  await workspace.press('sre_stop', 'inv-1');
  expect(workspace.stopped).toEqual([]);
  expect(JSON.stringify(workspace.slack.responses.at(-1))).toContain('could not write that down');
  await workspace.command('basket is slow');
  expect(workspace.started).toEqual([]);
});
