import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SreError } from '../../../bot/domain/errors.ts';
import type { SlackMessage } from '../../../bot/slack/views/message.ts';
import { expectSafeMessage, expectSafeView } from './views/judge.ts';
import { openWorkspace, recordOf, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace();
  workspace.looked.answers.pods = {
    status: 'seen',
    searched: 'pods',
    rows: [
      { name: 'basket-1', namespace: 'n', phase: 'Running', ready: 0, containers: 1, restarts: 4, reason: 'OOMKilled' },
    ],
  };
  workspace.looked.answers.logs = {
    status: 'seen',
    searched: 'logs of basket',
    rows: [
      {
        service: 'basket',
        lines: 3,
        levels: { error: 3 },
        patterns: [{ template: 'no <*>', count: 3, level: 'error', samples: [{ text: 'no memory' }] }],
      },
    ],
  };
});
afterEach(() => workspace.close());

const told = () => workspace.slack.responses as unknown as (SlackMessage & { response_type: string })[];

test.each([
  ['logs basket 30m', 'logs', 1_800],
  ['metrics basket since 6h', 'metrics', 21_600],
  ['events basket', 'events', 3_600],
  ['changes basket', 'changes', 86_400],
] as const)('/sre %s looks as the asker and answers in private', async (text, kind, sinceSeconds) => {
  await workspace.command(text);
  expect(workspace.looked.asked).toEqual([
    { kind, by: 'U1', query: { target: { kind: 'service', name: 'basket' }, sinceSeconds } },
  ]);
  expect(told()).toHaveLength(1);
  expect(told()[0]).toMatchObject({ response_type: 'ephemeral' });
  expectSafeMessage(told()[0]!);
  expect(workspace.slack.messages).toEqual([]);
});

test('what was seen stands in a table; the details open in a form that is filled when they are read', async () => {
  await workspace.command('logs basket');
  const drawn = told()[0]!;
  expect(drawn.blocks.map(({ type }) => type)).toContain('table');
  const button = JSON.stringify(drawn.blocks)
    .match(/"value":"(\{.*?\})"/)![1]!
    .replaceAll('\\"', '"');
  await workspace.press('sre_lookup_details', button);
  const views = [...workspace.slack.of('views.open'), ...workspace.slack.of('views.update')].map(({ view }) => view);
  expect(JSON.stringify(views[0])).toContain('Reading');
  expect(JSON.stringify(views[1])).toContain('no memory');
  views.forEach(expectSafeView);
});

test('nothing found says what was searched; a source that failed is unknown, not healthy', async () => {
  await workspace.command('events basket');
  expect(told()[0]!.text).toContain('Searched: events everywhere');
  workspace.looked.answers.metrics = { status: 'unknown', reason: 'It cannot be reached.' };
  await workspace.command('metrics basket');
  expect(told()[1]!.text).toContain('unknown. It cannot be reached.');
});

test('a table that Slack refuses is sent again as lines', async () => {
  workspace.records.push(recordOf('inv-1'));
  workspace.slack.trouble('chat.postMessage', { error: 'invalid_blocks' });
  await workspace.mention('show me the pods', { thread_ts: '1.0001' });
  const [posted] = workspace.slack.messages as unknown as SlackMessage[];
  expect(posted!.blocks.map(({ type }) => type)).not.toContain('table');
  expect(JSON.stringify(posted)).toContain('basket-1');
});

test('an unknown name, a bad length and a refusal are said in private with what to type', async () => {
  await workspace.command('logs baskte');
  await workspace.command('logs basket 2x');
  await workspace.command('logs basket 20d');
  expect(told().map(({ text }) => text)).toEqual([
    expect.stringContaining('/sre logs basket'),
    expect.stringContaining('write 30m, 2h or 1d'),
    expect.stringContaining('seven days'),
  ]);
  workspace.looked.refusal = new SreError('forbidden', 'Your role may not read logs.');
  await workspace.command('logs basket');
  expect(told()[3]!.text).toBe('Your role may not read logs.');
});

test('a follow-up answers in the thread, about the thread’s own target and window, once for each delivery', async () => {
  workspace.records.push(recordOf('inv-1'));
  await workspace.mention('show me the logs', { thread_ts: '1.0001', ts: '9.1' });
  await workspace.mention('show me the logs', { thread_ts: '1.0001', ts: '9.1' }, 1);
  expect(workspace.looked.asked[0]!.query).toEqual({
    target: { kind: 'service', name: 'basket' },
    sinceSeconds: 7_200,
  });
  expect(workspace.slack.messages).toHaveLength(1);
  expect(workspace.slack.messages[0]).toMatchObject({ channel: 'C1', thread_ts: '1.0001' });
  await workspace.mention('pods of shop', { thread_ts: '1.0001' });
  expect(workspace.looked.asked.at(-1)!.query.target).toEqual({ kind: 'service', name: 'shop' });
});

test('ruling out drops an explanation, says why, and is taken back', async () => {
  workspace.records.push(recordOf('inv-1'));
  await workspace.mention("it's not basket", { thread_ts: '1.0001' });
  await workspace.mention('rule it back in', { thread_ts: '1.0001' });
  const [out, back] = workspace.slack.messages as unknown as SlackMessage[];
  expect(out!.text).toContain('Now first: shop: a bad deploy');
  expect(JSON.stringify(out)).toContain('Dropped: basket');
  expect(back!.text).toContain('Now first: basket');
});

test('ruling out what is no explanation asks back in private', async () => {
  workspace.records.push(recordOf('inv-1'));
  await workspace.mention("it's not the frobnicator", { thread_ts: '1.0001' });
  const [whispered] = workspace.slack.of('chat.postEphemeral');
  expect(whispered!.text).toContain('I do not know which explanation');
  expect(workspace.slack.messages).toEqual([]);
});

test('what is not understood is answered with what is, in private; a name alone is looked into', async () => {
  workspace.records.push(recordOf('inv-1'));
  await workspace.mention('lunch anyone', { thread_ts: '1.0001' });
  expect(workspace.slack.of('chat.postEphemeral')[0]!.text).toContain('did not understand');
  expect(workspace.started).toEqual([]);
  await workspace.mention('shop', { thread_ts: '1.0001' });
  expect(workspace.started).toMatchObject([{ target: { name: 'shop' } }]);
});

test('a question that the answer has the words for is answered from it; nothing is looked into anew', async () => {
  workspace.records.push(recordOf('inv-1'));
  await workspace.mention('how sure are you?', { thread_ts: '1.0001' });
  await workspace.mention('what should I do', { thread_ts: '1.0001' });
  const answers = workspace.slack.messages.map((message) => JSON.stringify(message));
  expect(answers[0]).toMatch(/\d+ %/);
  expect(answers[1]).toContain('First check');
  expect(workspace.started).toEqual([]);
  await workspace.mention('when did basket-cache start failing?', { thread_ts: '1.0001' });
  expect(workspace.started).toMatchObject([{ target: { name: 'basket-cache' } }]);
});

test('a reply without a mention is answered in our threads only, and not where its writer switched that off', async () => {
  workspace.records.push(recordOf('inv-1'));
  const event = { type: 'message', user: 'U1', channel: 'C1', channel_type: 'channel', text: 'show me the pods' };
  const say = (ts: string, more: object) =>
    workspace.deliver({ type: 'event_callback', team_id: 'T1', event_id: `Ev${ts}`, event: { ...event, ts, ...more } });
  await say('7.2', { thread_ts: '1.0001' });
  await say('7.3', { thread_ts: '4.0004' });
  await say('7.4', {});
  await say('7.5', { thread_ts: '1.0001', text: 'lunch anyone' });
  await say('7.6', { thread_ts: '1.0001', text: '<@UBOT> show me the pods' });
  expect(workspace.looked.asked).toHaveLength(1);
  const chosen = await workspace.deps.preferences.read({ teamId: 'T1', slackUserId: 'U1' });
  await workspace.deps.preferences.write({ teamId: 'T1', slackUserId: 'U1' }, { ...chosen, unaddressed: false });
  await say('7.7', { thread_ts: '1.0001' });
  expect(workspace.looked.asked).toHaveLength(1);
  expect(workspace.slack.of('chat.postEphemeral')).toEqual([]);
});

test('status, history, timeline and summary speak of this channel only', async () => {
  workspace.records.push(recordOf('inv-1'), recordOf('inv-2', 'running'));
  const elsewhere = recordOf('inv-3');
  workspace.records.push({
    ...elsewhere,
    request: { ...elsewhere.request, question: 'a secret', thread: { teamId: 'T1', channel: 'CSECRET' } },
  });
  for (const command of ['status', 'history', 'history basket', 'timeline', 'summary'])
    await workspace.command(command);
  const texts = told().map(({ text }) => text);
  expect(texts[0]).toContain('1 investigation is running');
  expect(texts[1]).toContain('2 earlier investigations');
  expect(texts[3]).toContain('Timeline');
  expect(texts[4]).toContain('Where it stands: basket');
  expect(JSON.stringify(told())).not.toContain('a secret');
  told().forEach(expectSafeMessage);
});

test('a postmortem is drafted into the thread by responders, as a file where there are no canvases', async () => {
  workspace.records.push(recordOf('inv-1'));
  await workspace.command('postmortem');
  expect(told()[0]!.text).toContain('needs the role responder');
  workspace.roles = ['responder'];
  workspace.slack.trouble('canvases.create', { error: 'missing_scope' });
  await workspace.command('postmortem');
  expect(workspace.slack.of('files.completeUploadExternal')[0]).toMatchObject({
    channel_id: 'C1',
    thread_ts: '1.0001',
  });
  expect(workspace.slack.uploads[0]).toContain('# Postmortem (draft): service/basket');
  expect(workspace.slack.uploads[0]).toContain('basket-1 was OOMKilled 4 times');
});

test('/sre prefs opens the form; what is sent is kept and shown at Home', async () => {
  await workspace.command('prefs');
  const [{ view } = { view: undefined }] = workspace.slack.of('views.open');
  expectSafeView(view);
  const chosen = (value: string) => ({ chosen: { selected_option: { value } } });
  const values = {
    timeZone: chosen('Europe/Paris'),
    detail: chosen('short'),
    notify: chosen('direct'),
    unaddressed: chosen('yes'),
  };
  await workspace.deliver({
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1' },
    view: { id: 'V1', callback_id: 'sre_preferences', private_metadata: '', state: { values } },
  });
  expect(await workspace.deps.preferences.read({ teamId: 'T1', slackUserId: 'U1' })).toEqual({
    timeZone: 'Europe/Paris',
    detail: 'short',
    notify: 'direct',
    unaddressed: true,
  });
  const home = workspace.slack.of('views.publish').at(-1)!;
  expect(home.user_id).toBe('U1');
  expectSafeView(home.view);
  expect(JSON.stringify(home.view)).toContain('Europe/Paris');
});

test('Home shows my own investigations and feedback, and a part that cannot be read as unknown', async () => {
  workspace.records.push(recordOf('inv-1'), recordOf('inv-2', 'running'));
  workspace.deps.feedback.recent = () => Promise.reject(new SreError('unavailable', 'x'));
  const event = { type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home', event_ts: '1.1' };
  await workspace.deliver({ type: 'event_callback', team_id: 'T1', event_id: 'EvHome', event });
  const { view } = workspace.slack.of('views.publish')[0]!;
  expectSafeView(view);
  const drawn = JSON.stringify(view);
  expect(drawn).toContain('being looked into');
  expect(drawn).toContain('basket: killed for using too much memory');
  expect(drawn).toContain('Your feedback cannot be read just now');
});

test('/sre forget asks first; a press deletes what is kept of the person', async () => {
  await workspace.command('forget');
  expect(workspace.forgotten).toEqual([]);
  await workspace.press('sre_forget_me', 'forget');
  expect(workspace.forgotten).toEqual(['U1']);
  expect(told().at(-1)!.text).toContain('What stays: ');
});

test('/sre investigate alone opens a form; what is sent starts an investigation in that channel', async () => {
  await workspace.command('investigate');
  const { view } = workspace.slack.of('views.open')[0]! as { view: { private_metadata: string } };
  expectSafeView(view);
  const values = {
    target: { chosen: { selected_option: { value: 'service/basket' } } },
    since: { chosen: { selected_option: { value: '21600' } } },
    question: { text: { value: 'slow' } },
  };
  const submission = {
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1' },
    view: { id: 'V9', callback_id: 'sre_investigate', private_metadata: view.private_metadata, state: { values } },
  };
  await workspace.deliver(submission);
  await workspace.deliver(submission);
  expect(workspace.started).toMatchObject([
    { question: 'slow', sinceSeconds: 21_600, target: { name: 'basket' }, thread: { channel: 'C1' } },
  ]);
});

test('Slack’s own stop ends what runs in the thread, for who may stop it', async () => {
  workspace.records.push(recordOf('inv-1'), recordOf('inv-2', 'running'));
  const event = { type: 'agent_session_stopped', channel: 'C1', user: 'U1', thread_ts: '1.0001', event_ts: '2.2' };
  await workspace.deliver({ type: 'event_callback', team_id: 'T1', event_id: 'EvStop', event });
  expect(workspace.stopped).toEqual([{ id: 'inv-2', wording: 'Stopped by <@U1>.' }]);
});
