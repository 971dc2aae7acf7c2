import type { RandomSource } from '../../support/random-source.ts';
import type { Accounts, Item, Kind } from './accounts.ts';
import { NAMESPACE, type System } from './system.ts';

const ADA = 'U0ADAOKA01';
const BEN = 'U0BENRUI02';
const BOT = 'U0SREBOT01';
const CHANNELS = [
  ['C0INCIDENT', '#incidents'],
  ['C0CHECKOUT', '#checkout'],
  ['C0GENERAL1', '#general'],
] as const;
const KINDS: readonly Kind[] = ['command', 'command', 'mention', 'alert', 'proposal', 'approval'];
/** Alertmanager sends again what was not taken. */
const ALERT_TRIES = 10;
const ALERT_PAUSE_MS = 500;

export const deploymentOf = (number: number) => `bench-${number}`;

/** People and an Alertmanager that ask something of the bots, each thing under a number of its own. */
export interface Requests {
  /** Asks for one more thing; settles once it was taken or refused. Does not throw. */
  ask(): Promise<void>;
}

export function createRequests(system: System, accounts: Accounts, random: RandomSource): Requests {
  const { workspace, balancer } = system;
  let number = 0;

  /** A proposal that stands and that nobody approved yet. */
  const proposed = () =>
    accounts.items.find(
      ({ kind, place, scope }) =>
        kind === 'proposal' &&
        place !== undefined &&
        !accounts.items.some((other) => other.kind === 'approval' && other.scope === scope),
    );

  async function approve({ mark, scope, place }: Item): Promise<void> {
    if (place === undefined) return;
    accounts.add({ kind: 'approval', mark: `approval of ${mark}`, user: BEN, channel: place.channel, scope, place });
    // Twice at once, as people do: each bot gets one.
    const press = () => workspace.press(BEN, place, 'sre_approve_action');
    await Promise.allSettled([press(), press()]);
  }

  async function fire(name: string): Promise<void> {
    const body = JSON.stringify({
      version: '4',
      status: 'firing',
      groupKey: `{}:{alertname="${name}"}`,
      groupLabels: { alertname: name },
      alerts: [
        {
          status: 'firing',
          labels: { alertname: name, severity: 'warning' },
          annotations: { summary: 'Checkout is slow' },
          startsAt: new Date().toISOString(),
        },
      ],
    });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${system.alertSecret}` };
    for (let tries = 0; tries < ALERT_TRIES; tries += 1) {
      const url = `${balancer.url}/alerts/alertmanager`;
      const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, ALERT_PAUSE_MS));
    }
  }

  async function ask(): Promise<void> {
    number += 1;
    const given = number;
    const [channel, named] = random.pick(CHANNELS);
    const user = random.pick([ADA, BEN]);
    const wanted = random.pick(KINDS);
    const waiting = wanted === 'approval' ? proposed() : undefined;
    if (waiting !== undefined) return approve(waiting);
    const kind = wanted === 'approval' ? 'proposal' : wanted;
    if (kind === 'proposal') {
      const name = deploymentOf(given);
      accounts.add({ kind, mark: name, user: ADA, channel });
      return workspace.command(ADA, named, `/sre restart ${NAMESPACE}/${name}`);
    }
    if (kind === 'alert') {
      const name = `Bench${given}`;
      accounts.add({ kind, mark: name, user: '', channel: 'C0INCIDENT' });
      return fire(name);
    }
    const mark = `case ${given}`;
    accounts.add({ kind, mark, user, channel });
    if (kind === 'command') return workspace.command(user, named, `/sre checkout is slow, ${mark}`);
    workspace.say(user, named, `<@${BOT}> checkout is slow, ${mark}`);
    await workspace.settled();
  }

  return { ask: () => ask().catch(() => undefined) };
}
