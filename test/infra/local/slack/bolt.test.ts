import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { App, HTTPReceiver } from '@slack/bolt';
import { prepareTls } from '../../../../infra/local/tls.ts';
import { startFakeBot } from './support/fake-bot.ts';
import { ada, botToken, closeAfterTest, incidents, openWorkspace, signingSecret, silent } from './support/workspace.ts';

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

test("Bolt's own app takes commands, mentions, buttons and modals from the workspace", async () => {
  const port = await freePort();
  const { workspace } = await openWorkspace({ botUrl: `http://127.0.0.1:${port}` });
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: ['/slack/events', '/slack/commands', '/slack/interactions'],
    logger: silent,
  });
  const app = new App({
    token: botToken,
    receiver,
    logger: silent,
    clientOptions: { slackApiUrl: workspace.apiUrl, logger: silent },
  });
  app.command('/sre', async ({ ack, command, client }) => {
    await ack({ text: 'On it' });
    await client.chat.postMessage({
      channel: command.channel_id,
      text: command.text,
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'why', text: { type: 'plain_text', text: 'Why' } }],
        },
      ],
    });
  });
  app.event('app_mention', async ({ event, say }) => void (await say({ text: 'You called?', thread_ts: event.ts })));
  app.action('why', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({
      trigger_id: (body as { trigger_id: string }).trigger_id,
      view: {
        type: 'modal',
        callback_id: 'reason',
        title: { type: 'plain_text', text: 'Why' },
        submit: { type: 'plain_text', text: 'Send' },
        blocks: [
          {
            type: 'input',
            block_id: 'r',
            label: { type: 'plain_text', text: 'Reason' },
            element: { type: 'plain_text_input', action_id: 'r' },
          },
        ],
      },
    });
  });
  app.view('reason', async ({ ack, view, client }) => {
    await ack();
    await client.chat.postMessage({ channel: incidents, text: `Because ${view.state.values.r!.r!.value}` });
  });
  await app.start(port);
  closeAfterTest(async () => void (await app.stop()));

  await workspace.command(ada, incidents, '/sre slow');
  expect(workspace.ephemerals(ada).map((one) => one.text)).toEqual(['On it']);
  const posted = await eventually(() => workspace.messages(incidents)[0]);
  await workspace.press(ada, { channel: incidents, ts: posted.ts }, 'why');
  await eventually(() => workspace.views(ada)[0]);
  await workspace.submit(ada, { r: { r: { type: 'plain_text_input', value: 'reasons' } } });
  await eventually(() => workspace.messages(incidents).find((one) => one.text === 'Because reasons'));
  const { ts } = workspace.say(ada, incidents, '@sre hello');
  await eventually(() => workspace.replies(incidents, ts).find((one) => one.text === 'You called?'));
});

test('a bot on HTTPS is reached through its own authority only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'slack-tls-'));
  closeAfterTest(async () => rmSync(folder, { recursive: true }));
  const { caFile, certFile, keyFile } = await prepareTls(folder);
  const bot = await startFakeBot({ key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') });
  closeAfterTest(() => bot.stop());

  const trusting = await openWorkspace({ botUrl: bot.url, ca: readFileSync(caFile, 'utf8') });
  await trusting.workspace.command(ada, incidents, '/sre help');
  expect(bot.commands()).toHaveLength(1);
  const doubting = await openWorkspace({ botUrl: bot.url });
  await doubting.workspace.command(ada, incidents, '/sre help');
  expect(bot.commands()).toHaveLength(1);
  expect(doubting.workspace.ephemerals(ada).map((one) => one.text)).toEqual([
    '`/sre` failed with the error "dispatch_failed"',
  ]);
});

async function eventually<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not happen within five seconds');
}
