import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SreError } from '../../../bot/domain/errors.ts';
import type { SlackMessage } from '../../../bot/slack/views/message.ts';
import { expectSafeMessage } from './views/judge.ts';
import { openWorkspace, refusedBy, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace();
});
afterEach(() => workspace.close());

test('/sre with a question starts an investigation of the named service and acknowledges without a word', async () => {
  await workspace.command('basket is slow since 2h', { trigger_id: '13345.738.8088' });
  expect(workspace.acks).toEqual([undefined]);
  expect(workspace.started).toHaveLength(1);
  expect(workspace.started[0]).toMatchObject({
    id: expect.stringMatching(/^inv-[0-9a-f]{24}$/),
    question: 'basket is slow since 2h',
    target: { kind: 'service', name: 'basket' },
    sinceSeconds: 7_200,
    askedBy: { teamId: 'T1', slackUserId: 'U1' },
    thread: { teamId: 'T1', channel: 'C1' },
  });
  expect(workspace.started[0]!.thread.threadTs).toBeUndefined();
});

test('the same delivery twice is one investigation', async () => {
  await workspace.command('basket', { trigger_id: '1.1.same' });
  await workspace.command('basket', { trigger_id: '1.1.same' });
  expect(workspace.started).toHaveLength(1);
});

test('the acknowledgement comes before any work', async () => {
  const order: string[] = [];
  const { deliver } = workspace;
  workspace.deps.people.find = async () => {
    order.push(`people after ${workspace.acks.length} acknowledgement`);
    throw new SreError('unavailable', 'x');
  };
  workspace.deliver = deliver;
  await workspace.command('basket');
  expect(order).toEqual(['people after 1 acknowledgement']);
});

test.each(['', 'help'])('/sre %s is answered with the acknowledgement itself, in private', async (text) => {
  await workspace.command(text);
  const [answer] = workspace.acks as (SlackMessage & { response_type: string })[];
  expect(answer).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('/sre checkout') });
  expectSafeMessage(answer!);
  expect(workspace.slack.calls).toEqual([]);
});

test('help lists only what works', async () => {
  await workspace.command('help');
  const drawn = JSON.stringify(workspace.acks[0]);
  expect(drawn).toContain('/sre whoami');
  expect(drawn).not.toContain('/sre silence');
  await workspace.command('silence HighLatency 2h');
  expect(workspace.acks[1]).toMatchObject({
    response_type: 'ephemeral',
    text: expect.stringContaining('not there yet'),
  });
});

test('a typo and a bad argument are answered in private with what to type', async () => {
  await workspace.command('invesigate basket');
  await workspace.command('investigate basket 2x');
  expect(workspace.acks).toMatchObject([
    { response_type: 'ephemeral', text: expect.stringContaining('/sre investigate basket') },
    { response_type: 'ephemeral', text: expect.stringContaining('write 30m, 2h or 1d') },
  ]);
  expect(workspace.started).toEqual([]);
});

test('an unknown target is answered in private with the near names, and a press looks into one', async () => {
  await workspace.command('investigate baskte 2h');
  expect(workspace.started).toEqual([]);
  const [answer] = workspace.slack.responses as unknown as (SlackMessage & { response_type: string })[];
  expect(answer).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('basket, basket-cache') });
  expectSafeMessage(answer!);
  const row = answer!.blocks.find((block) => block.type === 'actions') as unknown as {
    elements: { action_id: string; value: string }[];
  };
  const [first] = row.elements;
  const ephemeral = {
    message: undefined,
    container: { type: 'message', message_ts: '9.9', channel_id: 'C1', is_ephemeral: true },
  };
  await workspace.press(first!.action_id, first!.value, ephemeral);
  await workspace.press(first!.action_id, first!.value, ephemeral);
  expect(workspace.started).toMatchObject([{ target: { kind: 'service', name: 'basket' }, sinceSeconds: 7_200 }]);
  expect(workspace.slack.responses[1]).toMatchObject({ replace_original: true, text: 'Looking into basket.' });
});

test('without a name the whole system is looked into', async () => {
  await workspace.command('everything is slow');
  expect(workspace.started[0]!.target).toBeUndefined();
});

test('a person who is refused reads why, in private, and nothing starts', async () => {
  workspace.refusal = refusedBy('Your e-mail domain is not on the list. Ask an admin.');
  await workspace.command('basket');
  expect(workspace.started).toEqual([]);
  expect(workspace.slack.responses).toMatchObject([
    { response_type: 'ephemeral', text: 'Your e-mail domain is not on the list. Ask an admin.' },
  ]);
});

test('when an investigation cannot be recorded the asker is told, without the inner message', async () => {
  workspace.outage = new SreError('unavailable', 'connect ECONNREFUSED 10.0.0.7:5432');
  await workspace.command('basket');
  expect(workspace.slack.responses).toHaveLength(1);
  expect(workspace.slack.responses[0]!.text).toContain('Nothing was started; please try again.');
  expect(JSON.stringify(workspace.slack.responses)).not.toContain('10.0.0.7');
});

test('whoami names the person and the role', async () => {
  workspace.roles = ['responder'];
  await workspace.command('whoami');
  expect(workspace.slack.responses[0]).toMatchObject({
    response_type: 'ephemeral',
    text: 'You are Ann, role responder.',
  });
});

test('who asks too often is refused before any work, and told when to ask again', async () => {
  await workspace.close();
  workspace = await openWorkspace({ perUser: 2, perChannel: 100 });
  for (const target of ['basket', 'shop', 'basket']) await workspace.command(target);
  expect(workspace.started).toHaveLength(2);
  expect(workspace.acks[2]).toMatchObject({
    response_type: 'ephemeral',
    text: expect.stringMatching(/Ask again in \d+ s/),
  });
  await workspace.command('shop', { user_id: 'U2' });
  expect(workspace.started).toHaveLength(3);
});

test('a channel has its own limit', async () => {
  await workspace.close();
  workspace = await openWorkspace({ perUser: 100, perChannel: 2 });
  for (const user of ['U1', 'U2', 'U3']) await workspace.command('basket', { user_id: user });
  expect(workspace.started).toHaveLength(2);
  await workspace.command('basket', { user_id: 'U3', channel_id: 'C2' });
  expect(workspace.started).toHaveLength(3);
});
