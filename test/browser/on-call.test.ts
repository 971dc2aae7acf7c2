import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeInBrowser } from './chromium.ts';
import { ADA, BEN, type LocalWorkspace, of, openLocalWorkspace, type Seat } from './local-workspace.ts';

const hourFromNow = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);

/** Three seconds for each level, and quiet hours that last all day but for one hour that is two hours off. */
const DUTY = `
alerts: { settleSeconds: 0, investigateFrom: critical }
oncall:
  mentionFrom: warning
  escalateAfterMinutes: 0.05
  quietHours: { from: "${hourFromNow(-20)}", to: "${hourFromNow(3)}", timeZone: UTC }
  quietUnless: critical
  services:
    default:
      - { source: slack-group, group: S0ONCALL01 }
      - { source: schedule-file, object: oncall/second-line.ics }
    payments:
      - { source: slack-group, group: S0GONE0001 }
      - { source: slack-group, group: S0ONCALL01 }
    mailer:
      - { source: pagerduty, schedule: PABC123 }
`;

describeInBrowser('calling who is on call, in the local workspace', () => {
  let workspace: LocalWorkspace;
  let ada: Seat;
  let ben: Seat;

  beforeAll(async () => {
    workspace = await openLocalWorkspace('checkout-slow', DUTY);
    ada = await workspace.seat(ADA);
    ben = await workspace.seat(BEN);
  });
  afterAll(() => workspace?.stop());

  /** The message of the newest call for help that says this. */
  const call = (seat: Seat, text: string) => seat.channel.locator(of('message')).filter({ hasText: text }).last();
  const alert = async (name: string, severity: 'warning' | 'critical', target: string) => {
    const { local } = workspace;
    const body = JSON.stringify({ name, severity, target, summary: `${name} since a while` });
    const secret = `Bearer ${local.env.ALERT_SECRET_GENERIC}`;
    const sent = await ada.page.request.post(`${local.urls.bot}/alerts/generic`, {
      data: body,
      headers: { 'content-type': 'application/json', authorization: secret },
      ignoreHTTPSErrors: true,
    });
    expect(sent.status()).toBeLessThan(300);
  };

  test('/sre oncall names the people level by level, says what is not known, and mentions nobody', async () => {
    await ben.type('/sre oncall');
    const all = ben.whispers.filter({ hasText: 'schedule file' });
    await all.waitFor();
    expect(await all.innerText()).toMatch(/1\. Ada Okafor \(Slack group\)\s+2\. Ben Ruiz \(schedule file\)/);
    await ben.type('/sre oncall payments');
    const payments = ben.whispers.filter({ hasText: 'On call for payments' });
    await payments.waitFor();
    expect(await payments.innerText()).toContain('Slack group S0GONE0001 does not exist');
    expect(await ben.whispers.locator('.mention').count()).toBe(0);
    await ben.picture('oncall');
  });

  test('who is paged is mentioned once, with what is wrong and a button; who asked is told', async () => {
    await ben.type('/sre page booking checkout is down since the deploy');
    const page = call(ada, 'checkout is down since the deploy');
    await page.getByText('Calling').waitFor();
    expect(await page.locator('.mention.mine').allInnerTexts()).toEqual(['@ada']);
    await ben.whispers.filter({ hasText: 'Ada Okafor is called' }).waitFor();
    await ada.picture('page');
    await page.locator(of('action-sre_acknowledge_page')).click();
    await call(ben, 'checkout is down since the deploy').getByText('@ada has it').waitFor();
  });

  test('somebody takes over; who hands over is not called again, the other one is, in a message that notifies', async () => {
    const page = call(ben, 'checkout is down since the deploy');
    await page.locator(of('action-sre_take_over_page')).click();
    await page.getByText('@ben has it').waitFor();
    await page.locator(of('action-sre_hand_over_page')).click();
    await ben.page.locator(of('confirm-yes')).click();
    const seen = call(ada, 'checkout is down since the deploy');
    await seen.locator(of('thread-link')).click();
    const called = ada.thread.locator(of('message')).filter({ hasText: 'this was handed over' });
    await called.waitFor();
    expect(await called.locator('.mention').allInnerTexts()).toEqual(['@ada']);
    await called.locator(of('action-sre_acknowledge_page')).click();
    await called.getByText('@ada has it').waitFor();
    await ada.picture('handed-over');
    await ada.page.locator(of('close-thread')).click();
  });

  test('when nobody answers each level is called twice, and then the channel is told', async () => {
    await ada.type('/sre page seats nothing is found any more');
    const about = ben.channel.locator(of('message')).filter({ hasText: 'nothing is found any more' });
    const page = about.first();
    await page.locator(of('thread-link')).click();
    const second = ben.thread.locator(of('message')).filter({ hasText: 'nobody has answered so far' });
    await second.first().waitFor();
    expect(await second.first().locator('.mention').allInnerTexts()).toEqual(['@ben']);
    await about.last().getByText('were called twice').waitFor();
    expect(await second.count()).toBe(3);
    await page.getByText('Nobody answered.').waitFor();
    await ben.picture('unanswered');
    await page.locator(of('action-sre_acknowledge_page')).click();
    await page.getByText('@ben has it').waitFor();
    await ben.picture('answered-late');
    await ben.page.locator(of('close-thread')).click();
  });

  test('a call that reaches nobody says why, and one whose first level fails goes on to the next', async () => {
    await ben.type('/sre page mailer no mail goes out');
    const nobody = call(ben, 'no mail goes out');
    await nobody.getByText('Nobody could be called for mailer').waitFor();
    expect(await nobody.innerText()).toContain('PagerDuty is named in duty.yaml but has no token here.');
    await ben.type('/sre page payments cards are refused');
    const payments = call(ada, 'cards are refused');
    await payments.getByText('Called so far').waitFor();
    expect(await payments.innerText()).toContain('Slack group S0GONE0001 does not exist.');
    await payments.locator(of('action-sre_acknowledge_page')).click();
    await ben.picture('page-failed');
  });

  test('quiet hours hold back what only warns, and not what is critical', async () => {
    await alert('DiskFillsUp', 'warning', 'service/mailer-outbox');
    await ada.channel.getByText('DiskFillsUp').first().waitFor();
    await alert('NoOrders', 'critical', 'service/storefront');
    const critical = ada.channel.locator(of('message')).filter({ hasText: 'NoOrders' });
    await critical.locator(of('thread-link')).click();
    await ada.thread.getByText('Calling').waitFor();
    await ada.thread.locator(of('action-sre_acknowledge_page')).first().click();
    await ada.page.locator(of('close-thread')).click();
    await ada.channel.locator(of('message')).filter({ hasText: 'DiskFillsUp' }).locator(of('thread-link')).click();
    const held = ada.thread.locator(of('message')).filter({ hasText: 'these are quiet hours' });
    await held.waitFor();
    expect(await held.locator('.mention').count()).toBe(0);
    await ada.picture('quiet-hours');
    await ada.page.locator(of('close-thread')).click();
  });

  test('the hand-over and the Home tab list who has what, and nothing stands out at 400 pixels', async () => {
    await ben.type('/sre handover');
    const open = ben.whispers.filter({ hasText: 'Hand-over:' });
    await open.waitFor();
    expect(await open.innerText()).toMatch(/no mail goes out\s+·\s+mailer\s+·\s+nobody has it/);
    expect(await open.getByRole('link', { name: 'no mail goes out' }).count()).toBe(1);
    await ben.picture('handover');
    await ben.page.locator(of('dm-sre')).click();
    await ben.page.locator(of('tab-home')).click();
    await ben.page.locator(of('home-tab')).getByText('no mail goes out').waitFor();
    await ben.picture('home-on-call');
    expect(await ben.fitsNarrow()).toBe(true);
  });
});
