import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeInBrowser } from './chromium.ts';
import { ADA, BEN, CAROL, type LocalWorkspace, of, openLocalWorkspace, type Seat } from './local-workspace.ts';

const messages = of('message');

describeInBrowser('every command of the menu, in the local workspace', () => {
  let workspace: LocalWorkspace;
  let ada: Seat;
  let ben: Seat;

  beforeAll(async () => {
    workspace = await openLocalWorkspace('checkout-slow');
    ada = await workspace.seat(ADA);
    ben = await workspace.seat(BEN);
  });
  afterAll(() => workspace?.stop());

  /** Types a command and waits until what it answers to this person alone holds these words. */
  async function answered(seat: Seat, typed: string, words: string | RegExp) {
    const before = await seat.whispers.count();
    await seat.type(typed);
    const answer = seat.whispers.nth(before);
    await answer.getByText(words).first().waitFor();
    return answer.innerText();
  }
  const inThread = (seat: Seat) => seat.thread.locator(messages);

  test('what can be typed, and what one command takes', async () => {
    expect(await answered(ada, '/sre help', 'Say what is wrong')).toContain('/sre restart <deployment>');
    await ada.picture('help');
    await answered(ada, '/sre help silence', 'Quiet alerts for a while');
    await answered(ada, '/sre help lgos', 'What the logs say');
    await answered(ada, '/sre whoami', 'responder');
    await ada.picture('help-one');
  });

  test('an investigation, its state and its history', async () => {
    await answered(ada, '/sre status', 'Nothing');
    await ada.type('/sre checkout is slow');
    await ada.page.locator(of('thread-link')).first().click();
    await ada.thread.getByText('What to do').waitFor();
    await ada.page.locator(of('close-thread')).click();
    await answered(ada, '/sre status', 'seats: a bad deploy');
    await answered(ada, '/sre history', 'seats: a bad deploy');
    await answered(ada, '/sre history mailer', 'mailer');
    await ada.picture('status-history');
  });

  test('one look at each source', async () => {
    await ben.open('checkout');
    expect(await answered(ben, '/sre logs seats 30m', 'slow query took')).toContain('Logs');
    await ben.picture('look-logs');
    await answered(ben, '/sre metrics seats', 'request duration');
    await ben.picture('look-metrics');
    await answered(ben, '/sre pods suggestions', 'suggestions-');
    await ben.picture('look-pods');
    await answered(ben, '/sre events', 'Events');
    await answered(ben, '/sre changes', 'Look holds up by session reference');
    await ben.picture('look-changes');
    await answered(ben, '/sre runbook connection pool', 'PostgreSQL is out of connections');
    await ben.picture('look-runbook');
    expect(await ben.fitsNarrow()).toBe(true);
  });

  test('typing errors get the nearest, argument errors what to type', async () => {
    await ada.open('general');
    await answered(ada, '/sre lgos seats', '/sre logs');
    await answered(ada, '/sre logs sets', '/sre logs seats');
    await answered(ada, '/sre logs seats soon', 'length of time');
    await answered(ada, '/sre page', '/sre page');
    await answered(ada, '/sre runbook', '/sre runbook');
    await answered(ada, '/sre investigate seats 90d', 'length of time');
    await ada.picture('mistakes');
    expect(await ada.channel.locator(messages).count()).toBe(0);
  });

  test('follow-ups: compare with yesterday, rule out and back in, look at something else', async () => {
    await ada.open('incidents');
    await ada.page.locator(of('thread-link')).first().click();
    const answers = async (typed: string, words: string | RegExp) => {
      const before = await inThread(ada).count();
      await ada.type(typed, 'thread-composer');
      await inThread(ada)
        .nth(before + 1)
        .getByText(words)
        .first()
        .waitFor();
    };
    await answers('@sre compare with yesterday', /yesterday/i);
    await ada.picture('follow-yesterday');
    await answers("@sre it's not seats", 'Ruled out: seats');
    await answers('@sre rule seats back in', 'Back in: seats');
    await ada.picture('follow-back-in');
    await answers('@sre check payments instead', 'payments');
    await inThread(ada).last().getByText('Look again').waitFor();
    await ada.page.locator(of('stop-session')).waitFor({ state: 'hidden' });
    await ada.picture('follow-instead');
  });

  test('feedback is thanked for, and a wrong answer may be put right', async () => {
    const buttons = (sign: string) => ada.thread.locator(of(`action-sre_feedback-${sign}`)).first();
    await buttons('positive').click();
    await ada.thread.getByText(/thank/i).last().waitFor();
    await buttons('negative').click();
    await ada.modal.waitFor();
    await ada.picture('feedback-form');
    await ada.modal.locator('textarea, input[type=text]').first().fill('An index was missing on holds.session_ref');
    await ada.page.locator(of('modal-submit')).click();
    await ada.modal.waitFor({ state: 'hidden' });
    await ada.picture('feedback-given');
  });

  test('Stop truly stops: nothing comes any more, and the thread says who stopped it', async () => {
    const faults = `${workspace.local.urls.gateway}/_faults`;
    const hang = { kind: 'hang', operation: 'logs___summarize_logs', count: 20 };
    await fetch(faults, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(hang),
    });
    await ben.open('general');
    await ben.type('/sre payments fail');
    const opening = ben.channel.locator(messages).filter({ hasText: 'payments fail' });
    await opening.locator(of('thread-link')).click();
    const stop = ben.page.locator(of('stop-session'));
    await stop.waitFor();
    await ben.picture('stop-running');
    await stop.click();
    await ben.thread.getByText('Stopped before an answer was found').first().waitFor();
    await fetch(faults, { method: 'DELETE' });
    await opening.getByText('Stopped').waitFor();
    await stop.waitFor({ state: 'hidden' });
    await ben.picture('stop-stopped');
    await answered(ben, '/sre status', 'Stopped');
    // Others run to their ends meanwhile: had the first gone on, it would have answered too. A finding that was on its
    // way when Stop was pressed may still arrive while the first of them runs.
    await ada.open('general');
    const toTheEnd = async (name: string) => {
      await ada.type(`/sre ${name}`);
      const other = ada.channel.locator(messages).filter({ hasText: name });
      await other
        .getByText(/likely|possible|a guess|Nothing wrong found|Cannot tell/)
        .first()
        .waitFor();
    };
    await toTheEnd('mailer');
    const before = await inThread(ben).count();
    await toTheEnd('storefront');
    expect(await inThread(ben).count()).toBe(before);
    expect(await ben.thread.getByText('What to do').count()).toBe(0);
  });

  test('preferences, a stranger, and being forgotten', async () => {
    await ben.type('/sre prefs');
    await ben.modal.waitFor();
    await ben.picture('prefs');
    await ben.page.keyboard.press('Escape');
    await ben.modal.waitFor({ state: 'hidden' });
    const carol = await workspace.seat(CAROL);
    await answered(carol, '/sre whoami', 'partner.example.net');
    await carol.picture('stranger');
    await answered(ben, '/sre forget', /keep|delete/i);
    await ben.picture('forget');
    await ben.whispers.last().locator(of('action-sre_forget_me')).click();
    await ben.page.locator(of('confirm-yes')).click();
    await ben.channel.getByText('Done. Your preferences').waitFor();
    await ben.picture('forgotten');
  });
});

describeInBrowser('a workspace without charts of its own', () => {
  let workspace: LocalWorkspace;
  let ada: Seat;

  beforeAll(async () => {
    workspace = await openLocalWorkspace('checkout-slow', undefined, { unknownBlocks: ['data_visualization'] });
    ada = await workspace.seat(ADA);
  });
  afterAll(() => workspace?.stop());

  test('the series is drawn as a picture', async () => {
    await ada.type('/sre checkout is slow');
    await ada.page.locator(of('thread-link')).first().click();
    await ada.thread.getByText('What to do').waitFor();
    const picture = ada.thread.locator('[data-block="image"] img');
    await picture.waitFor();
    expect(await picture.getAttribute('alt')).toContain('request duration');
    expect(await picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(500);
    await picture.scrollIntoViewIfNeeded();
    await ada.picture('chart-picture');
    expect(await ada.fitsNarrow()).toBe(true);
  });
});
