import { expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import { botToken, createTestClock, incidents, openWorkspace, silent } from './support/workspace.ts';

const post = (apiUrl: string, channel: string, method = 'chat.postMessage') =>
  fetch(`${apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}` },
    body: new URLSearchParams({ channel, text: 'x', user: 'U0ADAOKA01' }),
  });

test('a burst to one channel is answered with 429 and when to come again; other channels are not held up', async () => {
  const clock = createTestClock();
  const { workspace } = await openWorkspace({ rateLimits: {}, now: clock.now });
  for (let index = 0; index < 4; index++) expect((await post(workspace.apiUrl, incidents)).status).toBe(200);
  const refused = await post(workspace.apiUrl, incidents);
  expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
    429,
    '1',
    { ok: false, error: 'ratelimited' },
  ]);
  expect((await post(workspace.apiUrl, 'C0CHECKOUT')).status).toBe(200);
  clock.advance(1000);
  expect((await post(workspace.apiUrl, incidents)).status).toBe(200);
  expect((await post(workspace.apiUrl, incidents)).status).toBe(429);
});

test('a method is held to the calls a minute of its tier', async () => {
  const clock = createTestClock();
  const { workspace } = await openWorkspace({ rateLimits: {}, now: clock.now });
  for (let index = 0; index < 20; index++) expect((await post(workspace.apiUrl, '', 'users.list')).status).toBe(200);
  const refused = await post(workspace.apiUrl, '', 'users.list');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
  expect((await post(workspace.apiUrl, '', 'users.info')).status).toBe(200);
});

test("Slack's own client waits as told and gets through", async () => {
  const { workspace } = await openWorkspace({ rateLimits: { burst: 1 } });
  const client = new webApi.WebClient(botToken, {
    slackApiUrl: workspace.apiUrl,
    logger: silent,
  });
  await client.chat.postMessage({ channel: incidents, text: 'one' });
  const before = Date.now();
  await client.chat.postMessage({ channel: incidents, text: 'two' });
  expect(Date.now() - before).toBeGreaterThanOrEqual(900);
  expect(workspace.messages(incidents).map((one) => one.text)).toEqual(['one', 'two']);
});
