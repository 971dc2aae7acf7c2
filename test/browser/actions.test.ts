import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeInBrowser } from './chromium.ts';
import { ADA, BEN, CAROL, type LocalWorkspace, of, openLocalWorkspace, type Seat } from './local-workspace.ts';

const DUTY = `
alerts: { investigateFrom: warning }
actions:
  allowed:
    - { kind: rollout-restart, namespaces: [tickets] }
  role: responder
  twoPeople: true
  expiresMinutes: 1
`;

describeInBrowser('a remedy from the answer to the restart, in the local workspace', () => {
  let workspace: LocalWorkspace;
  let ada: Seat;
  let ben: Seat;

  beforeAll(async () => {
    workspace = await openLocalWorkspace('payments-leak', DUTY);
    ada = await workspace.seat(ADA);
    ben = await workspace.seat(BEN);
  });
  afterAll(() => workspace?.stop());

  const cluster = async (method: 'GET' | 'PATCH', name: string, body?: object) => {
    const { KUBERNETES_API_URL: url, KUBERNETES_TOKEN_FILE: file = '' } = workspace.local.env;
    const answer = await fetch(`${url}/apis/apps/v1/namespaces/tickets/deployments/${name}`, {
      method,
      headers: {
        authorization: `Bearer ${readFileSync(file, 'utf8')}`,
        ...(body && { 'content-type': 'application/strategic-merge-patch+json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as { metadata: { generation: number } };
  };
  const proposalIn = (seat: Seat) => seat.thread.locator(of('message')).filter({ hasText: 'proposed by' }).last();
  const approve = async (seat: Seat) => {
    await proposalIn(seat).locator(of('action-sre_approve_action')).click();
    await seat.page.locator(of('confirm-yes')).click();
  };

  test('a proposal that nobody approves waits, at first', async () => {
    await ben.open('general');
    await ben.type('/sre restart tickets/mailer');
    await ben.channel.getByText('Restart deployment/mailer in tickets').waitFor();
    await ben.picture('action-waiting');
  });

  test('the answer offers the restart that remedies its cause', async () => {
    await ada.type('/sre payments get slower by the hour');
    await ada.page.locator(of('thread-link')).first().click();
    await ada.thread.getByText('What to do').waitFor();
    const offer = ada.thread.locator(of('action-sre_propose_remedy'));
    expect(await offer.innerText()).toBe('Restart deployment/payments …');
    await offer.scrollIntoViewIfNeeded();
    await ada.picture('action-offered');
    await offer.click();
    await proposalIn(ada).waitFor();
    expect(await proposalIn(ada).innerText()).toContain('restartedAt');
    await ada.picture('action-proposed');
    await offer.click();
    await ada.thread.getByText('It is proposed already').waitFor();
    expect(await ada.fitsNarrow()).toBe(true);
  });

  test('who proposed it cannot approve it, nor can a stranger', async () => {
    await approve(ada);
    await ada.thread.getByText('Two people are needed').waitFor();
    await ada.picture('action-two-people');
    const carol = await workspace.seat(CAROL);
    await carol.page.locator(of('thread-link')).first().click();
    await approve(carol);
    await carol.thread.locator(of('ephemeral')).first().waitFor();
    await carol.picture('action-stranger');
    expect((await cluster('GET', 'payments')).metadata.generation).toBe(4);
  });

  test('another approves, and it is done once', async () => {
    await ben.open('incidents');
    await ben.page.locator(of('thread-link')).first().click();
    await proposalIn(ben).locator(of('action-sre_approve_action')).click();
    await ben.page.locator(of('confirm-yes')).waitFor();
    await ben.picture('action-confirm');
    await ben.page.locator(of('confirm-yes')).click();
    await proposalIn(ben)
      .getByText(/(^|\W)Done, approved/)
      .waitFor();
    await ben.picture('action-done');
    expect((await cluster('GET', 'payments')).metadata.generation).toBe(5);
    await ada.thread.locator(of('action-sre_propose_remedy')).click();
    await ada.thread.getByText('It was done already').waitFor();
    await ben.type('@sre timeline', 'thread-composer');
    await ben.thread.getByText('proposed to restart').last().waitFor();
    await ben.picture('action-timeline');
  });

  test('what was changed since the dry run is left alone', async () => {
    await ada.open('checkout');
    await ada.type('/sre restart tickets/booking');
    await ada.channel.getByText('Restart deployment/booking').waitFor();
    await cluster('PATCH', 'booking', { spec: { replicas: 5 } });
    await ben.open('checkout');
    await ben.channel.locator(of('action-sre_approve_action')).click();
    await ben.page.locator(of('confirm-yes')).click();
    await ben.channel.getByText('changed after the dry run').waitFor();
    await ben.picture('action-changed');
    expect((await cluster('GET', 'booking')).metadata.generation).toBe(5);
  });

  test('what is not allowed, not there or not named in full is refused in words', async () => {
    await ada.type('/sre restart kube-system/coredns');
    await ada.whispers.getByText('duty.yaml allows them in: tickets').waitFor();
    await ada.type('/sre restart tickets/nothing');
    await ada.whispers.getByText('no such Deployment').waitFor();
    await ada.type('/sre restart paymnts');
    await ada.whispers.getByText('/sre restart tickets/payments').waitFor();
    await ada.picture('action-refusals');
    await ada.type('/sre restart basket');
    await ada.channel.getByText('Restart deployment/basket in tickets').waitFor();
  });

  test('a proposal expires by itself', async () => {
    await ben.open('general');
    await ben.channel.getByText('Expired: nobody approved it').waitFor();
    expect(await ben.channel.locator(of('action-sre_approve_action')).count()).toBe(0);
    await ben.picture('action-expired');
  });
});
