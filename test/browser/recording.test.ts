import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Local, startLocal } from '../../infra/local/start-local.ts';
import { describeInBrowser, launchBrowser, openWindow } from './chromium.ts';

const SAMPLE = join(import.meta.dirname, '..', '..', 'infra/samples/snapshots/checkout-slow');
const of = (id: string) => `[data-testid="${id}"]`;

describeInBrowser('a recording of somebody’s own, with a file that is cut off', () => {
  let local: Local;
  let browser: Browser;
  let page: Page;
  const stateDir = mkdtempSync(join(tmpdir(), 'recording-'));

  beforeAll(async () => {
    const snapshotDir = join(stateDir, 'snapshot');
    cpSync(SAMPLE, snapshotDir, { recursive: true });
    writeFileSync(join(snapshotDir, 'kubernetes', 'ingresses.json'), '{"kind": "List",\n "items": [\n  {"kind": "Ing');
    local = await startLocal({ snapshotDir, replay: false, stateDir, freePorts: true });
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

  const type = async (text: string) => {
    const composer = page.locator(of('composer'));
    await composer.fill(text);
    await composer.press('Escape');
    await composer.press('Enter');
  };

  test('the thread shows the times as recorded, says so, and names the file and its line', async () => {
    await type('/sre checkout is slow');
    await page.locator(of('thread-link')).first().click();
    const thread = page.locator(of('thread-panel'));
    await thread.getByText('Recorded 2026-06-10 02:58 UTC: times are those of the recording.').waitFor();
    const text = await thread.innerText();
    expect(text).toContain('Not read: kubernetes/ingresses.json:3: is cut off');
    expect(text).not.toMatch(/since Today/);
    if (process.env.SCREENSHOTS !== undefined)
      await page.screenshot({ path: join(process.env.SCREENSHOTS, 'recording.png') });
  });

  test('a single look says of when its rows are', async () => {
    await type('/sre events');
    await page.locator(of('ephemeral')).getByText('as of 2026-06-10 02:58 UTC').first().waitFor();
  });
});
