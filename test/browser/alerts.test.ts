import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeInBrowser } from './chromium.ts';
import { ADA, BEN, type LocalWorkspace, of, openLocalWorkspace, type Seat } from './local-workspace.ts';

const DUTY = `
alerts: { windowMinutes: 30, settleSeconds: 1, investigateFrom: warning }
`;

interface Told {
  readonly name: string;
  readonly service: string;
  readonly severity?: string;
  readonly summary?: string;
  readonly pod?: string;
  readonly resolved?: true;
}

describeInBrowser('alerts from the webhook to the thread, in the local workspace', () => {
  let workspace: LocalWorkspace;
  let ada: Seat;
  let ben: Seat;
  const began = new Date(Date.now() - 4 * 60_000).toISOString();

  beforeAll(async () => {
    workspace = await openLocalWorkspace('bookings-fail', DUTY);
    ada = await workspace.seat(ADA);
    ben = await workspace.seat(BEN);
  });
  afterAll(() => workspace?.stop());

  /** What Alertmanager would send to the bot; the answer's status. */
  async function notify(alerts: readonly Told[], secret = workspace.local.env.ALERT_SECRET_ALERTMANAGER) {
    const body = JSON.stringify({
      version: '4',
      status: 'firing',
      externalURL: 'https://alertmanager.tickets.example',
      alerts: alerts.map(({ name, service, severity = 'critical', summary = '', pod, resolved }) => ({
        status: resolved ? 'resolved' : 'firing',
        labels: { alertname: name, service, namespace: 'tickets', severity, ...(pod && { pod }) },
        annotations: { summary, runbook_url: 'https://runbooks.tickets.example/bookings' },
        startsAt: began,
        endsAt: resolved ? new Date().toISOString() : '0001-01-01T00:00:00Z',
        generatorURL: 'https://prometheus.tickets.example/graph?g0.expr=errors',
      })),
    });
    return new Promise<number | undefined>((resolve, reject) => {
      const sent = request(
        `${workspace.local.urls.bot}/alerts/alertmanager`,
        {
          method: 'POST',
          ca: readFileSync(workspace.local.caFile),
          headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
        },
        (answer) => resolve(answer.resume().statusCode),
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }
  const BOOKING: Told = {
    name: 'BookingErrorRateHigh',
    service: 'booking',
    summary: 'More than half of the bookings fail',
  };
  const PAYMENTS: Told = { name: 'PaymentsErrorRateHigh', service: 'payments', summary: 'Charges fail' };
  const PODS = ['booking-1', 'booking-2', 'booking-3'].map((pod) => ({
    name: 'BookingPodErrors',
    service: 'booking',
    severity: 'warning',
    pod,
  }));
  const threads = (seat: Seat) => seat.channel.locator(of('message'));

  test('who has no secret opens nothing', async () => {
    expect(await notify([BOOKING], 'a-secret-that-is-wrong')).toBe(401);
  });

  test('alerts of services that call each other open one thread, which is looked into', async () => {
    expect(await notify([BOOKING, PAYMENTS])).toBe(202);
    await ada.channel.getByText('2 alerts about').waitFor();
    await ada.picture('alerts-opened');
    await ada.page.locator(of('thread-link')).first().click();
    await ada.thread.getByText('What to do').waitFor();
    expect(await ada.thread.innerText()).toContain('seats-db: out of database connections');
    expect(await threads(ada).count()).toBe(1);
    await ada.page.locator(of('stop-session')).waitFor({ state: 'hidden' });
    await ada.picture('alerts-answer');
    await ada.thread.locator(of('message')).first().scrollIntoViewIfNeeded();
    await ada.picture('alerts-thread');
  });

  test('the same again does nothing; more of the same trouble join', async () => {
    const replies = await ada.thread.locator(of('message')).count();
    expect(await notify([BOOKING, PAYMENTS])).toBe(202);
    expect(await notify(PODS)).toBe(202);
    await ada.channel.getByText('BookingPodErrors').waitFor();
    expect(await threads(ada).count()).toBe(1);
    // Of the pods together one line, after the message is edited.
    await ada.thread.getByText('Another alert, warning: BookingPodErrors about booking').waitFor();
    expect(await ada.thread.locator(of('message')).count()).toBe(replies + 1);
    await ada.picture('alerts-grouped');
  });

  test('somebody has it', async () => {
    await ben.channel.locator(of('action-sre_acknowledge_alerts')).click();
    await ada.channel.getByText('has it').waitFor();
    await ben.picture('alerts-acknowledged');
  });

  test('a mention in the thread of the alerts knows what it is about', async () => {
    await ada.type('@sre what changed?', 'thread-composer');
    await ada.thread.locator(of('message')).filter({ hasText: 'Changes, payments' }).waitFor();
    await ada.picture('alerts-mention');
  });

  test('resolved one by one, then all: the thread says so once', async () => {
    expect(await notify([{ ...PAYMENTS, resolved: true }])).toBe(202);
    await ada.channel.getByText('still').waitFor();
    await ada.picture('alerts-some-resolved');
    expect(await notify([BOOKING, ...PODS].map((one) => ({ ...one, resolved: true as const })))).toBe(202);
    await ada.thread.getByText('All 5 alerts are resolved.').waitFor();
    await ada.channel.getByText('Resolved: all 5 alerts').waitFor();
    expect(await ada.channel.locator(of('action-sre_acknowledge_alerts')).count()).toBe(0);
    await ada.picture('alerts-resolved');
  });

  test('an alert that only informs is not looked into, and one that is silenced opens nothing', async () => {
    await ben.type('/sre silence mailer 2h');
    await ben.whispers.getByText('open no thread until').waitFor();
    // The list is awaited: told late, it would already count what the next lines hold back.
    const told = await ben.whispers.count();
    await ben.type('/sre silence');
    await ben.whispers.nth(told).waitFor();
    await ben.picture('alerts-silence');
    expect(await notify([{ name: 'MailerQueueLong', service: 'mailer', summary: 'Mails wait' }])).toBe(202);
    expect(
      await notify([{ name: 'SuggestionsCacheCold', service: 'suggestions', severity: 'info', summary: 'Cold cache' }]),
    ).toBe(202);
    await ada.channel.getByText('SuggestionsCacheCold').waitFor();
    expect(await ada.channel.getByText('MailerQueueLong').count()).toBe(0);
    await threads(ada).filter({ hasText: 'SuggestionsCacheCold' }).locator(of('thread-link')).click();
    await ada.thread.getByText('I did not look further').waitFor();
    await ada.picture('alerts-info');
    expect(await ada.fitsNarrow()).toBe(true);
  });

  test('a silence is ended early: what it held back comes, and the channel reads who ended it', async () => {
    await ben.type('/sre silence');
    await ben.whispers.getByText('1 alert held back').waitFor();
    await ben.picture('alerts-silence-held');
    await ben.whispers.locator(of('action-sre_end_silence')).last().click();
    await ben.whispers.getByText('open threads again').waitFor();
    await ada.channel.getByText('ended the silence about').waitFor();
    await ada.channel.getByText('MailerQueueLong').first().waitFor();
    await ada.picture('alerts-silence-ended');
  });
});
