import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Local, startLocal } from '../../infra/local/start-local.ts';
import { chromiumPath, describeInBrowser } from './chromium.ts';

jest.setTimeout(120_000);

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
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 1250 } });
    await page.goto(local.urls.workspace);
    await page.getByText('incidents').first().click();
  });
  afterAll(async () => {
    await browser?.close();
    await local?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });

  const type = async (text: string, where = 'composer') => {
    await page.locator(of(where)).fill(text);
    await page.keyboard.press('Enter');
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
      .waitFor({ timeout: 10_000 });
    await page.locator(of('thread-link')).first().click({ timeout: 20_000 });
    const thread = page.locator(of('thread-panel'));
    await thread.getByText('What to do').waitFor({ timeout: 30_000 });
    const text = await thread.innerText();
    expect(text).toContain('seats: a bad deploy');
    expect(text).toContain('7d3e91c');
    expect(text).toContain('rollout undo deployment/seats');
    expect(text).toContain('Slow responses after a deploy');
    expect(text).toMatch(/Kubernetes .*\n?.*Logs .*\n?.*Metrics /s);
    await page.waitForTimeout(500);
    await picture('thread');
  });

  test('a button shows all the evidence in a modal', async () => {
    await page.getByRole('button', { name: 'Show all evidence' }).last().click();
    const modal = page.locator(of('modal'));
    await modal.waitFor({ timeout: 10_000 });
    expect(await modal.innerText()).toContain('E1');
    await picture('evidence');
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'hidden' });
  });

  test('a mention in the thread looks at something else', async () => {
    const replies = page.locator(`${of('thread-messages')} ${of('message')}`);
    const before = await replies.count();
    await type('@sre check payments instead', 'thread-composer');
    await page.waitForFunction(
      ([selector, count]) => document.querySelectorAll(selector as string).length > (count as number) + 1,
      [`${of('thread-messages')} ${of('message')}`, before] as const,
      { timeout: 30_000 },
    );
    expect(await page.locator(of('thread-panel')).innerText()).toContain('payments');
  });

  test('an unknown name is answered with close ones, to this person only', async () => {
    await type('/sre paymnts');
    const whisper = page.locator(of('ephemeral')).last();
    await whisper.waitFor({ timeout: 10_000 });
    expect(await whisper.innerText()).toContain('payments');
  });

  test('the thread can be read on a narrow screen', async () => {
    await page.setViewportSize({ width: 400, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await picture('narrow');
  });
});
