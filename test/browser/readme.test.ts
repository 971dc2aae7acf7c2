import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { assertPortFree } from '../../infra/local/ports.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, launchBrowser, openWindow } from './chromium.ts';
import { of } from './local-workspace.ts';

// README's first page, done literally: its commands in a shell, on the ports it names, and its sentences typed as they stand.

const ROOT = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const tryIt = readme.slice(readme.indexOf('## Try it'), readme.indexOf('### A snapshot of your own system'));
const PORTS = [3000, 3443, 8011, 8012, 8013, 8014, 8020, 8021, 8022, 8023, 8024, 8025, 8026];
const SAMPLE = 'infra/samples/snapshots/bookings-fail';

const taken = await Promise.all(PORTS.map((port) => assertPortFree(port, 'README').catch(() => port)));
const inUse = taken.filter((port) => port !== undefined);
const onDefaultPorts = inUse.length === 0 ? describe : describe.skip;

/** The rows that start the workspace on a recording, as they are to be typed. */
const starts = [...tryIt.matchAll(/`(npm start --[^`]+)`(?: \(or ((?:`[\w-]+`(?:, )?)+)\))?/g)]
  .flatMap(([, line, others]) => [
    line!,
    ...[...(others ?? '').matchAll(/`([\w-]+)`/g)].map(([, sample]) =>
      line!.replace(/--sample \S+/, `--sample ${sample}`),
    ),
  ])
  .filter((line) => !line.includes('--live'))
  .map((line) => line.replace(/\bDIR\b/, SAMPLE));
const commands = [...tryIt.matchAll(/(?:`|^)(\/sre(?: [^`\n]+)?)(?:`|$)/gm)].map(([, command]) => command!);
const talk = /Talk to it in the thread[^:]*: ([^.]+)\./.exec(tryIt)![1]!;
const sentences = [
  ...[...talk.matchAll(/"([^"]+)"/g)].map(([, sentence]) => sentence!),
  ...[...tryIt.matchAll(/`(@sre [^`]+)`/g)].map(([, mention]) => mention!),
];

test('README has commands, sentences and rows to try', () => {
  expect(starts.length).toBeGreaterThan(4);
  expect(commands.length).toBeGreaterThan(8);
  expect(sentences.length).toBeGreaterThan(4);
});

onDefaultPorts(`README typed literally, on its ports${inUse.length > 0 ? ` (skipped: in use: ${inUse})` : ''}`, () => {
  let child: ChildProcess | undefined;
  let output = '';

  /** Types a command into a shell in the project's folder, and waits until it says that it is ready. */
  async function start(command: string): Promise<void> {
    output = '';
    child = spawn('sh', ['-c', `exec ${command}`], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (piece: Buffer) => {
        output += piece.toString();
      });
    await waitFor(() => output.includes('Ctrl-C stops everything.') || child!.exitCode !== null, `ready: ${command}`);
    if (child.exitCode !== null) throw new Error(output);
  }
  /** Ctrl-C: the terminal sends it to all that runs in it. */
  async function stop(): Promise<void> {
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'close');
    process.kill(-child.pid!, 'SIGINT');
    await ended;
    child = undefined;
  }
  afterEach(stop);

  test.each(starts)('%s', async (command) => {
    await start(command);
    const page = await fetch('http://localhost:3000');
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="page"')]);
    expect(output).toMatch(/Open http:\/\/localhost:3000 and type:\s+\/sre \S/);
  });

  describeInBrowser('in the workspace that `npm start` opens', () => {
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser?.close());

    const said = () =>
      page.evaluate(
        (parts) => parts.map((part) => document.querySelectorAll(part).length),
        [of('message'), of('ephemeral'), of('modal')],
      );
    async function type(text: string, where: string): Promise<string> {
      const before = (await said()).reduce((sum, count) => sum + count, 0);
      const composer = page.locator(of(where));
      await composer.fill(text);
      await composer.press('Escape');
      await composer.press('Enter');
      // One's own message in a thread, and an answer of the bot to it, whatever its form.
      const least = before + (where === 'composer' ? 1 : 2);
      await waitFor(async () => (await said()).reduce((sum, count) => sum + count, 0) >= least, `an answer to ${text}`);
      const shown = await page.locator(`${of('message')}, ${of('ephemeral')}, ${of('modal')}`).allInnerTexts();
      if ((await page.locator(of('modal')).count()) > 0) {
        await page.keyboard.press('Escape');
        await page.locator(of('modal')).waitFor({ state: 'hidden' });
      }
      return shown.join('\n');
    }

    test('every command and every sentence gets an answer', async () => {
      await start('npm start');
      page = await (await openWindow(browser, { viewport: { width: 1280, height: 1000 } })).newPage();
      await page.goto('http://localhost:3000');
      await page.locator(of('channel-incidents')).click();
      await type(commands[0]!, 'composer');
      // Whoever tried it before has threads of their own above.
      const newest = page.locator(`${of('messages')} ${of('message')}`).last();
      await newest.locator(of('thread-link')).click();
      await page.locator(of('thread-panel')).getByText('What to do').first().waitFor();
      for (const sentence of sentences)
        expect(await type(sentence, 'thread-composer')).not.toMatch(/did not understand|I know nothing called/);
      await page.locator(of('close-thread')).click();
      for (const command of commands.slice(1))
        expect(await type(command, 'composer')).not.toMatch(
          /did not understand|I know nothing called|is not a command/,
        );
    });
  });
});
