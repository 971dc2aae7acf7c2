import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser, openWindow } from '../../../browser/chromium.ts';
import { ada, ben, incidents, type Opened, openWorkspace } from './support/workspace.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const of = (id: string) => `[data-testid="${id}"]`;

describeInBrowser('the workspace page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  /** The page as this person sees it, and what went wrong in it: errors, and requests to other hosts. */
  async function openPage(opened: Opened, user: string, width = 1280): Promise<{ page: Page; wrong: string[] }> {
    const wrong: string[] = [];
    const page = await (await openWindow(browser, { viewport: { width, height: 860 } })).newPage();
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== opened.workspace.url) wrong.push(request.url());
    });
    await page.goto(`${opened.workspace.url}/?as=${user}`);
    await page.waitForSelector('.workspace');
    return { page, wrong };
  }

  const overflows = (page: Page) =>
    page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('.message-list')].some(
        (one) => one.scrollWidth > one.clientWidth,
      ),
    );

  test('a typed command is completed, sent, and what the bot posts appears without reloading', async () => {
    const opened = await openWorkspace();
    const { page, wrong } = await openPage(opened, ada);
    await page.locator(of('composer')).pressSequentially('/s');
    expect(await page.locator(of('suggestions')).innerText()).toContain('/sre');
    await page.keyboard.press('Tab');
    await page.keyboard.type('checkout is slow');
    await page.keyboard.press('Enter');
    await opened.bot.next((heard) => heard.path === '/slack/commands');
    expect(opened.bot.commands()[0]!.get('text')).toBe('checkout is slow');

    const { ts } = await opened.client.chat.postMessage({
      channel: incidents,
      text: '*Looking* at `checkout` &amp; co',
    });
    await page.waitForSelector(`${of('message')}[data-ts="${ts}"]`);
    expect(await page.locator(`${of('message')} strong`).allInnerTexts()).toContain('Looking');
    await opened.client.chat.postMessage({ channel: incidents, thread_ts: ts, text: 'finding one' });
    await page.locator(of('thread-link')).click();
    await page.getByText('finding one').waitFor();
    expect(await page.locator(of('thread-link')).innerText()).toContain('1 reply');
    expect(wrong).toEqual([]);
  });

  test('a mention is completed and answers in a thread; a command there is refused', async () => {
    const opened = await openWorkspace();
    const { ts } = await opened.client.chat.postMessage({ channel: incidents, text: 'root' });
    const { page, wrong } = await openPage(opened, ada);
    await page.goto(`${opened.workspace.url}/archives/${incidents}/p${ts!.replace('.', '')}`);
    await page.locator(of('thread-composer')).pressSequentially('@sr');
    await page.keyboard.press('Enter');
    await page.keyboard.type('and the logs?');
    await page.keyboard.press('Enter');
    const heard = await opened.bot.next((one) => one.body.includes('app_mention'));
    expect(JSON.parse(heard.body)).toMatchObject({ event: { text: '<@U0SREBOT01> and the logs?', thread_ts: ts } });
    await page.locator(of('thread-composer')).fill('/sre help');
    await page.keyboard.press('Enter');
    await page.getByText('is not supported in threads').waitFor();
    expect(opened.bot.commands()).toEqual([]);
    expect(wrong).toEqual([]);
  });

  test('buttons ask first, menus and overflows tell what was chosen', async () => {
    const opened = await openWorkspace();
    const options = [1, 6].map((hours) => ({ text: plain(`${hours} hours`), value: `${hours}h` }));
    const confirm = {
      title: plain('Roll back?'),
      text: plain('To revision 12'),
      confirm: plain('Do it'),
      deny: plain('No'),
    };
    await opened.client.chat.postMessage({
      channel: incidents,
      text: 'x',
      blocks: [
        {
          type: 'actions',
          block_id: 'b',
          elements: [
            { type: 'button', action_id: 'approve', text: plain('Approve'), value: 'v', confirm },
            { type: 'static_select', action_id: 'window', options },
            { type: 'overflow', action_id: 'more', options },
          ],
        },
      ],
    });
    const { page, wrong } = await openPage(opened, ada);
    const { bot } = opened;
    await page.locator(of('action-approve')).click();
    await page.locator(of('confirm-no')).click();
    await page.locator(of('action-approve')).click();
    await page.locator(of('confirm-yes')).click();
    await bot.next((heard) => heard.body.includes('approve'));
    await page.locator(of('action-window')).selectOption('6h');
    await bot.next((heard) => heard.body.includes('selected_option'));
    await page.locator(of('action-more')).click();
    await page.locator(of('option-1h')).click();
    await bot.next((heard) => heard.body.includes('%22overflow%22'));
    expect(bot.interactions().map((one) => (one.actions as unknown[])[0])).toMatchObject([
      { action_id: 'approve', value: 'v' },
      { action_id: 'window', selected_option: { value: '6h' } },
      { action_id: 'more', selected_option: { value: '1h' } },
    ]);
    expect(bot.interactions().at(-1)).toMatchObject({
      state: { values: { b: { window: { type: 'static_select', selected_option: { value: '6h' } } } } },
    });
    expect(wrong).toEqual([]);
  });

  test('a modal wants its required inputs, shows the errors of the bot and closes when it takes them', async () => {
    const opened = await openWorkspace();
    const { client, bot } = opened;
    const { ts } = await client.chat.postMessage({
      channel: incidents,
      text: 'x',
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'ask', text: plain('Ask') }] }],
    });
    expect(ts).toBeDefined();
    const { page, wrong } = await openPage(opened, ada);
    await page.locator(of('action-ask')).click();
    await bot.next((heard) => heard.path === '/slack/interactions');
    await client.views.open({
      trigger_id: String(bot.interactions()[0]!.trigger_id),
      view: {
        type: 'modal',
        title: plain('Ask'),
        submit: plain('Send'),
        blocks: [
          {
            type: 'input',
            block_id: 'what',
            label: plain('What'),
            element: { type: 'plain_text_input', action_id: 'text' },
          },
          {
            type: 'input',
            block_id: 'who',
            label: plain('Who'),
            optional: true,
            element: { type: 'users_select', action_id: 'user', initial_user: ben },
          },
        ],
      },
    });
    await page.locator(of('modal-submit')).click();
    await page.getByText('Please complete this required field.').waitFor();
    bot.answer(
      (_heard, response) =>
        void response.end(JSON.stringify({ response_action: 'errors', errors: { what: 'Too short' } })),
    );
    await page.locator(of('action-text')).fill('slow');
    await page.locator(of('modal-submit')).click();
    await page.getByText('Too short').waitFor();
    bot.answer((_heard, response) => void response.end());
    await page.locator(of('action-text')).fill('slow since noon');
    await page.locator(of('modal-submit')).click();
    await page.locator(of('modal')).waitFor({ state: 'detached' });
    expect(bot.interactions().at(-1)).toMatchObject({
      type: 'view_submission',
      view: {
        state: { values: { what: { text: { value: 'slow since noon' } }, who: { user: { selected_user: ben } } } },
      },
    });
    expect(wrong).toEqual([]);
  });

  test('an ephemeral message is there for its reader alone', async () => {
    const opened = await openWorkspace();
    await opened.client.chat.postEphemeral({ channel: incidents, user: ada, text: 'for Ada' });
    const { page } = await openPage(opened, ada);
    await page.getByText('for Ada').waitFor();
    expect(await page.locator(of('ephemeral')).innerText()).toContain('Only visible to you');
    await page.goto(opened.workspace.url);
    await page.locator(of('people-switcher')).selectOption(ben);
    await page.getByText('Platform lead, workspace admin').waitFor();
    expect(await page.locator(of('ephemeral')).count()).toBe(0);
  });

  test('a bot that is away is said plainly, and no longer when it is back; while away a command fails', async () => {
    const opened = await openWorkspace();
    const { page } = await openPage(opened, ada);
    expect(await page.locator(of('bot-away')).count()).toBe(0);
    opened.bot.away(true);
    await page.locator(of('bot-away')).waitFor({ timeout: 10_000 });
    opened.bot.away(false);
    await page.locator(of('bot-away')).waitFor({ state: 'detached', timeout: 10_000 });
    await opened.bot.stop();
    await page.locator(of('bot-away')).waitFor({ timeout: 10_000 });
    await page.locator(of('composer')).fill('/sre help');
    await page.keyboard.press('Enter');
    await page.getByText('failed with the error "dispatch_failed"').waitFor();
  });

  test('the Home tab is opened, drawn and used', async () => {
    const opened = await openWorkspace();
    await opened.client.views.publish({
      user_id: ada,
      view: {
        type: 'home',
        blocks: [
          { type: 'header', text: plain('Investigations') },
          { type: 'actions', elements: [{ type: 'button', action_id: 'new', text: plain('New') }] },
        ],
      },
    });
    const { page, wrong } = await openPage(opened, ada);
    await page.locator(of('dm-sre')).click();
    await page.locator(of('tab-home')).click();
    await page.getByText('Investigations').waitFor();
    await page.locator(of('action-new')).click();
    const heard = await opened.bot.next((one) => one.path === '/slack/interactions');
    expect(new URLSearchParams(heard.body).get('payload')).toContain('"type":"home"');
    expect(opened.bot.events('app_home_opened').map((one) => one.event.tab)).toContain('home');
    expect(wrong).toEqual([]);
  });

  test('every block of a message is drawn, at 1280 and at 400 pixels, without scrolling sideways', async () => {
    const opened = await openWorkspace();
    const { client } = opened;
    const { ts } = await client.chat.postMessage({ channel: incidents, text: 'root' });
    const post = (blocks: unknown[]) =>
      client.apiCall('chat.postMessage', { channel: incidents, thread_ts: ts, text: 'x', blocks: blocks as never });
    await post([
      { type: 'header', text: plain('Head of it') },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: 'Sectioned' },
        accessory: { type: 'button', action_id: 'go', text: plain('Accessory') },
      },
      { type: 'markdown', text: '**Marked** down' },
      {
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: 'Cell' },
            { type: 'raw_text', text: 'x'.repeat(300) },
          ],
        ],
      },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: `Logged ${'y'.repeat(300)}` }] }],
      },
      {
        type: 'plan',
        title: 'Planned',
        tasks: [{ type: 'task_card', task_id: 't', title: 'Tasked', status: 'complete' }],
      },
      {
        type: 'data_visualization',
        title: 'Charted',
        chart: {
          type: 'line',
          axis_config: { categories: ['a', 'b'] },
          series: [
            {
              name: 's',
              data: [
                { label: 'a', value: 1 },
                { label: 'b', value: 2 },
              ],
            },
          ],
        },
      },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'Contextual' }] },
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'fb',
            positive_button: { text: plain('Good one'), value: 'g' },
            negative_button: { text: plain('Bad one'), value: 'b' },
          },
        ],
      },
    ]);
    const words = [
      'Head of it',
      'Sectioned',
      'Accessory',
      'Marked',
      'Cell',
      'Logged',
      'Planned',
      'Tasked',
      'Charted',
      'Contextual',
    ];
    for (const width of [1280, 400]) {
      const { page, wrong } = await openPage(opened, ada, width);
      if (width === 400) await page.locator(of('channel-incidents')).click();
      await page.locator(of('thread-link')).click();
      const thread = page.locator(of('thread-panel'));
      for (const word of words) await thread.getByText(word).first().waitFor();
      await thread.getByLabel('Good one').waitFor();
      expect(await overflows(page)).toBe(false);
      if (width === 400) {
        expect(await page.locator(of('messages')).isVisible()).toBe(false);
        await page.locator(of('thread-back')).click();
        await page.locator(of('back')).click();
        expect(await page.locator(of('people-switcher')).isVisible()).toBe(true);
      }
      if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/thread-${width}.png` });
      expect(wrong).toEqual([]);
    }
  });

  test('what somebody wrote is text: no script, no link to javascript', async () => {
    const opened = await openWorkspace();
    opened.workspace.say(
      ben,
      incidents,
      '<img src=x onerror=document.title="owned"> <script>document.title="owned"</script>',
    );
    await opened.client.chat.postMessage({ channel: incidents, text: '<javascript:alert(1)|press me> done' });
    const { page, wrong } = await openPage(opened, ada);
    await page.getByText('done').waitFor();
    expect(await page.title()).toBe('Local Ops workspace');
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await page.getByText('<img src=x').count()).toBe(1);
    expect(wrong).toEqual([]);
  });
});

test('another site cannot act in the workspace: not by its origin, not by a form, not by a name of its own', async () => {
  const { workspace } = await openWorkspace();
  const { port } = new URL(workspace.url);
  const act = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/page/acts/say', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject);
      sent.end(JSON.stringify({ user: ada, channel: incidents, text: 'hello' }));
    });
  const json = { 'content-type': 'application/json' };
  const form = { 'content-type': 'text/plain' };
  expect(await act({ ...form, origin: 'https://elsewhere.example' })).toBe(403);
  expect(await act(form)).toBe(403);
  const rebound = `elsewhere.example:${port}`;
  expect(await act({ ...json, host: rebound, origin: `http://${rebound}` })).toBe(403);
  expect(workspace.messages(incidents)).toEqual([]);
  expect(await act({ ...form, origin: workspace.url })).toBe(200);
  expect(await act(json)).toBe(200);
  expect(workspace.messages(incidents)).toHaveLength(2);
});
