import { isHeartbeat } from '../domain/alert.ts';
import type { AlertGroup } from '../domain/alert-group.ts';
import { silenceOf } from '../domain/silence.ts';
import type { AlertDesk } from '../ports/alert-desk.ts';
import { channelOf, type DutySettings } from '../ports/duty-settings.ts';
import type { AlertDeskDeps } from './desk-deps.ts';
import { endSilences } from './end-silences.ts';
import { groupAlerts, type Topology } from './group-alerts.ts';
import { lookInto } from './look-into.ts';
import { concludeGroup, showGroup } from './show-group.ts';
import { readTopology } from './still-firing.ts';
import { tellNews } from './tell-news.ts';

export type { AlertDeskDeps } from './desk-deps.ts';

export interface RunningAlertDesk extends AlertDesk {
  /** Deals with what is due: groups, shows, starts investigations, closes. Safe to repeat and to break off. */
  pass(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const LEASE_SECONDS = 60;
const BATCH = 500;
const TOPOLOGY_FRESH_MS = 60_000;
const KEPT_MS = 7 * 86_400_000;
const FORGOTTEN_MS = 86_400_000;
/** Takes alerts, makes few threads of many, and has each thread's trouble looked into. One process at a time works. */
export function createAlertDesk(deps: AlertDeskDeps): RunningAlertDesk {
  const { inbox, groups, clock, log } = deps;
  const editedAt = new Map<string, number>();
  let topology = { known: {} as Topology, readAt: 0 };
  let running: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const now = () => clock.now().getTime();
  const live = () => groups.list({ states: ['open', 'quiet'], limit: 500 });

  async function currentTopology(): Promise<Topology> {
    if (now() - topology.readAt < TOPOLOGY_FRESH_MS) return topology.known;
    try {
      const gateway = deps.gateways.connect(await deps.systemActor());
      topology = { known: await readTopology(gateway).finally(() => gateway.close()), readAt: now() };
    } catch (error) {
      log.warn({ err: error }, 'topology not read for grouping');
      topology = { ...topology, readAt: now() };
    }
    return topology.known;
  }

  /** Puts what waits in the inbox into groups; true when there was something. */
  async function sort(settings: DutySettings): Promise<boolean> {
    const received = await inbox.next(BATCH, clock.now());
    if (received.length === 0) return false;
    const silences = await deps.silences.list({ states: ['active'] });
    const at = clock.now();
    const held = received.flatMap((one) => {
      const silence = one.alert.status === 'firing' ? silenceOf(one.alert, silences, at) : undefined;
      return silence === undefined ? [] : [{ id: one.id, until: silence.until }];
    });
    for (const [until, ids] of Map.groupBy(held, (one) => one.until))
      await inbox.hold(
        ids.map(({ id }) => id),
        until,
      );
    const recovered = await inbox.recovered(
      received.flatMap(({ id, alert }) =>
        alert.status === 'resolved' ? [{ id, fingerprint: alert.fingerprint }] : [],
      ),
    );
    const heldIds = new Set([...held.map(({ id }) => id), ...recovered]);
    const rest = received.filter(({ id }) => !heldIds.has(id));
    // What fires on purpose all the time is nobody's trouble.
    const due = rest.filter(({ alert }) => !isHeartbeat(alert));
    const before = await live();
    const owners = new Map(before.map((group) => [group.id, group.acknowledgedBy]));
    const changed = groupAlerts(before, due, {
      teamId: await deps.teamId(),
      topology: await currentTopology(),
      windowMs: settings.alerts.windowMinutes * 60_000,
      channelFor: (alert) => channelOf(settings, alert, deps.defaultChannel),
    });
    for (const group of changed) {
      if (await groups.add(group)) continue;
      // A press of a button may have changed it meanwhile.
      await groups.change(group.id, ({ acknowledgedBy }) => ({
        ...group,
        ...(acknowledgedBy !== owners.get(group.id) && { acknowledgedBy }),
      }));
    }
    await inbox.done(rest.map(({ id }) => id));
    return true;
  }

  async function tell(group: AlertGroup): Promise<AlertGroup> {
    if (group.threadTs === undefined || group.told) return group;
    await deps.onOpened?.(group);
    return (await groups.change(group.id, (current) => ({ ...current, told: true }))) ?? group;
  }

  async function close(group: AlertGroup, settings: DutySettings): Promise<void> {
    const idle = now() - Date.parse(group.lastAt);
    const over = group.state === 'quiet' ? settings.alerts.windowMinutes * 60_000 : FORGOTTEN_MS;
    if (idle > over && group.threadTs !== undefined) {
      await groups.change(group.id, (current) => ({ ...current, state: 'closed' }));
      editedAt.delete(group.id);
    }
  }

  async function pass(): Promise<void> {
    const holding = () => deps.leases.take('alert-desk', deps.holder, LEASE_SECONDS);
    if (!(await holding())) return;
    await endSilences(deps);
    const settings = await deps.settings.current();
    while (await sort(settings)) if (!(await holding())) return;
    for (const group of (await live()).toReversed()) {
      if (!(await holding())) return;
      try {
        const concluded = await concludeGroup(deps, group, editedAt);
        const shown = await tell(await showGroup(deps, concluded, settings, editedAt));
        await lookInto(deps, await tellNews(deps, shown), settings);
        await close(shown, settings);
      } catch (error) {
        log.error({ err: error, group: group.id }, 'alert group not dealt with; tried again soon');
      }
    }
    if (Math.random() < 0.001) await inbox.forget(new Date(now() - KEPT_MS).toISOString());
  }

  function wake(): void {
    if (timer === undefined) return;
    again = true;
    running ??= (async () => {
      while (again) {
        again = false;
        await pass().catch((error) => log.error({ err: error }, 'alerts not dealt with; tried again soon'));
      }
    })().finally(() => {
      running = undefined;
    });
  }

  return {
    async accept(alerts) {
      const taken = await inbox.put(alerts, clock.now());
      if (taken > 0) wake();
      return { taken };
    },
    pass,
    start() {
      timer = setInterval(wake, deps.everyMs ?? 2_000);
      timer.unref();
      wake();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      again = false;
      await running;
    },
  };
}
