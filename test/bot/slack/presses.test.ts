import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SreError } from '../../../bot/domain/errors.ts';
import { expectSafeView } from './views/judge.ts';
import { openWorkspace, recordOf, refusedBy, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace();
  workspace.records.push(recordOf('inv-done'), recordOf('inv-running', 'running'));
});
afterEach(() => workspace.close());

const other = { user: { id: 'U2', team_id: 'T1' } };

test('the asker stops an investigation', async () => {
  await workspace.press('sre_stop', 'inv-running');
  expect(workspace.stopped).toEqual([{ id: 'inv-running', wording: 'Stopped by <@U1>.' }]);
  expect(workspace.acks).toHaveLength(1);
});

test('another viewer may not stop it and reads why; a responder may', async () => {
  await workspace.press('sre_stop', 'inv-running', other);
  expect(workspace.stopped).toEqual([]);
  expect(workspace.slack.responses[0]).toMatchObject({
    response_type: 'ephemeral',
    replace_original: false,
    text: expect.stringContaining('Only the person who asked, or a responder'),
  });
  workspace.roles = ['responder'];
  await workspace.press('sre_stop', 'inv-running', other);
  expect(workspace.stopped).toHaveLength(1);
});

test.each([
  ['inv-done', 'already ended'],
  ['inv-none', 'not known any more'],
])('a stop of %s is answered, for no button is silent', async (id, words) => {
  await workspace.press('sre_stop', id);
  expect(workspace.slack.responses[0]!.text).toContain(words);
  expect(workspace.stopped).toEqual([]);
});

test('what a press in a thread is answered with stands in that thread; of a first message, in the channel', async () => {
  await workspace.press('sre_stop', 'inv-done', { message: { ts: '5.5', thread_ts: '1.1' } });
  await workspace.press('sre_stop', 'inv-done', { message: { ts: '1.1', thread_ts: '1.1' } });
  expect(workspace.slack.responses.map((response) => response.thread_ts)).toEqual(['1.1', undefined]);
});

test('an investigation of another workspace is not known here', async () => {
  const foreign = { team: { id: 'T2' }, user: { id: 'U9', team_id: 'T2' } };
  await workspace.press('sre_show_evidence', 'inv-done', foreign);
  expect(JSON.stringify(workspace.slack.of('views.open')[0]!.view)).toContain('not known any more');
});

test('all evidence opens in a modal that Slack takes, and turns its pages', async () => {
  await workspace.press('sre_show_evidence', 'inv-done');
  const [opened] = workspace.slack.of('views.open');
  expect(opened).toMatchObject({ trigger_id: expect.stringContaining('press') });
  expectSafeView(opened!.view);
  expect(JSON.stringify(opened!.view)).toContain('memory rose to 128Mi');
  const inModal = {
    view: { id: 'V1', hash: 'h1' },
    channel: undefined,
    message: undefined,
    container: { type: 'view' },
  };
  await workspace.press('sre_evidence_page_on', 'inv-done 1', inModal);
  expect(workspace.slack.of('views.update')).toMatchObject([{ view_id: 'V1', hash: 'h1' }]);
});

test('evidence of an unfinished investigation says so', async () => {
  await workspace.press('sre_show_evidence', 'inv-running');
  expect(JSON.stringify(workspace.slack.of('views.open')[0]!.view)).toContain('no answer yet');
});

test('an expired trigger still shows the evidence', async () => {
  workspace.slack.trouble('views.open', { error: 'expired_trigger_id' });
  await workspace.press('sre_show_evidence', 'inv-done');
  expect(workspace.slack.responses[0]).toMatchObject({ response_type: 'ephemeral', replace_original: false });
  expect(JSON.stringify(workspace.slack.responses[0])).toContain('memory rose to 128Mi');
});

test('a store that hangs does not outlive the trigger', async () => {
  workspace.deps.store.find = () => new Promise(() => undefined);
  await workspace.press('sre_show_evidence', 'inv-done');
  expect(JSON.stringify(workspace.slack.of('views.open')[0]!.view)).toContain('cannot be read just now');
});

test('"right" is remembered of the component, once for each person', async () => {
  await workspace.press('sre_feedback', 'helpful:inv-done');
  await workspace.press('sre_feedback', 'helpful:inv-done');
  await workspace.press('sre_helpful', 'inv-done', other);
  expect(workspace.learnt).toHaveLength(2);
  expect(workspace.learnt[0]).toEqual({
    component: 'service/basket',
    text: 'On 2026-01-02T03:04:05.000Z the answer "killed for using too much memory" was confirmed by a person.',
  });
  expect(workspace.slack.responses[0]!.text).toContain('this was right');
  expect(workspace.slack.responses[1]!.text).toContain('told me already');
});

test('"wrong" asks for the true cause, and what is sent is remembered', async () => {
  await workspace.press('sre_feedback', 'not-helpful:inv-done');
  const [opened] = workspace.slack.of('views.open');
  expectSafeView(opened!.view);
  expect(workspace.learnt[0]!.text).toContain('called wrong');
  const { private_metadata } = opened!.view as { private_metadata: string };
  await workspace.deliver({
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1', team_id: 'T1' },
    view: {
      type: 'modal',
      callback_id: 'sre_correction',
      private_metadata,
      state: { values: { cause: { text: { type: 'plain_text_input', value: 'a full disk\u202e' } } } },
    },
  });
  expect(workspace.acks).toHaveLength(2);
  expect(workspace.learnt[1]).toMatchObject({
    component: 'service/basket',
    text: expect.stringMatching(/: a full disk$/),
  });
});

test('"look again" starts the same anew in the same thread, for the one who pressed', async () => {
  await workspace.press('sre_investigate_again', 'inv-done', other);
  expect(workspace.started).toMatchObject([
    {
      question: 'basket is slow',
      target: { name: 'basket' },
      sinceSeconds: 7_200,
      askedBy: { slackUserId: 'U2' },
      thread: { channel: 'C1', threadTs: '1.0001' },
    },
  ]);
  expect(workspace.started[0]!.id).not.toBe('inv-done');
});

test('"look again" pressed twice at once starts once and says so; later it starts again', async () => {
  workspace.now = new Date('2026-01-02T04:00:00Z');
  await workspace.press('sre_investigate_again', 'inv-done');
  await workspace.press('sre_investigate_again', 'inv-done');
  expect(workspace.started).toHaveLength(1);
  expect(workspace.slack.responses[0]!.text).toContain('looking again already');
  workspace.now = new Date('2026-01-02T04:01:00Z');
  await workspace.press('sre_investigate_again', 'inv-done');
  expect(workspace.started).toHaveLength(2);
});

test('a page of evidence that cannot be read says so in the modal', async () => {
  const inModal = {
    view: { id: 'V1', hash: 'h1' },
    channel: undefined,
    message: undefined,
    container: { type: 'view' },
  };
  await workspace.press('sre_evidence_page_on', 'inv-none 1', inModal);
  expect(JSON.stringify(workspace.slack.of('views.update')[0]!.view)).toContain('not known any more');
});

test('a person who is refused reads why at every button', async () => {
  workspace.refusal = refusedBy('You are not on the list.');
  for (const [action, value] of [
    ['sre_stop', 'inv-running'],
    ['sre_helpful', 'inv-done'],
    ['sre_investigate_again', 'inv-done'],
  ] as const) {
    await workspace.press(action, value);
  }
  expect(workspace.slack.responses.map(({ text }) => text)).toEqual(Array(3).fill('You are not on the list.'));
});

test('a refusal that cannot be told leaves the press to be handled again, for no press ends in silence', async () => {
  workspace.refusal = refusedBy('You are not on the list.');
  const nowhere = { response_url: 'http://127.0.0.1:9/response' };
  await expect(workspace.press('sre_stop', 'inv-running', nowhere)).rejects.toThrow();
  expect(workspace.stopped).toEqual([]);
});

test('memory that fails is told, without its inner message', async () => {
  const learn = () => Promise.reject(new SreError('unavailable', 'secret host'));
  Object.assign(workspace.deps.memory, { learn });
  await workspace.press('sre_helpful', 'inv-done');
  await delay(0);
  expect(workspace.slack.responses[0]!.text).toContain('could not be kept');
  expect(JSON.stringify(workspace.slack.responses)).not.toContain('secret host');
});
