import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { postmortemDraft } from '../../../../bot/investigation/postmortem/draft.ts';
import { storyOf } from '../../../../bot/investigation/postmortem/story.ts';
import { recordOf } from '../../../bot/slack/workspace.ts';
import { describeInBrowser, chromiumPath as executablePath } from '../../../browser/chromium.ts';
import { ada, carol, incidents, openWorkspace } from './support/workspace.ts';

const of = (id: string) => `[data-testid="${id}"]`;

describeInBrowser('a canvas in the workspace page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  test.each([1280, 390])(
    'its link opens a postmortem to be read, %i wide',
    async (width) => {
      const { client, workspace } = await openWorkspace();
      const markdown = `begins 03:12:45 there\n\n${postmortemDraft(storyOf([recordOf('inv-1')], []), { timeZone: 'Europe/Berlin' })}`;
      const { canvas_id = '' } = await client.canvases.create({
        title: 'Postmortem (draft)',
        document_content: { type: 'markdown', markdown },
      });
      const link = `${workspace.url}/docs/T0LOCALOPS/${canvas_id}`;
      await client.chat.postMessage({ channel: incidents, text: `<${link}|the draft>` });
      const wrong: string[] = [];
      const page = await browser.newPage({ viewport: { width, height: 860 } });
      page.on('pageerror', (error) => wrong.push(error.message));
      page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));

      await page.goto(`${workspace.url}/archives/${incidents}?as=${ada}`);
      await page.getByRole('link', { name: 'the draft' }).click();
      const panel = page.locator(of('canvas-panel'));
      await panel.getByText('not shared with you').waitFor();
      await client.canvases.access.set({ canvas_id, access_level: 'write', channel_ids: [incidents] });
      await panel.getByText('What helped, what hindered').waitFor();
      expect(page.url()).toBe(link);
      const text = await panel.innerText();
      expect(text).toContain('Postmortem (draft)');
      expect(text).not.toMatch(/\|---|^## /m);
      expect(text.replaceAll('\u2060', '')).toContain('begins 03:12:45 there');
      expect(await panel.locator('h1, h2, h3').allInnerTexts()).toContain('Timeline');
      expect(await panel.locator('table').count()).toBeGreaterThanOrEqual(1);
      expect(await panel.evaluate((one) => one.scrollWidth > one.clientWidth)).toBe(false);
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/canvas-${width}.png` });

      await client.canvases.edit({
        canvas_id,
        changes: [{ operation: 'insert_at_end', document_content: { type: 'markdown', markdown: 'Added just now' } }],
      });
      await panel.getByText('Added just now').waitFor();
      await page.goto(link);
      await panel.getByText('Added just now').waitFor();
      await page.locator(width < 761 ? of('canvas-back') : of('close-canvas')).click();
      await page.locator(of('messages')).getByText('the draft').waitFor();
      expect(wrong).toEqual([]);
      await page.close();
    },
    60_000,
  );

  test('a canvas shared with nobody opens for nobody else', async () => {
    const { client, workspace } = await openWorkspace();
    const { canvas_id = '' } = await client.canvases.create({
      title: 'Private',
      document_content: { type: 'markdown', markdown: 'hidden words' },
    });
    const page = await browser.newPage();
    await page.goto(`${workspace.url}/docs/T0LOCALOPS/${canvas_id}?as=${carol}`);
    await page.getByText('not shared with you').waitFor();
    expect(await page.content()).not.toContain('hidden words');
    await page.close();
  });
});
