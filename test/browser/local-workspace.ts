import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { openObjectFiles } from '../../infra/local/s3/store.ts';
import { type Local, type LocalOptions, startLocal } from '../../infra/local/start-local.ts';
import { launchBrowser, openWindow } from './chromium.ts';

/** The workspace's people, by their Slack ids. */
export const ADA = 'U0ADAOKA01';
export const BEN = 'U0BENRUI02';
/** Of another company: not let in. */
export const CAROL = 'U0CAROLN03';

/** The selector of what the page marks with this test id. */
export const of = (id: string) => `[data-testid="${id}"]`;

const WIDE = { width: 1280, height: 1000 };
const NARROW = { width: 400, height: 900 };

/** The local workspace as one person sees it, in a browser of their own. */
export interface Seat {
  readonly page: Page;
  readonly channel: Locator;
  readonly thread: Locator;
  readonly whispers: Locator;
  readonly modal: Locator;
  open(channel: string): Promise<void>;
  /** Types into the channel, or into the open thread. */
  type(text: string, where?: 'composer' | 'thread-composer'): Promise<void>;
  /** With SCREENSHOTS set: the page at 1280 pixels and, named `-narrow`, at 400. */
  picture(name: string): Promise<void>;
  /** True when nothing stands out of the page at 400 pixels. */
  fitsNarrow(): Promise<boolean>;
}

/** The real bot with its stand-ins, and people who use it in real browsers. */
export interface LocalWorkspace {
  readonly local: Local;
  seat(person: string, channel?: string): Promise<Seat>;
  stop(): Promise<void>;
}

/** Starts everything over one recorded system; `duty` is the text of its `duty.yaml` in place of the example. */
export async function openLocalWorkspace(
  sample: string,
  duty?: string,
  options: Pick<LocalOptions, 'model' | 'unknownBlocks'> = {},
): Promise<LocalWorkspace> {
  const stateDir = mkdtempSync(join(tmpdir(), 'walkthrough-'));
  if (duty !== undefined) {
    const bucket = openObjectFiles(join(stateDir, 's3')).createBucket('oncall-config');
    await bucket.put('duty.yaml', { body: Buffer.from(duty), contentType: 'text/yaml', headers: {}, metadata: {} });
  }
  const snapshotDir = join(import.meta.dirname, '..', '..', 'infra/samples/snapshots', sample);
  const local = await startLocal({ snapshotDir, stateDir, freePorts: true, ...options });
  let browser: Browser | undefined;
  return {
    local,
    async seat(person, channel = 'incidents') {
      browser ??= await launchBrowser();
      const context = await openWindow(browser, { viewport: WIDE, timezoneId: 'Europe/London', locale: 'en-GB' });
      const page = await context.newPage();
      await page.goto(`${local.urls.workspace}/?as=${person}`);
      const seat = seatAt(page);
      await seat.open(channel);
      return seat;
    },
    async stop() {
      await browser?.close();
      await local.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

function seatAt(page: Page): Seat {
  const shoot = async (name: string) => {
    const folder = process.env.SCREENSHOTS;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  };
  const narrow = async <T>(work: () => Promise<T>): Promise<T> => {
    await page.setViewportSize(NARROW);
    try {
      return await work();
    } finally {
      await page.setViewportSize(WIDE);
    }
  };
  return {
    page,
    channel: page.locator(of('messages')),
    thread: page.locator(of('thread-panel')),
    whispers: page.locator(of('ephemeral')),
    modal: page.locator(of('modal')),
    open: (channel) => page.locator(of(`channel-${channel}`)).click(),
    async type(text, where = 'composer') {
      const composer = page.locator(of(where));
      await composer.fill(text);
      // Closes the completions that are offered, so that Enter sends.
      await composer.press('Escape');
      await composer.press('Enter');
    },
    async picture(name) {
      await shoot(name);
      if (process.env.SCREENSHOTS !== undefined) await narrow(() => shoot(`${name}-narrow`));
    },
    fitsNarrow: () =>
      narrow(() => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)),
  };
}
