import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Local, startLocal } from '../../infra/local/start-local.ts';
import { describeInBrowser, launchBrowser, openWindow } from './chromium.ts';

const root = join(import.meta.dirname, '..', '..');
const pictures = process.env.SCREENSHOTS;
const of = (id: string) => `[data-testid="${id}"]`;

describeInBrowser('from the typed command to the answer, in the local workspace', () => {
  let local: Local;
  let browser: Browser;
  let page: Page;
  const stateDir = mkdtempSync(join(tmpdir(), 'walkthrough-'));

  beforeAll(async () => {
    const snapshotDir = join(root, 'infra/samples/snapshots/checkout-slow');
    local = await startLocal({ snapshotDir, stateDir, freePorts: true });
    browser = await launchBrowser();
    page = await (await openWindow(browser, { viewport: { width: 1280, height: 1250 } })).newPage();
    await page.goto(local.urls.workspace);
    await page.getByText('incidents').first().click();
  });
  afterAll(async () => {
    await browser?.close();
    await local?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });

  const type = async (text: string, where = 'composer') => {
    const composer = page.locator(of(where));
    await composer.fill(text);
    await composer.press('Enter');
    // The first Enter may take a completion that is offered.
    await page.waitForTimeout(150);
    if ((await composer.inputValue()) !== '') await composer.press('Enter');
  };
  const picture = async (name: string) => {
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  };

  test('/sre opens a thread that ends with the cause, its evidence and what to do', async () => {
    await type('/sre checkout is slow');
    await page
      .locator(`${of('messages')} ${of('message')}`)
      .first()
      .waitFor();
    await page.locator(of('thread-link')).first().click();
    const thread = page.locator(of('thread-panel'));
    await thread.getByText('What to do').waitFor();
    const text = await thread.innerText();
    expect(text).toContain('seats: a bad deploy');
    expect(text).toContain('7d3e91c');
    expect(text).toContain('Roll back to the version before 7d3e91c');
    expect(text).toContain('Slow responses after a deploy');
    expect(text).toMatch(/Kubernetes\b.*Logs\b.*Metrics\b/s);
    await page.waitForTimeout(500);
    await picture('thread');
  });

  test('a button shows all the evidence in a modal', async () => {
    await page.getByRole('button', { name: 'Show all evidence' }).last().click();
    const modal = page.locator(of('modal'));
    await modal.waitFor();
    expect(await modal.innerText()).toContain('E1');
    await picture('evidence');
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'hidden' });
  });

  test('a plan of task cards shows what was read, and a chart the series that changed', async () => {
    const thread = page.locator(of('thread-panel'));
    expect(await thread.locator('[data-block="plan"]').innerText()).toMatch(/Read 4 of 4 sources/);
    expect(await thread.locator('[data-block="data_visualization"]').innerText()).toContain('request duration');
  });

  test('follow-ups in the thread: logs, changes, a ruling that ranks anew, and what is not understood', async () => {
    const thread = page.locator(of('thread-panel'));
    await type('@sre show me the logs', 'thread-composer');
    await thread.getByText('slow query took').first().waitFor();
    await type('@sre what changed?', 'thread-composer');
    await thread.getByText('Look holds up by session reference').last().waitFor();
    await type("@sre it's not seats", 'thread-composer');
    await thread.getByText('Ruled out: seats').waitFor();
    await picture('follow-ups');
    await type('@sre rule it back in', 'thread-composer');
    await thread.getByText('Back in: seats').waitFor();
    await type('@sre lunch anyone', 'thread-composer');
    await page.getByText('I did not understand that').first().waitFor();
  });

  test('commands answer in private with a table, and details in a form', async () => {
    await type('/sre pods seats');
    const table = page.locator(`${of('ephemeral')} [data-block="table"]`).last();
    await table.waitFor();
    expect(await table.innerText()).toContain('seats-');
    await type('/sre changes seats');
    const whispers = page.locator(of('ephemeral'));
    await whispers.getByText('Look holds up by session reference').waitFor();
    await whispers.locator(of('action-sre_lookup_details')).last().click();
    const modal = page.locator(of('modal'));
    await modal.getByText('SELECT * FROM holds', { exact: false }).first().waitFor();
    await picture('details');
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'hidden' });
  });

  test('a postmortem is drafted into the thread as a canvas', async () => {
    await type('/sre postmortem');
    await page.locator(of('thread-panel')).getByText('A first draft of the postmortem').first().waitFor();
    await page
      .locator(of('thread-panel'))
      .getByRole('link', { name: /^Postmortem \(draft\)/ })
      .click();
    const canvas = page.locator(of('canvas-panel'));
    await canvas.getByText('Open questions').waitFor();
    expect(await canvas.locator('table').first().innerText()).toContain('asked:');
    await picture('postmortem');
    await page.goBack();
    await page.locator(of('thread-panel')).getByText('A first draft of the postmortem').first().waitFor();
  });

  test('a bare /sre investigate asks in a form, and what is sent opens a thread', async () => {
    await type('/sre investigate');
    const modal = page.locator(of('modal'));
    await modal.getByText('How far back').waitFor();
    await picture('ask');
    await page.locator(of('modal-submit')).click();
    await modal.waitFor({ state: 'hidden' });
    await page.locator(of('messages')).getByText('looked into the whole system').nth(1).waitFor();
  });

  test('a mention in the thread looks at something else', async () => {
    const replies = page.locator(`${of('thread-messages')} ${of('message')}`);
    const before = await replies.count();
    await type('@sre check payments instead', 'thread-composer');
    await page.waitForFunction(
      ([selector, count]) => document.querySelectorAll(selector as string).length > (count as number) + 1,
      [`${of('thread-messages')} ${of('message')}`, before] as const,
    );
    expect(await page.locator(of('thread-panel')).innerText()).toContain('payments');
  });

  test('an unknown name is answered with close ones, to this person only', async () => {
    await type('/sre paymnts');
    const whisper = page.locator(of('ephemeral')).getByText('I know nothing called');
    await whisper.waitFor();
    expect(await page.locator(of('ephemeral')).last().innerText()).toContain('payments');
  });

  test('the thread can be read on a narrow screen', async () => {
    await page.setViewportSize({ width: 400, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await picture('narrow');
  });

  test('preferences are chosen in a form and stand at Home beside my investigations', async () => {
    await page.setViewportSize({ width: 1280, height: 1000 });
    await page.locator(of('close-thread')).click();
    await type('/sre prefs');
    const modal = page.locator(of('modal'));
    await modal.getByText('The cause and what to do; the rest behind a button').click();
    await page.locator(of('modal-submit')).click();
    await modal.waitFor({ state: 'hidden' });
    await page.getByText('SRE', { exact: true }).first().click();
    await page.locator(of('tab-home')).click();
    const home = page.locator(of('home-tab'));
    await home.getByText('The cause and what to do; the rest behind a button').waitFor();
    expect(await home.innerText()).toContain('seats: a bad deploy');
    await picture('home');
  });
});
