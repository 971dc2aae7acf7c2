import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeInBrowser } from './chromium.ts';
import { ADA, BEN, type LocalWorkspace, of, openLocalWorkspace, type Seat } from './local-workspace.ts';

describeInBrowser('an incident from its declaration to its end, in the local workspace', () => {
  let workspace: LocalWorkspace;
  let ada: Seat;
  let ben: Seat;

  beforeAll(async () => {
    workspace = await openLocalWorkspace('checkout-slow');
    ada = await workspace.seat(ADA);
    ben = await workspace.seat(BEN);
  });
  afterAll(() => workspace?.stop());

  const own = `inc-${new Date().toISOString().slice(5, 10).replace('-', '')}-checkout-is-slow`;
  const send = (seat: Seat) => seat.page.locator(of('modal-submit')).click();
  /** The newest message that says this, in the thread or, as it stands there, in the channel. */
  const inThread = (seat: Seat, text: string | RegExp) =>
    seat.thread.locator(of('message')).filter({ hasText: text }).last();
  const inChannel = (seat: Seat, text: string | RegExp) =>
    seat.channel.locator(of('message')).filter({ hasText: text }).last();
  const whisper = (seat: Seat, text: string | RegExp) => seat.whispers.filter({ hasText: text }).last();
  const investigated = async (seat: Seat, question: string, nth = 0) => {
    await seat.type(`/sre ${question}`);
    await seat.page.locator(of('thread-link')).nth(nth).click();
    await seat.thread.getByText('What to do').waitFor();
  };

  test('a button under the answer declares it: the form knows the title, and a channel of its own can be had', async () => {
    await investigated(ada, 'checkout is slow');
    await ada.thread.locator(of('action-sre_declare_incident')).last().click();
    await ada.modal.waitFor();
    expect(await ada.modal.locator('input[type="text"], input:not([type])').first().inputValue()).toBe(
      'checkout is slow',
    );
    await ada.modal.locator('select').selectOption('sev1');
    await ada.modal.getByText('Open one and invite me').click();
    await ada.picture('declare');
    await send(ada);
    const incident = inThread(ada, 'sev1: checkout is slow');
    await incident.waitFor();
    await incident.getByText(`#${own}`).waitFor();
    expect(await incident.innerText()).toContain('commander @ada');
    // What this very thread taught was not seen before.
    await ada.page.locator(of(`channel-${own}`)).waitFor();
    expect(await ada.thread.getByText(/seen (?:before|earlier)/i).count()).toBe(0);
    await ada.picture('declared');
  });

  test('its own channel begins with the incident and what is known, and commands there are about it', async () => {
    await ada.open(own);
    await inChannel(ada, 'seats: a bad deploy').waitFor();
    expect(await inChannel(ada, 'sev1: checkout is slow').innerText()).toContain('from #incidents');
    await ada.picture('own-channel');
    await ada.type('/sre summary');
    await whisper(ada, /sev1: checkout is slow[\s\S]*seats: a bad deploy/).waitFor();
    await ada.type('/sre status');
    await whisper(ada, /sev1\s+checkout is slow\s+·\s+led by @ada/).waitFor();
    await ada.picture('own-channel-status');
    await ada.type('/sre timeline');
    await whisper(ada, 'Ada Okafor declared a sev1 incident').waitFor();
    await ada.picture('own-channel-timeline');
  });

  test('roles are taken by a button and given in a form; who has one is brought into the channel', async () => {
    await ben.page.locator(of('thread-link')).first().click();
    await inThread(ben, 'sev1: checkout is slow').locator(of('action-sre_take_role_scribe')).click();
    await inThread(ben, 'sev1: checkout is slow').getByText('scribe @ben').waitFor();
    await ben.page.locator(of(`channel-${own}`)).waitFor();
    await inThread(ben, 'sev1: checkout is slow').locator(of('action-sre_change_incident')).click();
    await ben.modal.waitFor();
    await ben.picture('change');
    await ben.modal.locator('select').nth(0).selectOption('sev2');
    await ben.modal.locator('select').nth(1).selectOption(BEN);
    await send(ben);
    await inThread(ben, /sev2 \(was sev1\), commander @ben/).waitFor();
    await inThread(ben, 'sev2: checkout is slow').getByText('commander @ben').waitFor();
    await ben.picture('changed');
  });

  test('the timeline gathers by itself and names people without calling them; the summary says who leads', async () => {
    await ben.type('@sre timeline', 'thread-composer');
    const timeline = inThread(ben, /Timeline[\s\S]*your own time zone/);
    await timeline.waitFor();
    const text = await timeline.innerText();
    expect(text).toContain('Ada Okafor asked: checkout is slow');
    expect(text).toContain('Ben Ruiz is scribe.');
    expect(text).toMatch(/Commit \w+ of seats.*took effect at \d\d:\d\d/);
    expect(text).not.toMatch(/\d{4}-\d\d-\d\dT|service\//);
    expect(await timeline.locator('.mention').count()).toBe(0);
    await ben.picture('timeline');
    await ben.type('@sre summary', 'thread-composer');
    await inThread(ben, /sev2: checkout is slow\s+open since .* led by @ben/).waitFor();
    await ben.picture('summary');
    await ben.page.locator(of('close-thread')).click();
  });

  test('by command elsewhere: what was seen before is told, and the same name is not taken twice', async () => {
    await ben.open('checkout');
    await ben.type('/sre incident seats are slow');
    await ben.modal.waitFor();
    await send(ben);
    await inChannel(ben, 'sev2: seats are slow').locator(of('thread-link')).click();
    await ben.thread.getByText(/Seen earlier today, cause was/).waitFor();
    await ben.picture('seen-before');
    await ben.page.locator(of('close-thread')).click();
    await ben.type('/sre incident checkout is slow');
    await ben.modal.waitFor();
    await ben.modal.getByText('Open one and invite me').click();
    await send(ben);
    await inChannel(ben, 'sev2: checkout is slow').getByText(`#${own}-2`).waitFor();
    await ben.picture('name-taken');
  });

  test('the hand-over and the Home tab list what is open, each with the way there', async () => {
    await ben.type('/sre handover');
    const open = whisper(ben, 'Hand-over: 3 things are open');
    await open.waitFor();
    expect(await open.getByRole('link').allInnerTexts()).toEqual([
      'checkout is slow',
      'seats are slow',
      'checkout is slow',
    ]);
    await ben.picture('incident-handover');
    await ada.page.locator(of('dm-sre')).click();
    await ada.page.locator(of('tab-home')).click();
    const home = ada.page.locator(of('home-tab'));
    await home.getByText('seats are slow').waitFor();
    expect(await home.getByText('led by').count()).toBeGreaterThan(0);
    await ada.picture('incident-home');
    expect(await ada.fitsNarrow()).toBe(true);
  });

  test('the end is said in the thread and in the channel, and the postmortem can be drafted', async () => {
    await ben.open('incidents');
    await ben.page.locator(of('thread-link')).first().click();
    await ben.thread.locator(of('action-sre_resolve_incident')).last().click();
    await ben.page.locator(of('confirm-yes')).click();
    await inThread(ben, '@ben says that it is over').waitFor();
    await inThread(ben, 'Over: checkout is slow')
      .getByText(/over since .* after/)
      .waitFor();
    await ben.picture('over');
    await ben.type('@sre postmortem', 'thread-composer');
    await ben.thread
      .getByText(/postmortem/i)
      .last()
      .waitFor();
    await ada.open(own);
    await inChannel(ada, '@ben says that it is over').waitFor();
    await ada.picture('own-channel-over');
  });
});
