import { expect, test } from '@jest/globals';
import { App } from '@slack/bolt';
import { createLine } from '../../../bot/server/line.ts';
import type { SlackDeps } from '../../../bot/slack/deps.ts';
import { register } from '../../../bot/slack/handlers/command.ts';

const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent, setLevel: silent, setName: silent };

/** What a command says beside its acknowledgement, drawn as the intake draws it; the work behind it never ends. */
async function saidBeside(line: ReturnType<typeof createLine>, text: string): Promise<string | undefined> {
  const app = new App({
    receiver: { init: silent, start: async () => undefined, stop: async () => undefined },
    logger: { ...quiet, getLevel: () => 'info' as never },
    authorize: async () => ({ botToken: 'xoxb', botId: 'B1', botUserId: 'U0' }),
  });
  const hang = () => new Promise(silent);
  register(app, { line, log: quiet, people: { find: hang }, audit: { add: hang } } as unknown as SlackDeps);
  const acknowledged = Promise.withResolvers<unknown>();
  void app.processEvent({
    body: {
      command: '/sre',
      text,
      team_id: 'T1',
      user_id: 'U1',
      channel_id: 'C1',
      trigger_id: '1.1',
      response_url: 'x',
    },
    ack: async (words) => acknowledged.resolve(words),
  });
  const words = await acknowledged.promise;
  return typeof words === 'function' ? (words() as { text: string } | undefined)?.text : undefined;
}

test('a command that has to wait is told its place with the acknowledgement, each one its own', async () => {
  const line = createLine(1);
  expect(await saidBeside(line, 'checkout is slow')).toBeUndefined();
  expect(await saidBeside(line, 'checkout is slow')).toMatch(/^I took that\. It is next in line/);
  expect(await saidBeside(line, 'basket is slow')).toMatch(/^I took that\. It is in line, 1 before it/);
});

test('what is looked up stands in no line', async () => {
  const line = createLine(0);
  expect(await saidBeside(line, 'pods')).toBeUndefined();
  expect(await saidBeside(line, 'investigate')).toBeUndefined();
});
