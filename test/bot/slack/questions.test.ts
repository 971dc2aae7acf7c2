import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SreError } from '../../../bot/domain/errors.ts';
import { ACTIONS } from '../../../bot/slack/views/action-ids.ts';
import { openWorkspace, recordOf, refusedBy, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace();
  workspace.model = true;
  workspace.records.push(recordOf('inv-a'));
});
afterEach(() => workspace.close());

const THREAD = { thread_ts: '1.0001' };
const whispers = () => workspace.slack.of('chat.postEphemeral').map(({ text }) => String(text));

test.each([
  'why do you think it is the database and not the cache?',
  'when did it begin?',
  'how sure are you?',
  'which requests failed?',
  'why is basket slow?',
  'did the deploy cause it?',
  'why do you think that basket-cache is fine?',
])('"%s" goes to the model, as this person, about this answer', async (text) => {
  await workspace.mention(text, THREAD);
  expect(workspace.asked).toMatchObject([
    {
      investigation: 'inv-a',
      text,
      askedBy: { slackUserId: 'U1' },
      thread: { channel: 'C1', threadTs: '1.0001' },
    },
  ]);
  expect([workspace.started, workspace.slack.messages, whispers()]).toEqual([[], [], []]);
});

test('a delivery that comes again asks once', async () => {
  await workspace.mention('when did it begin?', { ...THREAD, ts: '8.1' });
  await workspace.mention('when did it begin?', { ...THREAD, ts: '8.1' }, 1);
  expect(workspace.asked).toHaveLength(1);
});

test('what the grammar understands never reaches the model', async () => {
  const before = ['show me the evidence', 'rule out the database', 'what changed?', 'show me the logs', 'last 6h'];
  const more = ['check shop instead', 'is it still failing?', 'what about shop?', 'who is on call?', 'stop', 'thanks!'];
  for (const text of [...before, ...more]) await workspace.mention(text, THREAD);
  expect(workspace.asked).toEqual([]);
  const rulings = await workspace.deps.rulings.of({ teamId: 'T1', channel: 'C1', threadTs: '1.0001' });
  expect(rulings).toMatchObject([{ subject: 'database', out: true }]);
});

test('words that are no request go to the model when they are said to the bot', async () => {
  await workspace.mention('lunch anyone', THREAD);
  expect(workspace.asked).toMatchObject([{ text: 'lunch anyone' }]);
});

test('a question about something that the answer does not hold is looked into', async () => {
  workspace.known = [...workspace.known, { kind: 'service', name: 'ledger' }];
  await workspace.mention('why is ledger slow?', THREAD);
  expect(workspace.asked).toEqual([]);
  expect(workspace.started).toMatchObject([{ target: { name: 'ledger' } }]);
});

test('without a model the answer itself is asked; before there is an answer nothing is', async () => {
  workspace.model = false;
  await workspace.mention('when did it begin?', THREAD);
  expect(JSON.stringify(workspace.slack.messages)).toContain('From the answer');
  await workspace.mention('who let the dogs out?', THREAD);
  expect(whispers()[0]).toContain('I did not understand that');
  await workspace.mention('why is basket slow?', THREAD);
  expect(workspace.started).toHaveLength(1);
  workspace.model = true;
  workspace.records.splice(0, 1, recordOf('inv-a', 'running'));
  await workspace.mention('when did it begin?', THREAD);
  expect([workspace.asked, whispers()[1]]).toEqual([[], expect.stringContaining('I did not understand that')]);
});

test('while another investigation runs, a question is about the last answer', async () => {
  workspace.records.unshift(recordOf('inv-b', 'running'));
  await workspace.mention('when did it begin?', THREAD);
  expect(workspace.asked).toMatchObject([{ investigation: 'inv-a' }]);
});

test('what people say to each other is read by no model', async () => {
  await workspace.deps.preferences.write(
    { teamId: 'T1', slackUserId: 'U1' },
    { ...(await workspace.deps.preferences.read({ teamId: 'T1', slackUserId: 'U1' })), unaddressed: true },
  );
  const say = (text: string) =>
    workspace.deliver({
      type: 'event_callback',
      team_id: 'T1',
      event_id: `Ev-${text}`,
      event: { type: 'message', user: 'U1', channel: 'C1', channel_type: 'channel', ts: '9.1', ...THREAD, text },
      authorizations: [],
    });
  await say('did you have lunch?');
  await say('who has the keys to the car');
  expect(workspace.asked).toEqual([]);
});

test('a person who may not ask, and an engine that is away, are told in private', async () => {
  workspace.refusal = refusedBy('You are deactivated.');
  await workspace.mention('when did it begin?', THREAD);
  workspace.refusal = undefined as never;
  workspace.outage = new SreError('unavailable', 'down');
  await workspace.mention('when did it begin?', THREAD);
  expect([workspace.asked, whispers()]).toEqual([
    [],
    ['You are deactivated.', expect.stringContaining('cannot be reached')],
  ]);
});

test('"stop" and the button end what is being said; the thread says so itself', async () => {
  workspace.talking = ['U1', 'U2'];
  await workspace.mention('stop', THREAD);
  expect([workspace.talking, workspace.stopped, whispers()]).toEqual([[], [], []]);
  workspace.talking = ['U1'];
  await workspace.press(ACTIONS.stop, 'inv-a');
  expect([workspace.talking, workspace.slack.responses]).toEqual([[], []]);
  await workspace.mention('stop', THREAD);
  expect(whispers()).toEqual(['That investigation has already ended.']);
});

test('somebody else stops only what they asked, unless they are a responder', async () => {
  workspace.talking = ['U1', 'U7'];
  await workspace.mention('stop', { ...THREAD, user: 'U7' });
  expect(workspace.talking).toEqual(['U1']);
  workspace.roles = ['responder'];
  await workspace.mention('stop', { ...THREAD, user: 'U7' });
  expect(workspace.talking).toEqual([]);
});
