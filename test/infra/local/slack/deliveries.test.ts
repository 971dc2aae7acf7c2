import { expect, test } from '@jest/globals';
import { verifySlackRequest } from '@slack/bolt';
import type { Heard } from './support/fake-bot.ts';
import { ada, carol, dmitri, incidents, openWorkspace, signingSecret } from './support/workspace.ts';

const verify = (heard: Heard, secret: string) =>
  verifySlackRequest({
    signingSecret: secret,
    body: heard.body,
    headers: {
      'x-slack-signature': String(heard.headers['x-slack-signature']),
      'x-slack-request-timestamp': Number(heard.headers['x-slack-request-timestamp']),
    },
  });

test('a mention arrives as message and app_mention, each signed and with its own event id', async () => {
  const { bot, workspace } = await openWorkspace();
  const { ts } = workspace.say(ada, '#incidents', '@sre why is checkout <slow> & failing?');
  await workspace.settled();
  expect(
    bot
      .events()
      .map((one) => one.event.type)
      .sort(),
  ).toEqual(['app_mention', 'message']);
  expect(new Set(bot.events().map((one) => one.event_id)).size).toBe(2);
  const [mention] = bot.events('app_mention');
  expect(mention).toMatchObject({
    type: 'event_callback',
    team_id: 'T0LOCALOPS',
    api_app_id: 'A0SREBOT01',
    authorizations: [{ user_id: 'U0SREBOT01', is_bot: true }],
    event: { user: ada, ts, channel: incidents, text: '<@U0SREBOT01> why is checkout &lt;slow&gt; &amp; failing?' },
  });
  for (const heard of bot.heard) {
    expect(() => verify(heard, signingSecret)).not.toThrow();
    expect(() => verify(heard, 'another-secret')).toThrow();
  }
});

test('a reply in a thread carries its thread; a direct message comes as message.im without a mention', async () => {
  const { bot, workspace, client } = await openWorkspace();
  const root = await client.chat.postMessage({ channel: incidents, text: 'root' });
  workspace.say(ada, incidents, 'what about logs?', root.ts);
  const { channel } = await client.conversations.open({ users: ada });
  workspace.say(ada, channel!.id!, '@sre hello');
  await workspace.settled();
  const people = bot.events('message').filter((one) => one.event.user === ada);
  expect(people.map((one) => one.event)).toMatchObject([
    { channel_type: 'channel', thread_ts: root.ts, parent_user_id: 'U0SREBOT01' },
    { channel_type: 'im', channel: channel!.id },
  ]);
  expect(bot.events('app_mention')).toEqual([]);
});

test("the bot hears its own messages and their changes with its bot id, as Slack's apps do", async () => {
  const { bot, workspace, client } = await openWorkspace();
  const { ts } = await client.chat.postMessage({ channel: incidents, text: 'one' });
  await client.chat.update({ channel: incidents, ts: ts!, text: 'two' });
  await workspace.settled();
  expect(bot.events('message').map((one) => one.event)).toMatchObject([
    { bot_id: 'B0SREBOT01', text: 'one' },
    { subtype: 'message_changed', message: { text: 'two' }, previous_message: { text: 'one' } },
  ]);
});

test('an event that is not acknowledged comes again with the same id, its number and reason', async () => {
  const { bot, workspace } = await openWorkspace({ retryDelaysMs: [0, 40, 80], ackDeadlineMs: 1500 });
  let count = 0;
  bot.answer((_heard, response) => {
    count += 1;
    if (count === 1) return; // never answers: a timeout
    response.statusCode = count < 4 ? 500 : 200;
    response.end();
  });
  workspace.say(ada, incidents, 'no mention');
  await bot.next((heard) => heard.headers['x-slack-retry-num'] === '3');
  const tries = bot.heard.map((heard) => [heard.headers['x-slack-retry-num'], heard.headers['x-slack-retry-reason']]);
  expect(tries).toEqual([
    [undefined, undefined],
    ['1', 'http_timeout'],
    ['2', 'http_error'],
    ['3', 'http_error'],
  ]);
  expect(new Set(bot.events().map((one) => one.event_id)).size).toBe(1);
  expect(bot.heard[3]!.at - bot.heard[2]!.at).toBeGreaterThanOrEqual(75);
  await workspace.settled();
  expect(bot.heard).toHaveLength(4);
});

test('after the last delay an event is given up, and X-Slack-No-Retry ends it at once', async () => {
  const { bot, workspace } = await openWorkspace({ retryDelaysMs: [0, 0, 0] });
  bot.answer((_heard, response) => void response.writeHead(500).end());
  workspace.say(ada, incidents, 'one');
  await bot.next((heard) => heard.headers['x-slack-retry-num'] === '3');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(bot.heard).toHaveLength(4);
  bot.answer((_heard, response) => void response.writeHead(500, { 'x-slack-no-retry': '1' }).end());
  workspace.say(ada, incidents, 'two');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(bot.heard).toHaveLength(5);
});

test('a slash command carries who, where and how to answer; its body is shown to the person alone', async () => {
  const { bot, workspace } = await openWorkspace();
  bot.answer((_heard, response) => void response.end('Looking into it'));
  await workspace.command(ada, '#incidents', '/sre checkout is slow, ask @ben');
  const [command] = bot.commands();
  expect(Object.fromEntries(command!)).toMatchObject({
    command: '/sre',
    text: 'checkout is slow, ask <@U0BENRUI02|ben>',
    user_id: ada,
    user_name: 'ada',
    channel_id: incidents,
    channel_name: 'incidents',
    team_id: 'T0LOCALOPS',
    response_url: expect.stringContaining('/response/'),
    trigger_id: expect.stringMatching(/.+/),
  });
  expect(() => verify(bot.heard[0]!, signingSecret)).not.toThrow();
  expect(workspace.ephemerals(ada).map((one) => one.text)).toEqual(['Looking into it']);
  expect(workspace.messages(incidents)).toEqual([]);
});

test('a command may answer in the channel; what Slack refuses of the answer is shown as a failure', async () => {
  const { bot, workspace } = await openWorkspace();
  bot.answer((_heard, response) => void response.end(JSON.stringify({ response_type: 'in_channel', text: 'for all' })));
  await workspace.command(ada, incidents, '/sre help');
  expect(workspace.messages(incidents).map((one) => one.text)).toEqual(['for all']);
  bot.answer((_heard, response) => void response.end(JSON.stringify({ blocks: [{ type: 'sparkline' }] })));
  await workspace.command(ada, incidents, '/sre help');
  expect(workspace.ephemerals(ada).at(-1)!.text).toBe('`/sre` failed with the error "invalid_blocks"');
});

test('a bot that is slow or away fails the command in the words of Slack', async () => {
  const { bot, workspace } = await openWorkspace({ ackDeadlineMs: 1000 });
  bot.answer(() => {});
  await workspace.command(ada, incidents, '/sre help');
  await bot.stop();
  await workspace.command(ada, incidents, '/sre help');
  expect(workspace.ephemerals(ada).map((one) => one.text)).toEqual([
    '`/sre` failed with the error "operation_timeout"',
    '`/sre` failed with the error "dispatch_failed"',
  ]);
});

test('a command in a thread never reaches the bot', async () => {
  const { bot, workspace, client } = await openWorkspace();
  const { ts } = await client.chat.postMessage({ channel: incidents, text: 'root' });
  await workspace.command(ada, incidents, '/sre help', ts);
  expect(bot.commands()).toEqual([]);
  expect(workspace.ephemerals(ada)).toMatchObject([
    { text: '`/sre` is not supported in threads. Sorry!', threadTs: ts },
  ]);
});

test('who may not act is told so', async () => {
  const { workspace } = await openWorkspace();
  expect(() => workspace.say(dmitri, incidents, 'hello')).toThrow('deactivated');
  expect(() => workspace.say(carol, 'D0SREBOT01', 'hello')).toThrow('not a member');
  await expect(workspace.command(ada, incidents, '/dance')).rejects.toThrow('not a valid command');
});

test('opening the Home tab and reacting are told to the bot', async () => {
  const { bot, workspace } = await openWorkspace();
  workspace.openHome(ada);
  const { ts } = workspace.say(ada, incidents, 'look');
  workspace.react(ada, incidents, ts, 'eyes');
  await workspace.settled();
  expect(bot.events('app_home_opened')[0]!.event).toMatchObject({ user: ada, tab: 'home' });
  expect(bot.events('reaction_added')[0]!.event).toMatchObject({
    user: ada,
    reaction: 'eyes',
    item: { channel: incidents, ts },
  });
});
