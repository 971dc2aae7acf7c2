import { once } from 'node:events';
import { connect } from 'node:http2';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeInBrowser } from './chromium.ts';
import { ADA, type LocalWorkspace, openLocalWorkspace, type Seat } from './local-workspace.ts';

const MODEL = 'scripted.no-real-model-v1:0';

describeInBrowser('an answer explained, and asked about, with a script in place of a model', () => {
  let workspace: LocalWorkspace;
  let ada: Seat;

  beforeAll(async () => {
    workspace = await openLocalWorkspace('checkout-slow', undefined, { model: true });
    ada = await workspace.seat(ADA);
  });
  afterAll(() => workspace?.stop());

  test('the explanation stands under the rules’ answer, cited, with what was left out and what it cost', async () => {
    await ada.type('/sre checkout is slow');
    await ada.page.locator('[data-testid="thread-link"]').first().click();
    await ada.thread.getByText('What to do').waitFor();
    await ada.thread.getByText('The language model goes on').first().waitFor();
    await ada.picture('explaining');
    await ada.thread.getByText('for this investigation').first().waitFor();
    const text = await ada.thread.innerText();
    expect(text).toContain('By rules, without a language model');
    expect(text.indexOf('In words')).toBeGreaterThan(text.indexOf('What to do'));
    expect(text).toContain(MODEL);
    expect(text).toContain('1 sentence without proof left out');
    expect(text).toMatch(
      /2 turns, 4 looks, [\d,]+ tokens, 0\.\d{3} USD \(0\.\d{3} of 0\.500 for this investigation, 0\.\d{3} of 20\.000 today\)/,
    );
    expect(text).not.toContain('invented-service');
    expect(text).not.toMatch(/goes on|looks? refused/);
    await ada.picture('explained');
    expect(await ada.fitsNarrow()).toBe(true);
  });

  test('a question in prose is answered under it from the evidence', async () => {
    await ada.type('@sre when did the slowness of seats begin?', 'thread-composer');
    await ada.thread.getByText('“when did the slowness of seats begin?”').waitFor();
    await ada.thread.getByText('for this investigation').nth(1).waitFor();
    const text = await ada.thread.innerText();
    const answer = text.slice(text.lastIndexOf('“when did the slowness of seats begin?”'));
    expect(answer).toMatch(/\[E\d+\]/);
    expect(answer).toContain('1 turn, 0 looks');
    await ada.picture('asked');
  });

  test('what the evidence does not answer is said so, with what can be asked without a model', async () => {
    await ada.type('@sre lunch anyone', 'thread-composer');
    await ada.thread.getByText('In this thread you can also say').waitFor();
    const text = await ada.thread.innerText();
    expect(text).toContain('stood the check against the evidence: the answer above, by rules, stands.');
    await ada.picture('not-answered');
  });

  test('Stop ends it in the middle, and what was said until then stays', async () => {
    await holdModel(workspace.local.urls.bedrock);
    await ada.type('/sre seats is slow');
    await ada.page.locator('[data-testid="thread-link"]').nth(1).click();
    await ada.thread.getByText('The language model goes on').waitFor();
    await ada.thread.getByRole('button', { name: 'Stop' }).last().click();
    await ada.thread.getByText('The language model was stopped').waitFor();
    const text = await ada.thread.innerText();
    expect(text).toContain('this is what it had said until then');
    expect(text).not.toContain('goes on');
    await ada.picture('explaining-stopped');
  });
});

/** The stand-in of the model falls silent in the middle of what it says, so that there is something to stop. */
async function holdModel(url: string): Promise<void> {
  const connection = connect(url);
  const request = connection.request({ ':method': 'POST', ':path': '/_hold' });
  const [headers] = await once(request, 'response');
  expect(headers[':status']).toBe(200);
  request.close();
  connection.close();
}
