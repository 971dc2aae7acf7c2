import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser, openWindow } from '../../../browser/chromium.ts';
import { ada, incidents, openWorkspace } from './support/workspace.ts';

describeInBrowser('what the workspace page draws of times and tables', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
  const open = async (blocks: readonly object[], width = 1280) => {
    const opened = await openWorkspace();
    await opened.client.chat.postMessage({ channel: incidents, text: 'drawn', blocks: blocks as never });
    const context = await openWindow(browser, {
      viewport: { width, height: 860 },
      locale: 'en-GB',
      timezoneId: 'Asia/Tokyo',
    });
    const page = await context.newPage();
    await page.goto(`${opened.workspace.url}/archives/${incidents}?as=${ada}`);
    const message = page.locator('[data-testid="message"]').last();
    await message.waitFor();
    return { page, message };
  };

  test('dates have the reader’s zone and the 24-hour clock of the messages, wherever they stand', async () => {
    const noon = Date.UTC(2031, 2, 4, 12, 5, 9) / 1000;
    const now = Math.floor(Date.now() / 1000);
    const { message } = await open([
      section(`at <!date^${noon}^{date_short_pretty} {time}|x>, <!date^${noon}^{time_secs}|x>`),
      section(`<!date^${noon}^{date_num} {date_long}|x>`),
      section(`<!date^${now}^{date_pretty}|x>, <!date^${now - 7200}^{ago}|x>, <!date^${now}^{nothing}|x>`),
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [{ type: 'date', timestamp: noon, format: '{date_short} {time}', fallback: 'x' }],
          },
        ],
      },
    ]);
    const text = await message.innerText();
    expect(text).toContain('at 4 Mar 2031 21:05, 21:05:09');
    expect(text).toMatch(/2031-03-04 Tuesday,? 4 March 2031/);
    expect(text).toContain('Today, 2 hours ago, {nothing}');
    expect(text).toMatch(/\n4 Mar 2031 21:05/);
    expect(text).not.toMatch(/[AP]M/i);
  });

  test('what stands between two colons and is no emoji stays', async () => {
    const { message } = await open([section('it began at T18:35:22 :fire: :no_such_emoji:')]);
    const text = await message.innerText();
    expect(text).toContain('T18:35:22');
    expect(text).toContain('🔥');
    expect(text).toContain(':no_such_emoji:');
  });

  test('a wide table scrolls sideways in its message on a narrow page, its words unbroken', async () => {
    const cell = (text: string) => ({ type: 'raw_text', text });
    const row = ['seats-6f9c-abcde', 'CrashLoopBackOff', 'exit code 137', 'since ten minutes', 'tickets'];
    const rows = [['Pod', 'State', 'Why', 'Since', 'Namespace'].map(cell), row.map(cell), row.map(cell)];
    const { page, message } = await open([{ type: 'table', rows }], 400);
    const box = message.locator('[data-block="table"]');
    const sizes = await box.evaluate((one) => ({ inner: one.scrollWidth, outer: one.clientWidth }));
    expect(sizes.inner).toBeGreaterThan(sizes.outer);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    const heights = await box.locator('td').evaluateAll((cells) => cells.map((one) => one.clientHeight));
    expect(Math.max(...heights)).toBeLessThan(45);
  });

  test('a long text in a table takes several lines where the rest then fits', async () => {
    const cell = (text: string) => ({ type: 'raw_text', text });
    const text = 'what the commit says of the change that it makes to the query of the holds';
    const rows = [['When', 'Where', 'Summary'].map(cell), ['Today 12:00', 'seats', text].map(cell)];
    const { message } = await open([{ type: 'table', rows, column_settings: [{}, {}, { is_wrapped: true }] }], 400);
    const box = message.locator('[data-block="table"]');
    const widths = await box.evaluate((one) => [...one.querySelectorAll('td')].map((td) => td.clientWidth));
    expect(widths.at(-1)).toBeGreaterThan(150);
    expect(widths.at(-1)).toBeLessThan(260);
  });
});
